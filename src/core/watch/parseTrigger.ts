/** Reads what a rule waits for from the values of its fields. */
import { addressMatcher } from "../model/address.ts";
import { parseMinutes } from "../model/time/duration.ts";
import { asObject } from "../text/json.ts";
import { parseWeekHours } from "./weekHours.ts";
import type { RuleProblem, Trigger, TriggerKind } from "./watchRule.ts";

const DAY = 1440;
const MONTH = 30 * DAY;
const YEAR = 365 * DAY;
const MOST_WRITTEN = 100;
const MOST_FAILURES = 1_000;
/** More users than a host can carry may connect. */
const MOST_PERCENT = 200;

/** The field of each trigger, in the order in which they are proposed. */
const READERS: Readonly<Record<TriggerKind, (value: unknown) => Trigger | readonly RuleProblem[]>> = {
  longerThan: (value) => {
    const minutes = minutesOf(value, YEAR);
    return minutes === undefined ? bad("longerThan", value) : { kind: "longerThan", minutes };
  },
  connects: (value) => (value === true ? { kind: "connects" } : bad("connects", value)),
  more: (value) => (value === true ? { kind: "more" } : bad("more", value)),
  clientNotIn: readBlocks,
  newAddress: (value) => (value === true ? { kind: "newAddress" } : bad("newAddress", value)),
  outside: (value) => {
    const hours = typeof value === "string" ? parseWeekHours(value) : undefined;
    return hours ? { kind: "outside", hours } : bad("outside", value);
  },
  failedSignIns: readFailures,
  linkUsed: (value) => (value === true ? { kind: "linkUsed" } : bad("linkUsed", value)),
  returns: (value) => {
    const withinMinutes = minutesOf(value, MONTH);
    return withinMinutes === undefined ? bad("returns", value) : { kind: "returns", withinMinutes };
  },
  fuller: (value) => (isWhole(value, MOST_PERCENT) ? { kind: "fuller", percent: value } : bad("fuller", value)),
};

export const TRIGGER_KINDS = Object.keys(READERS) as readonly TriggerKind[];

/** Whether a trigger only knows how many sessions a host has, and nothing of the sessions. */
export function isAboutHosts({ kind }: Pick<Trigger, "kind">): boolean {
  return kind === "more" || kind === "fuller";
}

/** Reads the value of a trigger's field: the trigger, or what is wrong with it. */
export function parseTrigger(kind: TriggerKind, value: unknown): Trigger | readonly RuleProblem[] {
  return READERS[kind](value);
}

/** A value as it stands in the setting, cut where it is long. */
export function written(value: unknown): string {
  const text = typeof value === "string" ? value : jsonOf(value);
  return text.slice(0, MOST_WRITTEN);
}

function jsonOf(value: unknown): string {
  try {
    // `undefined` for what JSON can't say, whatever its type claims.
    const text: unknown = JSON.stringify(value);
    return typeof text === "string" ? text : "";
  } catch {
    return "";
  }
}

function bad(field: string, value: unknown): readonly RuleProblem[] {
  return [{ kind: "badValue", field, text: written(value) }];
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
}

/** A length of time of at least a minute. */
function minutesOf(value: unknown, most: number): number | undefined {
  const minutes = typeof value === "string" ? parseMinutes(value.trim()) : undefined;
  return minutes !== undefined && minutes >= 1 && minutes <= most ? minutes : undefined;
}

function readBlocks(value: unknown): Trigger | readonly RuleProblem[] {
  if (!Array.isArray(value)) {
    return bad("clientNotIn", value);
  }
  const blocks = value.map((block: unknown) => (typeof block === "string" ? block.trim() : block));
  const wrong = blocks.filter((block) => typeof block !== "string" || !addressMatcher(block));
  const [first, ...others] = blocks.filter((block) => typeof block === "string");
  if (first === undefined && wrong.length === 0) {
    return bad("clientNotIn", value);
  }
  return wrong.length > 0 || first === undefined
    ? wrong.flatMap((block) => bad("clientNotIn", block))
    : { kind: "clientNotIn", blocks: [first, ...others] };
}

function readFailures(value: unknown): Trigger | readonly RuleProblem[] {
  const fields = asObject(value);
  if (!fields) {
    return bad("failedSignIns", value);
  }
  const { count, within, ...others } = fields;
  const withinMinutes = minutesOf(within, DAY);
  return isWhole(count, MOST_FAILURES) && withinMinutes !== undefined && Object.keys(others).length === 0
    ? { kind: "failedSignIns", count, withinMinutes }
    : [
        ...Object.keys(others).map((field) => ({ kind: "unknownField", field: `failedSignIns.${field}` }) as const),
        ...(isWhole(count, MOST_FAILURES) ? [] : bad("failedSignIns.count", count)),
        ...(withinMinutes === undefined ? bad("failedSignIns.within", within) : []),
      ];
}
