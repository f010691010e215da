import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import { systemClock } from "../../../src/core/model/clock.ts";
import type { Inventory } from "../../../src/core/inventory/inventory.ts";
import { AttentionRows } from "../../../src/extension/tree/attention/attentionRows.ts";
import { Expansion } from "../../../src/extension/tree/expansion.ts";
import { ViewOptions } from "../../../src/extension/tree/viewOptions.ts";
import { SessionsTree } from "../../../src/extension/tree/sessionsTree.ts";
import { TreeItems } from "../../../src/extension/tree/treeItems.ts";
import type { TreeNode } from "../../../src/extension/tree/treeNode.ts";

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

/** The tree gathers changes, by a timer of its own, for less than that. */
const GATHERED_MS = 1_000;

export const makeTree: MakeTree = (inventory) => {
  const viewOptions = new ViewOptions(inventory, systemClock);
  const attention = new AttentionRows();
  const items = new TreeItems({
    inventory,
    clock: systemClock,
    viewOptions,
    extensionUri: vscode.Uri.file("/extension"),
    attention,
  });
  const tree = new SessionsTree({ inventory, items, expansion: new Expansion(inventory), viewOptions, attention });
  const below = (node: TreeNode | undefined, isOpen: (child: TreeNode) => boolean): number =>
    tree.getChildren(node).reduce((sum, child) => {
      tree.getTreeItem(child);
      return sum + 1 + (isOpen(child) ? below(child, isOpen) : 0);
    }, 0);
  return {
    build: () => below(undefined, () => true),
    open: (hosts) => {
      const open = new Set([...inventory.hosts].slice(0, hosts).map(({ host }) => host.key));
      below(undefined, (node) => node.kind !== "host" || open.has(node.hostKey));
    },
    listen: async (work) => {
      await pause(GATHERED_MS);
      const told = { events: 0, everything: 0, rows: 0 };
      using _listener = asDisposable(
        tree.onDidChangeTreeData((change) => {
          told.events++;
          if (change === undefined) {
            told.everything++;
          } else {
            told.rows += [change].flat().length;
          }
        }),
      );
      await work();
      await pause(GATHERED_MS);
      return told;
    },
    [Symbol.dispose]: () => {
      tree.dispose();
      viewOptions.dispose();
    },
  };
};

/** VS Code's disposables know no `using` yet. */
function asDisposable(disposable: vscode.Disposable): Disposable {
  return { [Symbol.dispose]: () => void disposable.dispose() };
}
