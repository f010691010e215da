import type { Clock } from "../model/clock.ts";
import { LatestRun } from "../model/latestRun.ts";
import type { Inventory } from "../inventory/inventory.ts";

/** Milliseconds before each look whether the network is back; the last one repeats. */
const LOOKS_AFTER_MS: readonly number[] = [5_000, 10_000, 20_000, 40_000, 60_000];

/** Recovers when the network does: one small request now and then, and one refresh once it is answered. */
export class OfflineRecovery {
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #refresh: () => Promise<void>;
  readonly #isWanted: () => boolean;
  readonly #watch = new LatestRun();

  /** @param isWanted whether anybody would see the outcome now; without that, nothing is asked */
  constructor(parts: { inventory: Inventory; clock: Clock; refresh: () => Promise<void>; isWanted: () => boolean }) {
    this.#inventory = parts.inventory;
    this.#clock = parts.clock;
    this.#refresh = parts.refresh;
    this.#isWanted = parts.isWanted;
  }

  /** To be called after a refresh: looks on where that one could not reach Azure, and stops looking where it could. */
  async watch(): Promise<void> {
    const signal = this.#watch.begin();
    for (let look = 0; this.#inventory.isOffline; look++) {
      await this.#clock.pause(LOOKS_AFTER_MS[Math.min(look, LOOKS_AFTER_MS.length - 1)] ?? 0, signal);
      const isBack = !signal.aborted && this.#isWanted() && (await this.#inventory.isReachable(signal));
      // A refresh that was begun meanwhile has a watch of its own.
      if (signal.aborted) {
        return;
      }
      if (isBack) {
        await this.#refresh();
        return;
      }
    }
  }

  dispose(): void {
    this.#watch.abort();
  }
}
