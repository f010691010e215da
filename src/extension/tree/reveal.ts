import type { TreeView } from "vscode";
import type { Clock } from "../../core/model/clock.ts";
import type { SessionsTree } from "./sessionsTree.ts";
import type { TreeNode } from "./treeNode.ts";

/** How often a row is shown until it is selected. */
const TRIES = 4;
/** Milliseconds in which VS Code tells that a row is selected, or asks for rows again; a hidden view does neither. */
const ANSWER_MS = 500;

/** Shows a row that is made anew for each try, and the rows below it if wanted. */
export type Reveal = (find: () => TreeNode | undefined, options?: { readonly expand: boolean }) => Promise<void>;

/**
 * Shows a row in the tree, selected. VS Code looks for it among the rows that it was given last: where these
 * are from before a filter was cleared it finds none, and where it is just drawing others the selection is lost. Then it is
 * asked again.
 */
export function createReveal(view: TreeView<TreeNode>, tree: SessionsTree, clock: Clock, end: AbortSignal): Reveal {
  return async (find, options) => {
    for (let tried = 1; tried <= TRIES && !end.aborted; tried++) {
      const asked = tree.nextAsked;
      const node = find();
      if (!node) {
        return;
      }
      try {
        await view.reveal(node, { select: true, focus: true, ...options });
        if (await isSelected(view, node, clock.pause(ANSWER_MS, end))) {
          return;
        }
      } catch (error) {
        if (tried === TRIES) {
          throw error;
        }
        await Promise.race([asked, clock.pause(ANSWER_MS, end)]);
      }
    }
  };
}

/** Whether a row is selected, or comes to be in a while. */
async function isSelected(view: TreeView<TreeNode>, { id }: TreeNode, aWhile: Promise<void>): Promise<boolean> {
  const isSo = () => view.selection.some((selected) => selected.id === id);
  if (!isSo()) {
    const { promise: changed, resolve } = Promise.withResolvers<undefined>();
    const watch = view.onDidChangeSelection(() => isSo() && resolve(undefined));
    await Promise.race([changed, aWhile]);
    watch.dispose();
  }
  return isSo();
}
