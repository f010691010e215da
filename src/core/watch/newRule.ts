/** How a rule is made from what the user picks: what it matches, which triggers it can have, and how their values are written. */
import { parseFilter } from "../model/session/sessionFilter.ts";
import { parseRules } from "./parseRules.ts";
import { TRIGGER_KINDS } from "./parseTrigger.ts";
import type { RuleProblem, TriggerKind } from "./watchRule.ts";

/** What a new rule is to watch. Texts are as Azure wrote them. */
export type RuleSubject =
  | { readonly kind: "everything" }
  | { readonly kind: "filter"; readonly text: string }
  | { readonly kind: "session"; readonly sessionId: string; readonly machine?: string }
  | { readonly kind: "user"; readonly userName: string }
  | { readonly kind: "person"; readonly person: string }
  | { readonly kind: "host"; readonly id: string; readonly name: string };

/** A rule as it is written in the setting: its name, its `match`, and one trigger by its own name. */
export type WrittenRule = Readonly<{ name: string; match?: string } & Partial<Record<TriggerKind, unknown>>>;

/** The value that is proposed for a trigger, as the user types it; `undefined` if it has none. */
export const DEFAULT_VALUES: Readonly<Record<TriggerKind, string | undefined>> = {
  longerThan: "8h",
  connects: undefined,
  more: undefined,
  clientNotIn: "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16",
  newAddress: undefined,
  outside: "Mon-Fri 07:00-19:00",
  failedSignIns: "5 within 15m",
  linkUsed: undefined,
  returns: "24h",
  fuller: "80",
};

const MOST_NAME = 100;

/**
 * The terms that match a subject: empty for everything; `undefined` where the filter can't name it, as with a name that
 * contains a quotation mark.
 *
 * @param hostNames of all known hosts, that of the subject included
 */
export function matchFor(subject: RuleSubject, hostNames: readonly string[]): string | undefined {
  switch (subject.kind) {
    case "everything":
      return "";
    case "filter":
      return subject.text.trim();
    case "session":
      return idTerm(subject.sessionId);
    case "user":
      return quoted("user", withoutPrefix(subject.userName));
    case "person":
      return quoted("person", subject.person);
    case "host":
      return isDistinct(subject.name, hostNames) ? quoted("host", subject.name) : idTerm(subject.id);
  }
}

/** Windows puts this in front of a sign-in name of Microsoft Entra; the same account may be listed without it. */
function withoutPrefix(userName: string): string {
  return userName.trim().replace(/^azuread\\(?=.*@)/iu, "");
}

/** Whether a name is that of one host, and in no other's: `host:` looks for a part of the name. */
function isDistinct(name: string, hostNames: readonly string[]): boolean {
  const wanted = name.toLowerCase();
  return hostNames.filter((one) => one.toLowerCase().includes(wanted)).length <= 1;
}

/** A term of a field; `undefined` where it can't be written. */
export function quoted(field: string, value: string): string | undefined {
  const text = value.trim();
  return text === "" || text.includes('"') ? undefined : `${field}:"${text}"`;
}

/** The filter takes an ID without the brackets and marks around it: one that has some of its own can't be named. */
export function idTerm(id: string): string | undefined {
  const term = /^[\w/.()-]+$/u.test(id) ? `id:${id}` : quoted("id", id);
  const isNamed = term !== undefined && parseFilter(term)?.ids.join("\n") === id.trim().toLowerCase();
  return isNamed ? term : undefined;
}

/** The triggers that a rule about a subject can have, in the order in which they are proposed. */
export function triggersFor(subject: RuleSubject, match: string): readonly TriggerKind[] {
  return TRIGGER_KINDS.filter((kind) => {
    // A session is there already: nothing else happens to it. When its user connects again, that is another session.
    const canHappen = subject.kind !== "session" || kind === "longerThan";
    return canHappen && problemsOf(ruleFor({ name: "-", match, kind })).length === 0;
  });
}

/** What is wrong with the terms of a filter, whatever the trigger. */
export function filterProblems(match: string): readonly RuleProblem[] {
  return problemsOf(ruleFor({ name: "-", match, kind: "longerThan" }));
}

/** Whether what was typed is a value of a trigger. */
export function isValue(kind: TriggerKind, text: string): boolean {
  return problemsOf(ruleFor({ name: "-", match: "", kind, value: text })).length === 0;
}

/** What the user picked. `value`: as it was typed; the default if absent. */
export interface PickedRule {
  readonly name: string;
  readonly match: string;
  readonly kind: TriggerKind;
  readonly value?: string;
}

/** The rule to be written in the setting. */
export function ruleFor({ name, match, kind, value = DEFAULT_VALUES[kind] }: PickedRule): WrittenRule {
  return { name: name.trim(), ...(match !== "" && { match }), [kind]: value === undefined || valueOf(kind, value) };
}

function valueOf(kind: TriggerKind, text: string): unknown {
  switch (kind) {
    case "clientNotIn":
      return text.split(/[\s,;]+/u).filter((block) => block !== "");
    case "failedSignIns":
      return failuresOf(text);
    case "fuller":
      return numberOf(text.replace(/%\s*$/u, ""));
    default:
      return text.trim();
  }
}

/** Reads `5 within 15m`, with whatever words stand between the two. */
function failuresOf(text: string): unknown {
  const { count, within } = /^\s*(?<count>\d+)(?:\D+?)(?<within>\d[\d.]*[a-z]+)\s*$/iu.exec(text)?.groups ?? {};
  return count === undefined ? text : { count: Number(count), within };
}

function numberOf(text: string): unknown {
  return /^\s*\d+\s*$/u.test(text) ? Number(text) : text;
}

function problemsOf(rule: WrittenRule): readonly RuleProblem[] {
  return parseRules([rule])[0]?.problems ?? [];
}

/**
 * What is wrong with a name beside the rules that there are.
 *
 * @param existing the value of the setting
 */
export function nameProblem(name: string, existing: readonly unknown[]): RuleProblem | undefined {
  const all = parseRules([...existing, ruleFor({ name, match: "", kind: "connects" })]);
  return all.at(-1)?.problems.find(({ kind }) => kind !== "tooMany");
}

/** A name that no rule has: the proposed one, cut where it is too long, and with a number where it is taken. */
export function freeName(proposed: string, existing: readonly unknown[]): string {
  for (let number = 1; ; number++) {
    const end = number === 1 ? "" : ` ${String(number)}`;
    const name = cut(proposed.trim(), MOST_NAME - end.length) + end;
    if (nameProblem(name, existing)?.kind !== "nameTaken") {
      return name;
    }
  }
}

/** The length is in UTF-16, as the parser counts it; no character is torn. */
function cut(text: string, most: number): string {
  let points = Array.from(text.slice(0, 2 * most));
  while (points.join("").length > most) {
    points = points.slice(0, -1);
  }
  return points.join("").trim();
}
