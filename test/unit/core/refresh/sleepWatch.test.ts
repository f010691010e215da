import assert from "node:assert/strict";
import { watchForSleep } from "../../../../src/core/refresh/sleepWatch.ts";
import type { Clock } from "../../../../src/core/model/clock.ts";

/** A clock whose pauses last as long as the test says, on each of the two clocks. */
function sleepyClock(
  gaps: readonly { readonly monotonic: number; readonly wall: number }[],
  end: AbortController,
): Clock {
  let [monotonic, wall, pauses] = [0, 1_000_000, 0];
  return {
    monotonic: () => monotonic,
    wall: () => new Date(wall),
    pause: () => {
      const gap = gaps[pauses++];
      monotonic += gap?.monotonic ?? 0;
      wall += gap?.wall ?? 0;
      if (!gap) {
        end.abort();
      }
      return Promise.resolve();
    },
  };
}

describe("watchForSleep", () => {
  const beat = 10_000;
  const hour = 3_600_000;
  const rows: readonly [name: string, gap: { monotonic: number; wall: number }, wakes: number][] = [
    ["nothing of an ordinary beat", { monotonic: beat, wall: beat }, 0],
    ["nothing of a machine that is merely busy", { monotonic: 3 * beat, wall: 3 * beat }, 0],
    ["a sleep during which the monotonic clock stood still", { monotonic: beat, wall: hour }, 1],
    ["a sleep during which both clocks went on", { monotonic: hour, wall: hour }, 1],
    ["nothing of a clock that was set back", { monotonic: beat, wall: -24 * hour }, 0],
  ];
  for (const [name, gap, wakes] of rows) {
    it(`makes ${name}`, async () => {
      const end = new AbortController();
      let woken = 0;
      await watchForSleep(
        sleepyClock([{ monotonic: beat, wall: beat }, gap, { monotonic: beat, wall: beat }], end),
        () => woken++,
        end.signal,
      );
      assert.equal(woken, wakes);
    });
  }
});
