import { Arm } from "../../src/azure/arm.ts";
import { Inventory } from "../../src/inventory/inventory.ts";
import { systemClock } from "../../src/model/clock.ts";
import type { Ground } from "./ground.ts";
import { silent } from "./ground.ts";

/** An inventory that knows nothing yet, with connections of its own. */
export function coldInventory({ cloud, identities }: Pick<Ground, "cloud" | "identities">): Inventory {
  const inventory = new Inventory(identities(), systemClock, silent);
  inventory.connect(new Arm({ cloud, log: silent, userAgent: "bench" }));
  return inventory;
}

/** Loads all that there is. */
export async function loadAll(inventory: Inventory): Promise<void> {
  await inventory.refresh();
}

/** The number of sessions known. @throws Error where a host failed */
export function sessionsIn(inventory: Inventory): number {
  const hosts = [...inventory.hosts];
  const failed = hosts.find(({ problem }) => problem);
  if (failed?.problem) {
    throw new Error(`${failed.host.name}: ${failed.problem.message}`, { cause: failed.problem });
  }
  return hosts.reduce((sum, { list }) => sum + (list?.sessions.length ?? 0), 0);
}
