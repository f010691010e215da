import type { Inventory } from "../../core/inventory/inventory.ts";

/** What subscriptions are called: asked for each host whenever more is known, so it is made once in between. */
export class SubscriptionNames {
  readonly #inventory: Inventory;
  #names: ReadonlyMap<string, string> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    inventory.on("change", (change) => {
      if ("everything" in change) {
        this.#names = undefined;
      }
    });
  }

  /** The name as Azure has it, else the ID. */
  of(subscriptionId: string): string {
    this.#names ??= new Map(
      [...this.#inventory.allSubscriptions].map(([id, { subscription }]) => [id, subscription.displayName ?? id]),
    );
    return this.#names.get(subscriptionId) ?? subscriptionId;
  }

  /** Whether a subscription that is seen has this ID or name, in lower case. */
  has(wanted: string): boolean {
    return [...this.#inventory.allSubscriptions.keys()].some(
      (id) => id === wanted || this.of(id).toLowerCase() === wanted,
    );
  }
}
