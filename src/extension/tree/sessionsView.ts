import { window, type ExtensionContext, type TreeView } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { everyMinute, type Clock } from "../../core/model/clock.ts";
import type { RefreshController } from "../../core/refresh/refreshController.ts";
import type { CloudConnection } from "../account/cloudConnection.ts";
import { SESSIONS_VIEW } from "../ids.ts";
import { onDidChangeSettings, settings } from "../ui/settings.ts";
import { UserActivity } from "../ui/userActivity.ts";
import { AttentionRows } from "./attention/attentionRows.ts";
import { Expansion } from "./expansion.ts";
import { createReveal } from "./reveal.ts";
import { revealSession } from "./revealSession.ts";
import { SessionsTree } from "./sessionsTree.ts";
import { TreeItems } from "./treeItems.ts";
import { sessionNode, type TreeNode } from "./treeNode.ts";
import { followSelection, type TreeSelection } from "./treeSelection.ts";
import { ViewHeader } from "./viewHeader.ts";
import { ViewOptions } from "./viewOptions.ts";

interface Dependencies {
  readonly inventory: Inventory;
  readonly refreshController: RefreshController;
  readonly connection: CloudConnection;
  readonly clock: Clock;
  readonly context: Pick<ExtensionContext, "extensionUri">;
  /** Aborted when the extension ends. */
  readonly end: AbortSignal;
}

/** The Sessions view: what commands use of it. */
export interface SessionsView {
  readonly view: TreeView<TreeNode>;
  readonly viewOptions: ViewOptions;
  readonly treeSelection: TreeSelection;
  /** The rows of what watch rules have found; none until a watch is attached. */
  readonly attention: AttentionRows;
  /** Shows the group of those rows with its rules, or one rule with its hits. */
  readonly showAttention: (ruleKey?: string) => Promise<void>;
  /** Shows a row that the tree has, selected, and the rows below it if wanted. */
  readonly revealRow: (node: TreeNode, options?: { readonly expand: boolean }) => Promise<void>;
  /** Shows the row of a session, selected, or says that the session has ended. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  dispose(): void;
}

/** Makes the tree and what is around it, and registers it as a viewer of the hosts that are open in it. */
export function createSessionsView(dependencies: Dependencies): SessionsView {
  const { inventory, refreshController, connection, clock, context, end } = dependencies;
  const expansion = new Expansion(inventory);
  const viewOptions = new ViewOptions(inventory, clock);
  const attention = new AttentionRows();
  const items = new TreeItems({ inventory, clock, viewOptions, extensionUri: context.extensionUri, attention });
  const tree = new SessionsTree({ inventory, items, expansion, viewOptions, attention });
  const view = window.createTreeView(SESSIONS_VIEW, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const treeSelection = followSelection(view);
  const header = new ViewHeader({
    view,
    inventory,
    clock,
    viewOptions,
    refreshController,
    setting: () => connection.setting,
  });

  const activity = new UserActivity(view, clock, () => visibilityChanged());
  const opened = refreshController.addViewer({
    isOnScreen: true,
    isVisible: () => view.visible,
    isActive: () => activity.isActive,
    hasRow: ({ subscriptionId }) => !expansion.isClosed(subscriptionId),
  });
  // The unopened hosts, if the user or a filter needs them too.
  const others = refreshController.addViewer({ isVisible: () => false });
  const tick = () => {
    if (view.visible) {
      viewOptions.forget();
      tree.tick();
    }
  };
  const visibilityChanged = () => {
    opened.visibilityChanged();
    tick();
  };
  const showOthers = () => {
    const isAll = settings().load === "all" || viewOptions.needsAll;
    others.show(() => isAll);
  };
  const applySettings = () => {
    viewOptions.groupBy = settings().groupBy;
    viewOptions.sortHostsBy = settings().sortHostsBy;
    showOthers();
    visibilityChanged();
  };
  const disposables: readonly { dispose(): unknown }[] = [
    expansion.onDidChange((hosts) => {
      opened.show(({ key }) => hosts.has(key));
      opened.visibilityChanged();
    }),
    viewOptions.onDidChange(showOthers),
    onDidChangeSettings(applySettings),
    ...expansion.attach(view),
    activity,
    opened,
    others,
    header,
    treeSelection,
    view,
    tree,
    viewOptions,
    expansion,
  ];
  const reveal = createReveal(view, tree, clock, end);
  const revealRow: SessionsView["revealRow"] = (node, options) => reveal(() => tree.nodeOf(node), options);
  void everyMinute(clock, tick, end);
  applySettings();
  return {
    view,
    viewOptions,
    treeSelection,
    attention,
    showAttention: async (ruleKey) => {
      const rule = ruleKey === undefined ? undefined : attention.rule(ruleKey);
      await reveal(() => (rule && ruleKey !== undefined ? attention.ruleNode(ruleKey) : attention.root), {
        expand: true,
      });
    },
    revealRow,
    reveal: (...row) => revealSession(inventory, viewOptions, (...keys) => revealRow(sessionNode(...keys)), row),
    dispose: () => disposables.forEach((disposable) => void disposable.dispose()),
  };
}
