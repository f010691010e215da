import type { Inventory } from "../../src/core/inventory/inventory.ts";

/** What the tree tells VS Code. */
export interface TreeEvents {
  readonly events: number;
  /** Those that say that any row may be another. */
  readonly everything: number;
  /** Rows that the others named. */
  readonly rows: number;
}

/** The tree over an inventory, asked as VS Code asks it. */
export interface BenchTree extends Disposable {
  /** Builds every row, and says how many there are. */
  build(): number;
  /** Builds the rows above sessions, and the sessions of so many hosts: those are open then. */
  open(hosts: number): void;
  /** What is told while that is done, and shortly after it. */
  listen(work: () => Promise<void>): Promise<TreeEvents>;
}

/** Wants VS Code. */
export type MakeTree = (inventory: Inventory) => BenchTree;
