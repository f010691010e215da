import { isActivity } from "../../../../core/model/history/historyFields.ts";
import type { PastRow } from "./historyStore.ts";
import type { TimeWindow } from "./timeWindow.ts";

/** Lanes that have one to themselves. */
export const MOST_LANES = 30;

/** A line of the timeline: the connections of one person or machine, or of all the others. */
export interface Lane {
  /** `undefined` where the log names none. */
  readonly label: string | undefined;
  readonly isOthers: boolean;
  readonly connections: number;
  readonly failures: number;
  /** In the order in which they began. */
  readonly bars: readonly Bar[];
}

/** A connection or a failed sign-in, and when it was. */
export interface Bar extends TimeWindow {
  readonly row: PastRow;
  readonly isFailed: boolean;
}

/** A lane for each of the busiest persons or machines, and one for all the others. */
export function lanesOf(rows: readonly PastRow[], by: "person" | "vm", range: TimeWindow): readonly Lane[] {
  const shown = rows.filter(({ end }) => !isActivity(end));
  const groups = Map.groupBy(shown, ({ personKey, machineKey }) => (by === "person" ? personKey : machineKey));
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length);
  const busiest = sorted.slice(0, MOST_LANES).map((group) => laneOf(group, labelOf(group[0], by), range));
  const others = sorted.slice(MOST_LANES).flat();
  return others.length === 0 ? busiest : [...busiest, { ...laneOf(others, undefined, range), isOthers: true }];
}

function labelOf(row: PastRow | undefined, by: "person" | "vm"): string | undefined {
  return by === "person" ? row?.person : (row?.vm ?? row?.ip);
}

function laneOf(rows: readonly PastRow[], label: string | undefined, range: TimeWindow): Lane {
  const bars = rows.flatMap((row) => barOf(row, range)).sort((a, b) => a.from - b.from);
  const failures = rows.filter(({ end }) => end === "failed").length;
  return { label, isOthers: false, connections: rows.length - failures, failures, bars };
}

/** What has no time is in no picture; what has no end is as short as can be. */
function barOf(row: PastRow, range: TimeWindow): readonly Bar[] {
  const { started, ended, minutes, end } = row;
  const from = started ?? (ended === undefined ? undefined : ended - (minutes ?? 0) * 60_000);
  if (from === undefined) {
    return [];
  }
  const to = end === "live" ? range.to : (ended ?? from);
  return [{ row, from, to: Math.max(from, to), isFailed: end === "failed" }];
}
