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
import { followExpansion } from "./views/followExpansion.ts";
import { SESSIONS_VIEW } from "./views/ids.ts";
import { SessionsTree } from "./views/sessionsTree.ts";
import { TreeItems } from "./views/treeItems.ts";
import { followViewState } from "./views/viewState.ts";

/** Makes the parts and ties them together. Nothing is asked of Azure before the view is seen or a command wants it. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Bastion Sessions", { log: true });
  const clock = systemClock;
  const settings = new CloudSettings(context.globalState);
  const identities = new VSCodeIdentities();
  const inventory = new Inventory(identities, clock, log);
  const tree = new SessionsTree(inventory, new TreeItems(inventory, clock, context.extensionUri));
  const view = vscode.window.createTreeView(SESSIONS_VIEW, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: true });

  let first: Promise<void> | undefined;
  const refresh = () => {
    first = withViewProgress(() => inventory.refresh());
    void first.then(() => recovery.watch());
    return first;
  };
  const recovery = new Recovery({ inventory, clock, refresh, isWanted: () => view.visible });
  const load = () => first ?? refresh();
  const refreshIfLoaded = () => void (first && refresh());
  const { version } = context.extension.packageJSON as { readonly version: string };
  const userAgent = `bastion-sessions/${version}`;
  const connection = new CloudConnection({ settings, identities, inventory, log, userAgent, refresh: refreshIfLoaded });
  const app: App = { inventory, connection, settings, view, clock, log, refresh, load };

  followViewState(view, inventory, () => connection.setting);
  const loadWhenSeen = () => void (view.visible && load());
  const awake = new AbortController();
  void watchForSleep(clock, refreshIfLoaded, awake.signal);
  context.subscriptions.push(
    log,
    tree,
    view,
    connection,
    inventory,
    recovery,
    registerCommands(app),
    followExpansion(view, inventory),
    view.onDidChangeVisibility(loadWhenSeen),
    { dispose: () => awake.abort() },
  );
  loadWhenSeen();
}
