import type { Violation } from "../support/scenario/oracle.ts";
import type { Report } from "./messages.ts";

/** Memory in MB: in use by objects, in use by buffers, and taken from the system, which keeps to the highest that was needed at once. */
export interface Memory {
  readonly heap: number;
  readonly buffers: number;
  readonly rss: number;
}

/** What is in use once what is not has been cleared away. */
export function measure(): Memory {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const inMb = (bytes: number): number => Math.round(bytes / 1024 / 102.4) / 10;
  return { heap: inMb(heapUsed), buffers: inMb(arrayBuffers), rss: inMb(rss) };
}

export function inWords({ heap, buffers, rss }: Memory): string {
  return `heap ${heap} MB, buffers ${buffers} MB, rss ${rss} MB`;
}

export interface Figures {
  readonly minutes: number;
  readonly requests: number;
  readonly refreshes: number;
  /** Sessions that were asked to be disconnected, by verdict. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Sessions that were said to be still listed after their disconnect. */
  readonly stillListed: number;
  readonly before: Memory;
  readonly after: Memory;
  readonly unhandled: number;
  readonly violations: readonly Violation[];
  readonly report: Report;
}

/** Prints what a soak came to, and says whether all is as it should be. */
export function print({
  minutes,
  requests,
  refreshes,
  outcomes,
  stillListed,
  before,
  after,
  unhandled,
  violations,
  report,
}: Figures): boolean {
  const faulty = Object.values(report.faults).reduce((sum, count) => sum + count, 0);
  const of = (kind: Violation["of"]): number => violations.filter((violation) => violation.of === kind).length;
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  const must = { unhandled, rows: of("rows"), disconnects: of("disconnects"), state: of("state") };
  const lines: readonly (readonly [string, string])[] = [
    ["requests", `${requests}, ${Math.round(requests / minutes / 60)} a second`],
    ["faulty answers", `${faulty} (${((faulty / report.requests) * 100).toFixed(1)} %): ${list(report.faults)}`],
    ["refreshes", String(refreshes)],
    ["sessions", `2000 at first, ${report.arrived} arrived, ${report.left} ended`],
    ["disconnects", list(outcomes)],
    ["said to be still listed", String(stillListed)],
    ["memory at start", inWords(before)],
    ["memory at end", inWords(after)],
    ["unhandled rejections", String(must.unhandled)],
    ["sessions lost or invented", String(must.rows)],
    ["confirmed disconnects lost or doubled", String(must.disconnects)],
    ["rows that say what is not so", String(must.state)],
  ];
  for (const [name, value] of lines) {
    console.log(`${name.padEnd(38)} ${value}`);
  }
  violations.slice(0, 20).forEach(({ text }) => console.error(text));
  return Object.values(must).every((count) => count === 0);
}
