/** 2026-03-02, nine in the morning UTC: when a driven clock starts, so that every run of a test sees the same times. */
const DRIVEN_START = Date.UTC(2026, 2, 2, 9, 0, 0);

/**
 * The time at the simulated Azure. Nothing there waits on a timer: ages, token expiry, running operations and arrivals
 * are worked out when asked for, so that a test can move the clock on by an hour in no time.
 */
export class SimulatedClock {
  readonly #base: () => number;
  #offset = 0;

  private constructor(base: () => number) {
    this.#base = base;
  }

  /** The time of this machine; {@link advance} runs ahead of it. */
  static real(): SimulatedClock {
    return new SimulatedClock(() => Date.now());
  }

  /** A clock that stands still until it is advanced. */
  static driven(start: Date | number = DRIVEN_START): SimulatedClock {
    const base = Number(start);
    return new SimulatedClock(() => base);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#base() + this.#offset;
  }

  /** Moves the time on by `ms` milliseconds; it never goes back. */
  advance(ms: number): void {
    if (!(ms >= 0)) {
      throw new RangeError("A clock only goes forward.");
    }
    this.#offset += ms;
  }
}
