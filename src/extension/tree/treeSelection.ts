import type { TreeView } from "vscode";
import type { TreeNode } from "./treeNode.ts";

/** Which rows are selected, until it is disposed. */
export interface TreeSelection {
  readonly now: readonly TreeNode[];
  readonly dispose: () => void;
}

/** Follows the selection. `TreeView.selection` does not say all of it: rows that VS Code is fetching again are left out there. */
export function followSelection(view: Pick<TreeView<TreeNode>, "selection" | "onDidChangeSelection">): TreeSelection {
  let now: readonly TreeNode[] = view.selection;
  const listener = view.onDidChangeSelection(({ selection }) => {
    now = selection;
  });
  return {
    get now() {
      return now;
    },
    dispose: () => void listener.dispose(),
  };
}
