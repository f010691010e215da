import { TERM } from "../model/session/sessionFilter.ts";
import { idHash } from "../text/idHash.ts";
import type { Trigger } from "./watchRule.ts";

/**
 * Gives rules their keys: the same as long as a rule says the same, whatever it is called and wherever it stands. Of rules
 * that say the same, each but the first has its number behind it.
 */
export function ruleKeys(): (match: string, trigger: Trigger) => string {
  const given = new Map<string, number>();
  return (match, trigger) => {
    const key = idHash(meaning(match, trigger)).toString(36);
    const before = given.get(key) ?? 0;
    given.set(key, before + 1);
    return before === 0 ? key : `${key}-${before + 1}`;
  };
}

/** Case and spaces between terms say nothing, nor does the order of blocks or how the user writes hours. */
function meaning(match: string, trigger: Trigger): string {
  const terms = [...match.matchAll(TERM)].map(([term]) => term.toLowerCase());
  return JSON.stringify([terms, essence(trigger)]);
}

function essence(trigger: Trigger): readonly unknown[] {
  switch (trigger.kind) {
    case "longerThan":
      return [trigger.kind, trigger.minutes];
    case "clientNotIn":
      return [trigger.kind, ...trigger.blocks.map((block) => block.toLowerCase()).toSorted()];
    case "outside":
      return [trigger.kind, ...trigger.hours.ranges.map(({ days, from, to }) => [days, from, to])];
    case "failedSignIns":
      return [trigger.kind, trigger.count, trigger.withinMinutes];
    case "returns":
      return [trigger.kind, trigger.withinMinutes];
    case "fuller":
      return [trigger.kind, trigger.percent];
    case "connects":
    case "more":
    case "newAddress":
    case "linkUsed":
      return [trigger.kind];
  }
}
