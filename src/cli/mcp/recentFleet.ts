import { elapsed, momentOf, type Moment } from "../../core/model/time/moment.ts";
import type { Clock } from "../../core/model/clock.ts";
import { openFleet, type Fleet, type FleetOptions } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";

/** How long hosts that were found are used: a server runs for days, tokens for an hour. */
const KEPT_MS = 5 * 60_000;
/** The same of a search that couldn't read everything: the user may sign in where that is missing. */
const INCOMPLETE_KEPT_MS = 30_000;

/** A search for hosts. */
interface Opened {
  readonly fleet: Promise<Fleet>;
  readonly at: Moment;
  keptMs: number;
}

/** The hosts as they were found at most five minutes ago, so that a conversation doesn't search for each question. */
export class RecentFleet {
  readonly #options: FleetOptions;
  readonly #runtime: Runtime;
  #opened: Opened | undefined;

  constructor(options: FleetOptions, runtime: Runtime) {
    this.#options = options;
    this.#runtime = runtime;
  }

  get clock(): Clock {
    return this.#runtime.clock;
  }

  /** Whether the user has said where to search: there may be hosts elsewhere. */
  get isLimited(): boolean {
    return this.#options.tenant !== undefined || this.#options.subscription !== undefined;
  }

  /**
   * Searches, unless that was done.
   * @param signal gives up waiting
   * @throws CommandError, or the signal's reason
   */
  async open(signal: AbortSignal): Promise<Fleet> {
    signal.throwIfAborted();
    const now = momentOf(this.clock);
    const kept = this.#opened && elapsed(this.#opened.at, now) < this.#opened.keptMs ? this.#opened : undefined;
    const opened = kept ?? { fleet: openFleet(this.#runtime, this.#options), at: now, keptMs: KEPT_MS };
    if (!kept) {
      this.#opened = opened;
      opened.fleet.then(
        ({ gaps }) => {
          opened.keptMs = gaps.length > 0 ? INCOMPLETE_KEPT_MS : KEPT_MS;
        },
        // A search that failed is done again with the next call, though the call that began it may be over.
        () => {
          this.#opened = this.#opened === opened ? undefined : this.#opened;
        },
      );
    }
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(new Error("cancelled")), { once: true });
    return await Promise.race([opened.fleet, aborted]);
  }
}
