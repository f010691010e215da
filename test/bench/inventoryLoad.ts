import { Arm } from "../../src/core/azure/arm.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { systemClock } from "../../src/core/model/clock.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { silent } from "../support/silentLog.ts";

/** An inventory that knows nothing yet, with connections of its own. */
export function coldInventory({ cloud, identities }: Pick<BenchSetup, "cloud" | "identities">): Inventory {
  const inventory = new Inventory(identities(), systemClock, silent);
  inventory.loading.addViewer().show(() => true);
  inventory.connect(new Arm({ cloud, log: silent, userAgent: "bench", useGlobalFetch: true }));
  return inventory;
}

export interface Loaded {
  readonly sessions: number;
  /** Hosts whose sessions could not be listed, or that were not found at all. */
  readonly hostsMissing: number;
}

/** What has come of a load of that many hosts. */
export function loaded(inventory: Inventory, hosts: number): Loaded {
  const read = [...inventory.hosts].filter(({ list, problem }) => list && !problem);
  return {
    sessions: read.reduce((sum, { list }) => sum + (list?.sessions.length ?? 0), 0),
    hostsMissing: hosts - read.length,
  };
}
