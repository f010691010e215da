import { isConnection } from "../../../../core/model/history/historyFields.ts";
import type { PastRow } from "./historyStore.ts";

/** Failed sign-ins from one address. */
export interface FailuresFrom {
  /** `undefined` where the log names none. */
  readonly address: string | undefined;
  readonly count: number;
  /** The user names that were typed. */
  readonly users: readonly string[];
}

/** An address that a person used for the first time. */
export interface NewAddress {
  readonly person: string;
  readonly address: string;
  /** Milliseconds of the date. */
  readonly first: number;
}

/** Where a time is in a week: the day from 0 for Monday on, and the hour. */
export interface WeekHour {
  readonly weekday: number;
  readonly hour: number;
}

export const WEEKDAYS = 7;
export const HOURS = 24;
/** No zone's hours begin between them. */
const QUARTER = 900_000;

/** How many connections began on each weekday in each hour. */
export function connectionsByHour(
  rows: readonly PastRow[],
  weekHour: (ms: number) => WeekHour,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: WEEKDAYS }, () => Array.from({ length: HOURS }, () => 0));
  // Zones are slow to work out, and many connections begin in the same quarter of an hour.
  const known = new Map<number, WeekHour>();
  for (const { started, end } of rows) {
    if (started !== undefined && isConnection(end)) {
      const quarter = Math.floor(started / QUARTER);
      const at = known.get(quarter) ?? weekHour(quarter * QUARTER);
      known.set(quarter, at);
      const day = counts[at.weekday];
      if (day) {
        day[at.hour] = (day[at.hour] ?? 0) + 1;
      }
    }
  }
  return counts;
}

/** The most first. */
export function failuresByAddress(rows: readonly PastRow[]): readonly FailuresFrom[] {
  const failed = rows.filter(({ end }) => end === "failed");
  return [...Map.groupBy(failed, ({ from }) => from)]
    .map(([address, ofIt]) => ({
      address,
      count: ofIt.length,
      users: [...new Set(ofIt.flatMap(({ user }) => user ?? []))],
    }))
    .sort((a, b) => b.count - a.count);
}

/**
 * Addresses that a person came to use within the range, having used others before: the newest first. The first one of a
 * person is not new, since nothing is known of the time before.
 */
export function newAddresses(rows: readonly PastRow[]): readonly NewAddress[] {
  const firsts = new Map<string, Map<string, NewAddress>>();
  for (const { personKey, person, from, started, end } of rows) {
    if (
      personKey !== undefined &&
      person !== undefined &&
      from !== undefined &&
      started !== undefined &&
      isConnection(end)
    ) {
      const ofPerson = firsts.get(personKey) ?? new Map<string, NewAddress>();
      firsts.set(personKey, ofPerson);
      const before = ofPerson.get(from);
      if (!before || started < before.first) {
        ofPerson.set(from, { person, address: from, first: started });
      }
    }
  }
  return [...firsts.values()]
    .flatMap((ofPerson) => [...ofPerson.values()].sort((a, b) => a.first - b.first).slice(1))
    .sort((a, b) => b.first - a.first);
}
