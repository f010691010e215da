/** The time, in two kinds that must not be mixed up; injected, so that tests drive it. */
export interface Clock {
  /** Milliseconds since some fixed moment, never set back or forward: for ages and deadlines. */
  monotonic(): number;
  /** The machine's idea of the date: only to be shown, since it may be wrong. */
  wall(): Date;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => new Date(),
};
