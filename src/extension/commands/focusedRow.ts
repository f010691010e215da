import { commands } from "vscode";
import type { TreeNode } from "../tree/treeNode.ts";
import type { App } from "./app.ts";
import { notifyRowMissing } from "./commandRows.ts";

let looking = 0;

/** Whether a row that is opened just now is opened by us and not by the user: its command is then not to be run. */
export function isLookingForFocus(): boolean {
  return looking > 0;
}

/**
 * The rows that a key is meant for. The arrow keys move VS Code's focus and not its selection, and nothing but the command
 * `list.select` tells which row has the focus: it makes it the selection. Where that row was selected before, the whole
 * selection was meant.
 *
 * The command opens the row as Enter does: it would run the row's command, and it collapses a row that is expanded, which
 * is undone here.
 */
export async function focusedRows({ view, treeSelection }: App): Promise<readonly TreeNode[]> {
  const before = treeSelection.now;
  const collapsed: TreeNode[] = [];
  const watch = view.onDidCollapseElement(({ element }) => collapsed.push(element));
  looking++;
  try {
    await commands.executeCommand("list.select");
    // Once VS Code has answered one more question, all that the first one led to has arrived too.
    await commands.getCommands(true);
  } finally {
    looking--;
    watch.dispose();
  }
  const focused = view.selection;
  await Promise.all(collapsed.map((node) => view.reveal(node, { expand: true, select: false, focus: true })));
  if (focused.length === 0 && before.length > 0) {
    notifyRowMissing();
    return [];
  }
  return focused.every(({ id }) => before.some((node) => node.id === id)) ? before : focused;
}
