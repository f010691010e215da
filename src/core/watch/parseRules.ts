/** Reads the rules of the setting, each on its own: a bad one never hurts the others. */
import { parseFilter } from "../model/session/sessionFilter.ts";
import { readStrictly } from "../model/session/strictFilter.ts";
import { asObject, type JsonObject } from "../text/json.ts";
import { parseTrigger, TRIGGER_KINDS, written } from "./parseTrigger.ts";
import { ruleKeys } from "./ruleKey.ts";
import { termProblems } from "./ruleTerms.ts";
import type { ParsedRule, RuleProblem, Trigger } from "./watchRule.ts";

/** How many rules are watched; those behind are not. */
export const MOST_RULES = 50;
const MOST_NAME = 100;
const FIELDS: ReadonlySet<string> = new Set(["name", "match", ...TRIGGER_KINDS]);

/** The value of the setting, which the user writes by hand: anything may stand there. A rule with problems has no `rule`. */
export function parseRules(value: unknown): readonly ParsedRule[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    return [{ index: 0, name: "", problems: [{ kind: "notAList" }] }];
  }
  const keyOf = ruleKeys();
  const names = new Set<string>();
  return Array.from(value, (one: unknown, index): ParsedRule => {
    const { name, match, trigger, problems } = readRule(one, index, names);
    if (!trigger || problems.length > 0) {
      return { index, name, problems };
    }
    const filter = parseFilter(match);
    return {
      index,
      name,
      problems,
      rule: { key: keyOf(match, trigger), name, trigger, ...(filter && { match: filter }) },
    };
  });
}

interface ReadRule {
  readonly name: string;
  readonly match: string;
  readonly trigger?: Trigger;
  readonly problems: readonly RuleProblem[];
}

/** @param names those of the rules before, in lower case; this rule's is added */
function readRule(value: unknown, index: number, names: Set<string>): ReadRule {
  const tooMany: readonly RuleProblem[] = index < MOST_RULES ? [] : [{ kind: "tooMany", most: MOST_RULES }];
  const fields = asObject(value);
  if (!fields) {
    return { name: "", match: "", problems: [...tooMany, { kind: "notAnObject" }] };
  }
  const unknown = Object.keys(fields).filter((field) => !FIELDS.has(field));
  const name = readName(fields["name"], names);
  const { trigger, problems: triggerProblems } = readTrigger(fields);
  const match = readMatch(fields["match"], trigger);
  const problems = [
    ...tooMany,
    ...name.problems,
    ...unknown.map((field) => ({ kind: "unknownField", field: written(field) }) as const),
    ...match.problems,
    ...triggerProblems,
  ];
  return { name: name.text, match: match.text, ...(trigger && { trigger }), problems };
}

interface ReadText {
  readonly text: string;
  readonly problems: readonly RuleProblem[];
}

function readName(value: unknown, names: Set<string>): ReadText {
  if (value !== undefined && typeof value !== "string") {
    return { text: "", problems: [{ kind: "badValue", field: "name", text: written(value) }] };
  }
  const text = value?.trim() ?? "";
  if (text === "") {
    return { text, problems: [{ kind: "noName" }] };
  }
  if (text.length > MOST_NAME) {
    return { text, problems: [{ kind: "badValue", field: "name", text: written(text) }] };
  }
  const key = text.normalize().toLowerCase();
  const isTaken = names.has(key);
  names.add(key);
  return { text, problems: isTaken ? [{ kind: "nameTaken" }] : [] };
}

function readTrigger(fields: JsonObject): Pick<ReadRule, "trigger" | "problems"> {
  const kinds = TRIGGER_KINDS.filter((kind) => Object.hasOwn(fields, kind));
  const [kind] = kinds;
  if (kind === undefined) {
    return { problems: [{ kind: "noTrigger" }] };
  }
  if (kinds.length > 1) {
    return { problems: [{ kind: "manyTriggers", fields: kinds }] };
  }
  const read = parseTrigger(kind, fields[kind]);
  return "kind" in read ? { trigger: read, problems: [] } : { problems: read };
}

/** A text without terms stands for everything, as in the filter. */
function readMatch(value: unknown, trigger: Trigger | undefined): ReadText {
  if (value !== undefined && typeof value !== "string") {
    return { text: "", problems: [{ kind: "badValue", field: "match", text: written(value) }] };
  }
  const text = value ?? "";
  const { terms, problems } = readStrictly(text);
  return { text, problems: [...problems, ...(trigger ? termProblems(terms, trigger) : [])] };
}
