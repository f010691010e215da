import type { Change, Inventory } from "../inventory/inventory.ts";
import { everyMinute, type Clock } from "../model/clock.ts";

interface Parts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** Whether the user wants it. */
  readonly isEnabled: () => boolean;
  /** Whether any view is in sight. */
  readonly isSeen: () => boolean;
  /** After which event something may be due: hosts were found, or a list came. */
  readonly after: "found" | "listed";
  /** Reads what is due; how often that is, it decides itself. */
  readonly readDue: () => Promise<void>;
  /** Forgets what was read, once the user wants none. */
  readonly clear: () => void;
}

/** Has what Azure tells beside lists read while a view is seen: approximate counts of sessions, the people behind them. */
export class DueReads {
  readonly #parts: Parts;
  readonly #end = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { inventory, after, clock } = parts;
    if (after === "found") {
      inventory.on("change", this.#onChange);
    } else {
      inventory.on("answered", this.#read);
    }
    void everyMinute(clock, this.#read, this.#end.signal);
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
      this.#parts.clear();
    }
  }

  readonly #read = (): void => {
    const { isEnabled, isSeen, readDue } = this.#parts;
    if (isEnabled() && isSeen()) {
      void readDue();
    }
  };

  dispose(): void {
    this.#parts.inventory.off("change", this.#onChange).off("answered", this.#read);
    this.#end.abort();
  }
}
