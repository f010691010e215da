import type { Change, Inventory } from "../inventory/inventory.ts";
import type { HostPredicate } from "../inventory/loading.ts";
import { everyMinute, type Clock } from "../model/clock.ts";

interface Parts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** Whether the user wants approximate counts. */
  readonly isEnabled: () => boolean;
  /** Whether any view is in sight. */
  readonly isSeen: () => boolean;
  /** Hosts whose rows are in sight. */
  readonly isInSight: HostPredicate;
}

/** Asks Azure Monitor how many sessions there are: as soon as hosts are known and then every five minutes, while a view is seen. */
export class CountRefresh {
  readonly #parts: Parts;
  readonly #end = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.inventory.on("change", this.#onChange);
    void everyMinute(parts.clock, () => this.#read(), this.#end.signal);
  }

  readonly #onChange = (change: Change): void => {
    if ("everything" in change) {
      this.#read();
    }
  };

  /** To be called when a view comes in sight or shows other hosts, or when the setting has changed. */
  update(): void {
    if (this.#parts.isEnabled()) {
      this.#read();
    } else {
      this.#parts.inventory.counts.clear();
    }
  }

  #read(): void {
    const { inventory, isEnabled, isSeen, isInSight } = this.#parts;
    if (isEnabled() && isSeen()) {
      void inventory.counts.readDue(isInSight);
    }
  }

  dispose(): void {
    this.#parts.inventory.off("change", this.#onChange);
    this.#end.abort();
  }
}
