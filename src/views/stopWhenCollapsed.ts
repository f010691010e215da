import type { Disposable, TreeView } from "vscode";
import type { Inventory } from "../inventory/inventory.ts";
import type { ArmKey } from "../model/armId.ts";
import type { TreeNode } from "./treeNode.ts";

/** Stops asking for what was collapsed before anything was known of it; the tree asks again when its rows are wanted. */
export function stopWhenCollapsed(view: TreeView<TreeNode>, inventory: Inventory): Disposable {
  const hostsOf = (node: TreeNode): readonly ArmKey[] => {
    if (node.kind === "subscription") {
      return [...inventory.hosts].flatMap(({ host }) => (host.subscriptionId === node.subscriptionId ? [host.key] : []));
    }
    return node.kind === "host" ? [node.hostKey] : [];
  };
  return view.onDidCollapseElement(({ element }) => hostsOf(element).forEach((key) => inventory.stopListing(key)));
}
