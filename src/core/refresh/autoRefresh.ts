import type { Clock } from "../model/clock.ts";
import { LatestRun } from "../model/latestRun.ts";

/** Milliseconds between two searches for hosts; sessions change more often than hosts do. */
const SEARCH_MS = 10 * 60_000;
/** Milliseconds after which the next refresh may begin though a host has not answered yet. */
const PATIENCE_MS = 60_000;
/** How much longer than asked the pause may get while Azure throttles: eight times. */
const MAX_SLOWDOWN = 8;

interface Parts {
  readonly clock: Clock;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Milliseconds between two refreshes; `undefined` while the user wants none. */
  readonly interval: () => number | undefined;
  /** Whether anybody would see the outcome now. */
  readonly isWanted: () => boolean;
  /** Lists what is kept fresh. */
  readonly refresh: () => Promise<void>;
  /** Searches everything again, and lists what is kept fresh. */
  readonly search: () => Promise<void>;
  /** How often Azure has asked to wait so far. */
  readonly throttles: () => number;
  /** Called when {@link AutoRefresh.slowdown} changes. */
  readonly changed: () => void;
}

/**
 * Refreshes automatically while the user is looking: one refresh after the other, never two at once, at intervals a little
 * apart from those of other windows; less often while Azure asks for less.
 */
export class AutoRefresh {
  readonly #parts: Parts;
  readonly #wait = new LatestRun();
  #isRunning = false;
  #slowdown = 1;
  #refreshedAt = -Infinity;
  #searchedAt = -Infinity;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** How many times the interval is passed now between two refreshes: more than one while Azure throttles. */
  get slowdown(): number {
    return this.#slowdown;
  }

  /** To be called when everything was searched by other means: the next time is counted from here. */
  resetTimer(): void {
    this.#searchedAt = this.#refreshedAt = this.#parts.clock.monotonic();
    this.update();
  }

  /** To be called when {@link Parts.isWanted} or {@link Parts.interval} may be another. */
  update(): void {
    this.#wait.abort();
    if (!this.#isRunning) {
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    const { clock, isWanted, interval } = this.#parts;
    this.#isRunning = true;
    try {
      for (
        let every = interval();
        every !== undefined && isWanted() && this.#searchedAt > -Infinity;
        every = interval()
      ) {
        const signal = this.#wait.begin();
        // Up to a tenth more, so that several windows do not ask in step.
        const pause = every * this.#slowdown * (1 + this.#parts.random() / 10);
        await clock.pause(Math.max(0, this.#refreshedAt + pause - clock.monotonic()), signal);
        if (!signal.aborted && isWanted()) {
          await this.#refresh(every);
        }
      }
    } finally {
      this.#isRunning = false;
    }
  }

  async #refresh(every: number): Promise<void> {
    const { clock, refresh, search, throttles } = this.#parts;
    const before = throttles();
    const isSearch = clock.monotonic() - this.#searchedAt >= SEARCH_MS;
    // A host that does not answer keeps no other waiting: it is left out of the next refresh while it is being listed.
    await Promise.race([
      isSearch ? search() : refresh(),
      clock.pause(Math.max(every, PATIENCE_MS), new AbortController().signal),
    ]);
    this.#refreshedAt = clock.monotonic();
    if (isSearch) {
      this.#searchedAt = this.#refreshedAt;
    }
    const slowdown = throttles() > before ? Math.min(this.#slowdown * 2, MAX_SLOWDOWN) : 1;
    if (slowdown !== this.#slowdown) {
      this.#slowdown = slowdown;
      this.#parts.changed();
    }
  }

  dispose(): void {
    this.#searchedAt = -Infinity;
    this.#wait.abort();
  }
}
