import { elapsed, momentOf, type Moment } from "../../core/model/time/moment.ts";
import type { Clock } from "../../core/model/clock.ts";
import { openFleet, type Fleet, type FleetOptions } from "../fleet/fleet.ts";
import type { Runtime } from "../runtime.ts";

/** How long hosts that were found are used: a server runs for days, tokens for an hour. */
const KEPT_MS = 5 * 60_000;

/** The hosts as they were found at most five minutes ago, so that a conversation doesn't search for each question. */
export class RecentFleet {
  readonly #options: FleetOptions;
  readonly #runtime: Runtime;
  #opened: { readonly fleet: Promise<Fleet>; readonly at: Moment } | undefined;

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
    const kept = this.#opened && elapsed(this.#opened.at, now) < KEPT_MS ? this.#opened : undefined;
    const opened = kept ?? { fleet: openFleet(this.#runtime, this.#options), at: now };
    if (!kept) {
      this.#opened = opened;
      // A search that failed is done again with the next call, though the call that began it may be over.
      opened.fleet.catch(() => {
        this.#opened = this.#opened === opened ? undefined : this.#opened;
      });
    }
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => reject(new Error("cancelled")), { once: true });
    return await Promise.race([opened.fleet, aborted]);
  }
}
