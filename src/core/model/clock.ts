import { setTimeout as sleep } from "node:timers/promises";

/** The time, in two kinds that must not be mixed up; injected, so that tests drive it. */
export interface Clock {
  /** Milliseconds since some fixed moment, never set back or forward: for ages and deadlines. */
  monotonic(): number;
  /** The machine's idea of the date, which may be wrong: to be shown, or compared with other dates. */
  wall(): Date;
  /** Resolves after that many milliseconds, or at once when the signal is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => new Date(),
  // Nothing that waits here may keep a process alive. An aborted wait is over, not an error.
  pause: (ms, signal) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined),
};

/** Does something once a minute, until the signal is aborted. */
export async function everyMinute(clock: Clock, work: () => unknown, signal: AbortSignal): Promise<void> {
  for (;;) {
    await clock.pause(60_000, signal);
    if (signal.aborted) {
      return;
    }
    work();
  }
}
