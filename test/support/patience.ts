/** What {@link work} takes on an idle machine of the slower kind. */
const IDLE_MS = 40;
/** A machine that is slower than that is not waited for: something is wrong with it. */
const MAX_FACTOR = 20;

/** A machine that was idle when the process started may be busy by now. */
const MEASURED_FOR_MS = 15_000;

let factor = 1;
let measuredAt = -Infinity;

/**
 * How long a test waits for what takes `ms` at most on an idle machine. It is longer by as much as this machine was ever
 * slower than an idle one since the process started, so a busy machine is no failure. Only a test that fails waits that long.
 */
export function patience(ms: number): number {
  if (performance.now() - measuredAt > MEASURED_FOR_MS) {
    factor = Math.max(factor, measure());
    measuredAt = performance.now();
  }
  return Math.ceil(ms * factor);
}

/** How many times longer than on an idle machine a fixed piece of work takes; at least 1. */
function measure(): number {
  const started = performance.now();
  work();
  return Math.min(MAX_FACTOR, Math.max(1, (performance.now() - started) / IDLE_MS));
}

/** Long enough for the operating system to give other processes their turn meanwhile. */
function work(): number {
  let state = 1;
  for (let round = 0; round < 8_000_000; round++) {
    state = Math.imul(state ^ (state >>> 13), 1_540_483_477) + round;
  }
  return state;
}
