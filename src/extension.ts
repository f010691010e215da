import * as vscode from "vscode";
import { CloudConnection } from "./account/cloudConnection.ts";
import { CloudSettings } from "./account/cloudSetting.ts";
import { VSCodeIdentities } from "./account/vscodeIdentities.ts";
import type { App } from "./commands/app.ts";
import { withViewProgress } from "./commands/refresh.ts";
import { registerCommands } from "./commands/register.ts";
import { Inventory } from "./inventory/inventory.ts";
import { Recovery } from "./inventory/recovery.ts";
import { watchForSleep } from "./inventory/wake.ts";
import { systemClock } from "./model/clock.ts";
import { lastingLog } from "./ui/lastingLog.ts";
import { SESSIONS_VIEW } from "./views/ids.ts";
import { followSelection } from "./views/selectedRows.ts";
import { SessionsTree } from "./views/sessionsTree.ts";
import { stopWhenCollapsed } from "./views/stopWhenCollapsed.ts";
import { TreeItems } from "./views/treeItems.ts";
import { followViewState } from "./views/viewState.ts";

/** Makes the parts and ties them together. Nothing is asked of Azure before the view is seen or a command wants it. */
export function activate(context: vscode.ExtensionContext): void {
  const end = new AbortController();
  const channel = vscode.window.createOutputChannel("Bastion Sessions", { log: true });
  const log = lastingLog(channel, end.signal);
  const clock = systemClock;
  const settings = new CloudSettings(context.globalState);
  const identities = new VSCodeIdentities();
  const inventory = new Inventory(identities, clock, log);
  const tree = new SessionsTree(inventory, new TreeItems(inventory, clock, context.extensionUri));
  const view = vscode.window.createTreeView(SESSIONS_VIEW, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: true });
  const selected = followSelection(view);

  let isLoaded = false;
  const refresh = async () => {
    isLoaded = true;
    const refreshed = inventory.refresh();
    await withViewProgress(() => refreshed);
    void recovery.watch();
  };
  const recovery = new Recovery({ inventory, clock, refresh, isWanted: () => view.visible });
  const load = async () => {
    if (!isLoaded) {
      void refresh();
    }
    await inventory.searched();
  };
  const refreshIfLoaded = () => void (isLoaded && refresh());
  const { version } = context.extension.packageJSON as { readonly version: string };
  const userAgent = `bastion-sessions/${version}`;
  const connection = new CloudConnection({ settings, identities, inventory, log, userAgent, refresh: refreshIfLoaded });
  const app: App = { inventory, connection, settings, view, selected, clock, log: channel, refresh, load };

  followViewState(view, inventory, () => connection.setting);
  const loadWhenSeen = () => void (view.visible && load());
  void watchForSleep(clock, refreshIfLoaded, end.signal);
  context.subscriptions.push(
    { dispose: () => end.abort() },
    channel,
    tree,
    view,
    selected,
    connection,
    inventory,
    recovery,
    registerCommands(app),
    stopWhenCollapsed(view, inventory),
    view.onDidChangeVisibility(loadWhenSeen),
  );
  loadWhenSeen();
}
