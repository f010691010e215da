/**
 * A process that shares a watch with others, as a window does, until its input ends. Started by a test with a folder, how
 * many times faster its time passes, and from when on. It is asked in lines of JSON to tell keys, answers what it has told,
 * and says all the time whether it leads. Prints {@link WatchWindowLine}s.
 */
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../src/core/model/clock.ts";
import { SharedWatch } from "../../src/core/watch/sharedWatch.ts";

/** A line of its input. */
export interface WatchWindowRequest {
  readonly id: number;
  readonly keys: readonly string[];
}

/** A line of its output. */
export type WatchWindowLine =
  | { readonly kind: "open" }
  /** It leads at that time, by the common clock, and since when it has: its `term`, counted from 0. */
  | { readonly kind: "leads"; readonly term: number; readonly at: number }
  | { readonly kind: "told"; readonly id: number; readonly keys: readonly string[] };

/** A clock that all processes with the same arguments share. */
export function fastClock(factor: number, since: number): Clock {
  const now = (): number => since + (Date.now() - since) * factor;
  return {
    monotonic: now,
    wall: () => new Date(now()),
    pause: (ms, signal) => sleep(ms / factor, undefined, { signal, ref: false }).catch(() => undefined),
  };
}

async function run(folder: string, factor: number, since: number): Promise<void> {
  const clock = fastClock(factor, since);
  const print = (line: WatchWindowLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  await using watch = await SharedWatch.open(folder, clock);
  let term = 0;
  watch.on("change", () => {
    term += watch.isLeader ? 0 : 1;
  });
  const look = (): void => {
    // The time first: it leads at least until then.
    const at = clock.wall().getTime();
    if (watch.isLeader) {
      print({ kind: "leads", term, at });
    }
  };
  print({ kind: "open" });
  const looking = setInterval(look, 20);
  for await (const text of createInterface(process.stdin)) {
    const { id, keys } = JSON.parse(text) as WatchWindowRequest;
    print({ kind: "told", id, keys: await watch.tellNew(keys) });
  }
  clearInterval(looking);
}

const [folder, factor, since] = process.argv.slice(2);
if (import.meta.filename === process.argv[1] && folder !== undefined) {
  await run(folder, Number(factor), Number(since));
}
