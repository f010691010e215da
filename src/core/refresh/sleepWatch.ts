import type { Clock } from "../model/clock.ts";

/** How often we look whether time has passed without us, in milliseconds. */
const BEAT_MS = 10_000;
/** A gap this much longer than a beat is no busy machine but one that slept. */
const SLEPT_MS = 30_000;

/**
 * Notices that the machine slept: time went on and we did not. Connections are dead then, tokens may have expired and what
 * is shown is old, while the timers of pending requests, which stood still, would take their time to find out.
 *
 * @param onWake called once after each sleep
 * @param signal ends the watch
 */
export async function watchForSleep(clock: Clock, onWake: () => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [monotonic, wall] = [clock.monotonic(), clock.wall().getTime()];
    await clock.pause(BEAT_MS, signal);
    if (signal.aborted) {
      return;
    }
    // Which of the two clocks goes on during sleep depends on the system. A wall clock that was set forward looks the
    // same, and then costs one refresh; one that was set back tells nothing.
    const passed = Math.max(clock.monotonic() - monotonic, clock.wall().getTime() - wall);
    if (passed > BEAT_MS + SLEPT_MS) {
      onWake();
    }
  }
}
