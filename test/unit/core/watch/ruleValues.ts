/** Rules as they stand in the setting. */
import {
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  string,
  uniqueArray,
  type Arbitrary,
} from "fast-check";
import type { Trigger, WatchRule } from "../../../../src/core/watch/watchRule.ts";

const LENGTH = constantFrom("1m", "30min", "8h", "1.5h", "2d", "24H");
const BLOCKS = uniqueArray(constantFrom("10.0.0.0/8", "203.0.113.9", "2001:db8::/32"), { minLength: 1 });
const HOURS = constantFrom("Mon-Fri 07:00-19:00", "Sat,Sun 09:00-12:00, Fri 22:00-06:00", "00:00-24:00");

const sessionTrigger: Arbitrary<object> = oneof(
  record({ longerThan: LENGTH }),
  constant({ connects: true }),
  constant({ newAddress: true }),
  record({ clientNotIn: BLOCKS }),
  record({ outside: HOURS }),
  record({ failedSignIns: record({ count: integer({ min: 1, max: 1000 }), within: constantFrom("1m", "24h") }) }),
  record({ returns: LENGTH }),
);
const hostTrigger: Arbitrary<object> = oneof(
  constant({ more: true }),
  record({ fuller: integer({ min: 1, max: 200 }) }),
  constant({ linkUsed: true }),
);
const match = (...terms: readonly string[]) => oneof(constant({}), record({ match: constantFrom(...terms) }));
const name = string({ minLength: 1, maxLength: 20 }).map((text) => `Rule ${text}`.trim());

/** A rule without a mistake. */
export const rightRule: Arbitrary<object> = boolean().chain((isAboutSessions) =>
  record({
    name: name.map((text) => ({ name: text })),
    match: isAboutSessions
      ? match("vm:prod person:ann@contoso.com", "from:10.0.0.0/8", 'user:"ann jones" web', "")
      : match("host:bas subscription:contoso", "group:rg-hub", "bas", ""),
    trigger: isAboutSessions ? sessionTrigger : hostTrigger,
  }).map((parts) => Object.assign({}, parts.name, parts.match, parts.trigger)),
);

/** A rule that was understood, as the user could have written it. */
export function valueOf({ name: called, match: filter, trigger }: WatchRule): object {
  return { name: called, ...(filter && { match: filter.text }), [trigger.kind]: triggerValue(trigger) };
}

function triggerValue(trigger: Trigger): unknown {
  switch (trigger.kind) {
    case "longerThan":
      return `${trigger.minutes}m`;
    case "clientNotIn":
      return trigger.blocks;
    case "outside":
      return trigger.hours.text;
    case "failedSignIns":
      return { count: trigger.count, within: `${trigger.withinMinutes}m` };
    case "returns":
      return `${trigger.withinMinutes}m`;
    case "fuller":
      return trigger.percent;
    default:
      return true;
  }
}
