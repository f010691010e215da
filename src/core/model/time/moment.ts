/** One moment by both clocks of the machine, which can differ in how much time has passed since another. */
export interface Moment {
  /** Milliseconds since some fixed moment; may stand still while the machine sleeps. */
  readonly monotonic: number;
  /** The machine's idea of the date, which may be set back or forward. */
  readonly wall: Date;
}

/** The moment that it is by a clock. */
export function momentOf(clock: { monotonic(): number; wall(): Date }): Moment {
  return { monotonic: clock.monotonic(), wall: clock.wall() };
}

/**
 * Milliseconds between two moments, by the clock that says more: after a night's sleep only one of them may have gone on,
 * and what is taken for too old is merely asked for again.
 */
export function elapsed(since: Moment, now: Moment): number {
  return Math.max(0, now.monotonic - since.monotonic, now.wall.getTime() - since.wall.getTime());
}
