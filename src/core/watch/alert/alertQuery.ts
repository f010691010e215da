/** A rule's trigger as a query on Azure's audit log. Each row that a query returns is a reason to alert. */
import type { Trigger } from "../watchRule.ts";
import type { WeekHours } from "../weekHours.ts";
import { AUDIT_TABLE, inBlock, kqlString, timespan } from "./kql.ts";
import { extendLine, type MadeColumn, type MatchConditions } from "./matchConditions.ts";

/** What becomes a query: the others are about counts, or about the journal. */
export type LoggedTrigger = Exclude<Trigger, { readonly kind: "more" | "fuller" | "returns" }>;

/** Azure's alerts look back no further, in minutes, whatever a query asks for. */
export const FURTHEST_BACK = 2 * 1440;

/** How long a row counts after it was logged, in minutes: rows come some minutes late, and each must be seen once. */
const FRESH = 15;

/** The windows that Azure has, in minutes. */
const WINDOWS = [5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440, FURTHEST_BACK];

const CONNECTED = "OperationName endswith '/connect' and Message startswith 'Successfully Connected'";
const THROUGH_LINK = "ResourceType =~ 'BSL'";

export interface AlertQuery {
  /** Lines. */
  readonly query: string;
  /** The time that the query sees, in minutes. */
  readonly windowMinutes: number;
}

/**
 * The query of a trigger; `undefined` where its time is longer than Azure looks back.
 * @param zone the IANA name of the zone that hours are meant in
 */
export function alertQuery(trigger: LoggedTrigger, match: MatchConditions, zone: string): AlertQuery | undefined {
  switch (trigger.kind) {
    case "longerThan":
      return trigger.minutes < FURTHEST_BACK ? longerThan(trigger.minutes, match) : undefined;
    case "failedSignIns":
      return trigger.withinMinutes <= FURTHEST_BACK ? failedSignIns(trigger, match) : undefined;
    case "newAddress":
      return newAddress(match);
    case "connects":
      return connections(match, [], []);
    case "linkUsed":
      return connections(match, ["ResourceType"], [`| where ${THROUGH_LINK}`]);
    case "outside":
      return connections(match, [], outside(trigger.hours, zone));
    case "clientNotIn":
      return connections(
        match,
        ["ClientAddress"],
        [
          // What is no address is in no block either, and says nothing.
          "| where isnotempty(parse_ipv6(ClientAddress))",
          `| where not(${trigger.blocks.map((block) => inBlock("ClientAddress", block)).join(" or ")})`,
        ],
      );
  }
}

function connections(match: MatchConditions, columns: readonly MadeColumn[], lines: readonly string[]): AlertQuery {
  return { query: [...rows(CONNECTED, match, columns), ...lines].join("\n"), windowMinutes: FRESH };
}

function longerThan(minutes: number, match: MatchConditions): AlertQuery {
  const closed = `let closed = ${AUDIT_TABLE} | where OperationName endswith '/disconnect' | distinct TunnelId;`;
  const lines = [
    `| where isnotempty(TunnelId) and coalesce(SessionStartTime, TimeGenerated) < ago(${timespan(minutes)})`,
    "| join kind=leftanti closed on TunnelId",
  ];
  return { query: [closed, ...rows(CONNECTED, match, []), ...lines].join("\n"), windowMinutes: FURTHEST_BACK };
}

function newAddress(match: MatchConditions): AlertQuery {
  const columns = ["UserEmail", "ResourceType", "ClientAddress"] as const;
  const isPerson = `| where UserEmail contains '@' and isnotempty(ClientAddress) and not(${THROUGH_LINK})`;
  const person = "| extend Person = tolower(UserEmail)";
  const known = [
    AUDIT_TABLE,
    `| where TimeGenerated < ago(${timespan(FRESH)}) and ${CONNECTED}`,
    extendLine(new Set(columns)),
    isPerson,
    person,
    "| distinct Person, ClientAddress",
  ];
  const query = [
    `let known = ${known.join(" ")};`,
    ...rows(`TimeGenerated >= ago(${timespan(FRESH)}) and ${CONNECTED}`, match, columns),
    isPerson,
    person,
    "| join kind=leftanti known on Person, ClientAddress",
  ];
  return { query: query.join("\n"), windowMinutes: FURTHEST_BACK };
}

function failedSignIns(
  { count, withinMinutes }: Extract<Trigger, { readonly kind: "failedSignIns" }>,
  match: MatchConditions,
): AlertQuery {
  const failed = `TimeGenerated > ago(${timespan(withinMinutes)}) and Message =~ 'Login Failed'`;
  const lines = [
    "| summarize Failures = count() by _ResourceId, ClientAddress",
    `| where Failures >= ${Math.max(1, Math.trunc(count))}`,
  ];
  return {
    query: [...rows(failed, match, ["ClientAddress"]), ...lines].join("\n"),
    windowMinutes: WINDOWS.find((window) => window >= withinMinutes) ?? FURTHEST_BACK,
  };
}

/** The rows that a rule is about, with the columns that a query needs. */
function rows(condition: string, match: MatchConditions, needed: readonly MadeColumn[]): readonly string[] {
  const columns = new Set([...needed, ...match.columns]);
  return [
    AUDIT_TABLE,
    `| where ${condition}`,
    ...(columns.size > 0 ? [extendLine(columns)] : []),
    ...match.conditions.map((one) => `| where ${one}`),
  ];
}

/** Days as in JavaScript: Sunday is 0. A range that ends before it begins goes on after midnight. */
function outside({ ranges }: WeekHours, zone: string): readonly string[] {
  const hours = ranges.map(({ days, from, to }) => {
    const isOn = (set: readonly number[]) => `Day in (${set.join(", ")})`;
    const next = days.map((day) => (day + 1) % 7);
    return from < to
      ? `(${isOn(days)} and Minute >= ${from} and Minute < ${to})`
      : `(${isOn(days)} and Minute >= ${from}) or (${isOn(next)} and Minute < ${to})`;
  });
  return [
    `| extend LocalTime = datetime_utc_to_local(TimeGenerated, ${kqlString(zone)})`,
    "| extend Day = toint(dayofweek(LocalTime) / 1d), Minute = hourofday(LocalTime) * 60 + datetime_part('Minute', LocalTime)",
    `| where not(${hours.join(" or ")})`,
  ];
}
