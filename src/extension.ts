import * as vscode from "vscode";
import { CloudConnection } from "./account/cloudConnection.ts";
import { CloudSettings } from "./account/cloudSetting.ts";
import { SubscriptionSelection } from "./account/subscriptionSelection.ts";
import { VSCodeIdentities } from "./account/vscodeIdentities.ts";
import type { App } from "./commands/app.ts";
import { withViewProgress } from "./commands/refresh.ts";
import { registerCommands } from "./commands/register.ts";
import { AutoRefresh } from "./inventory/autoRefresh.ts";
import { Inventory } from "./inventory/inventory.ts";
import { Recovery } from "./inventory/recovery.ts";
import { watchForSleep } from "./inventory/wake.ts";
import type { ArmKey } from "./model/armId.ts";
import { everyMinute, systemClock } from "./model/clock.ts";
import { Attention } from "./ui/attention.ts";
import { lastingLog } from "./ui/lastingLog.ts";
import { stored } from "./ui/memory.ts";
import { onDidChangeSettings, settings } from "./ui/settings.ts";
import { Expansion } from "./views/expansion.ts";
import { SESSIONS_VIEW } from "./views/ids.ts";
import { Lens } from "./views/lens.ts";
import { followSelection } from "./views/selectedRows.ts";
import { SessionsTree } from "./views/sessionsTree.ts";
import { TreeItems } from "./views/treeItems.ts";
import { ViewFrame } from "./views/viewFrame.ts";

/** Makes the parts and ties them together. Nothing is asked of Azure before the view is seen or a command wants it. */
export function activate(context: vscode.ExtensionContext): void {
  const end = new AbortController();
  const channel = vscode.window.createOutputChannel("Bastion Sessions", { log: true });
  const log = lastingLog(channel, end.signal);
  const clock = systemClock;
  const cloudSettings = new CloudSettings(context.globalState);
  const selection = new SubscriptionSelection(context.globalState);
  const identities = new VSCodeIdentities();
  const inventory = new Inventory(identities, clock, log);
  const expansion = new Expansion(inventory);
  const lens = new Lens(inventory, clock);
  const items = new TreeItems({ inventory, clock, lens, extensionUri: context.extensionUri });
  const tree = new SessionsTree({ inventory, items, expansion, lens });
  const view = vscode.window.createTreeView(SESSIONS_VIEW, { treeDataProvider: tree, canSelectMany: true, showCollapseAll: true });
  const selected = followSelection(view);

  let isLoaded = false;
  const searchAll = async () => {
    isLoaded = true;
    await inventory.refresh();
    autoRefresh.searched();
    void recovery.watch();
  };
  const refresh = async () => {
    const refreshed = searchAll();
    await withViewProgress(() => refreshed);
  };
  const load = async () => {
    if (!isLoaded) {
      void refresh();
    }
    await inventory.searched();
  };
  const follow = () => {
    if (view.visible) {
      void load();
      tree.tick();
    }
    autoRefresh.follow();
  };
  const attention = new Attention(view, clock, follow);
  const recovery = new Recovery({ inventory, clock, refresh, isWanted: () => attention.isGiven });
  const autoRefresh = new AutoRefresh({
    clock,
    random: Math.random,
    interval: () => settings().refreshEveryMs,
    isWanted: () => attention.isGiven,
    refresh: () => inventory.loading.refresh(),
    search: searchAll,
    loaded: () => inventory.loading.loaded,
    changed: () => frame.update(),
  });
  const refreshIfLoaded = () => void (isLoaded && refresh());
  const { version } = context.extension.packageJSON as { readonly version: string };
  const connection = new CloudConnection({
    settings: cloudSettings,
    identities,
    inventory,
    memory: (cloud) => stored(context.globalState, `hosts/${cloud.resourceManagerUrl.origin}`),
    log,
    userAgent: `bastion-sessions/${version}`,
    refresh: refreshIfLoaded,
  });
  const frame = new ViewFrame({ view, inventory, clock, lens, setting: () => connection.setting, autoRefresh });
  const reveal = async (hostKey: ArmKey, sessionKey: string) => {
    await view.reveal(tree.nodeOf(hostKey, sessionKey), { select: true, focus: true });
  };
  const app: App = { inventory, connection, settings: cloudSettings, selection, lens, view, selected, clock, log: channel, refresh, load, reveal };
  const followLens = () => {
    inventory.loading.setLoad(settings().load === "all" || lens.needsAll ? "all" : "watched");
    frame.update();
  };
  const followSettings = () => {
    lens.groupBy = settings().groupBy;
    followLens();
    follow();
  };
  const followSelected = () => inventory.select(selection.isSelected());

  void everyMinute(clock, () => attention.isGiven && tree.tick(), end.signal);
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
    autoRefresh,
    attention,
    frame,
    registerCommands(app),
    ...expansion.follow(view),
    lens,
    lens.onDidChange(followLens),
    selection,
    selection.onDidChange(followSelected),
    onDidChangeSettings(followSettings),
  );
  followSelected();
  followSettings();
}
