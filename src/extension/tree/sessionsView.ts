import { window, type TreeView, type Uri } from "vscode";
import type { Inventory } from "../../core/inventory/inventory.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { everyMinute, type Clock } from "../../core/model/clock.ts";
import type { RefreshController } from "../../core/refresh/refreshController.ts";
import type { CloudConnection } from "../account/cloudConnection.ts";
import { SESSIONS_VIEW } from "../ids.ts";
import { onDidChangeSettings, settings } from "../ui/settings.ts";
import { Attention } from "../ui/userActivity.ts";
import { Expansion } from "./expansion.ts";
import { revealer } from "./reveal.ts";
import { SessionsTree } from "./sessionsTree.ts";
import { TreeItems } from "./treeItems.ts";
import type { TreeNode } from "./treeNode.ts";
import { followSelection, type SelectedRows } from "./treeSelection.ts";
import { ViewFrame } from "./viewHeader.ts";
import { Lens } from "./viewOptions.ts";

interface Dependencies {
  readonly inventory: Inventory;
  readonly refreshController: RefreshController;
  readonly connection: CloudConnection;
  readonly clock: Clock;
  readonly extensionUri: Uri;
  /** Aborted when the extension ends. */
  readonly end: AbortSignal;
}

/** The Sessions view: what commands use of it. */
export interface SessionsView {
  readonly view: TreeView<TreeNode>;
  readonly lens: Lens;
  readonly selected: SelectedRows;
  /** Shows the row of a session, selected. */
  readonly reveal: (hostKey: ArmKey, sessionKey: string) => Promise<void>;
  dispose(): void;
}

/** Makes the tree and what is around it, and registers it as a viewer of the hosts that are open in it. */
export function createSessionsView(dependencies: Dependencies): SessionsView {
  const { inventory, refreshController, connection, clock, extensionUri, end } = dependencies;
  const expansion = new Expansion(inventory);
  const lens = new Lens(inventory, clock);
  const items = new TreeItems({ inventory, clock, lens, extensionUri });
  const tree = new SessionsTree({ inventory, items, expansion, lens });
  const view = window.createTreeView(SESSIONS_VIEW, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const selected = followSelection(view);
  const header = new ViewFrame({ view, inventory, clock, lens, refreshController, setting: () => connection.setting });

  const activity = new Attention(view, clock, () => visibilityChanged());
  const opened = refreshController.addViewer({
    isOnScreen: true,
    isVisible: () => view.visible,
    isActive: () => activity.isGiven,
  });
  // The hosts that nobody opened, where the user or a filter wants them too.
  const others = refreshController.addViewer({ isVisible: () => false });
  const tick = () => view.visible && tree.tick();
  const visibilityChanged = () => {
    opened.visibilityChanged();
    tick();
  };
  const showOthers = () => {
    const isAll = settings().load === "all" || lens.needsAll;
    others.show(() => isAll);
  };
  const applySettings = () => {
    lens.groupBy = settings().groupBy;
    showOthers();
    visibilityChanged();
  };
  const disposables: readonly { dispose(): unknown }[] = [
    expansion.onDidChange((hosts) => opened.show(({ key }) => hosts.has(key))),
    lens.onDidChange(showOthers),
    onDidChangeSettings(applySettings),
    ...expansion.attach(view),
    activity,
    opened,
    others,
    header,
    selected,
    view,
    tree,
    lens,
    expansion,
  ];
  void everyMinute(clock, tick, end);
  applySettings();
  return {
    view,
    lens,
    selected,
    reveal: revealer(view, tree, clock, end),
    dispose: () => disposables.forEach((disposable) => void disposable.dispose()),
  };
}
