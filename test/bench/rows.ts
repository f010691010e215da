import * as vscode from "vscode";
import { systemClock } from "../../src/model/clock.ts";
import { Expansion } from "../../src/views/expansion.ts";
import { Lens } from "../../src/views/lens.ts";
import { SessionsTree } from "../../src/views/sessionsTree.ts";
import { TreeItems } from "../../src/views/treeItems.ts";
import type { TreeNode } from "../../src/views/treeNode.ts";
import type { BuildRows } from "./manySessions.ts";

/** The tree as VS Code asks for it, row by row. */
export const buildRows: BuildRows = (inventory) => {
  const lens = new Lens(inventory, systemClock);
  const items = new TreeItems({ inventory, clock: systemClock, lens, extensionUri: vscode.Uri.file("/extension") });
  const tree = new SessionsTree({ inventory, items, expansion: new Expansion(inventory), lens });
  const below = (node?: TreeNode): number =>
    tree.getChildren(node).reduce((sum, child) => {
      tree.getTreeItem(child);
      return sum + 1 + below(child);
    }, 0);
  return { build: () => below(), [Symbol.dispose]: () => tree.dispose() };
};
