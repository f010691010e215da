import { Arm } from "../../../src/core/azure/arm.ts";
import { runDisconnect } from "../../../src/core/disconnect/disconnectRun.ts";
import { Disconnects } from "../../../src/core/disconnect/disconnects.ts";
import { askAgain } from "../../../src/core/inventory/askAgain.ts";
import { outdatedSince } from "../../../src/core/inventory/freshness.ts";
import { Inventory } from "../../../src/core/inventory/inventory.ts";

/** What is under test. */
export const product = { Arm, Disconnects, Inventory, askAgain, outdatedSince, runDisconnect } as const;

/** The same, or a version with a bug: a mutation. */
export type Product = typeof product;
