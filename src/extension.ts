import * as vscode from "vscode";
import { CloudConnection } from "./extension/account/cloudConnection.ts";
import { CloudSettings } from "./extension/account/cloudSetting.ts";
import { SubscriptionSelection } from "./extension/account/subscriptionSelection.ts";
import { VSCodeIdentities } from "./extension/account/vscodeIdentities.ts";
import type { BastionSessionsApi } from "./api.ts";
import { createApi } from "./extension/publicApi.ts";
import type { App } from "./extension/commands/app.ts";
import { ReportDocuments } from "./extension/commands/doctor/reportDocuments.ts";
import { InFlight } from "./core/disconnect/inFlight.ts";
import { JournalDocuments } from "./extension/commands/journal/journalDocuments.ts";
import { JournalRecovery } from "./extension/commands/journal/recoverJournal.ts";
import { unreadText } from "./extension/ui/unreadHosts.ts";
import { registerCommands } from "./extension/commands/register.ts";
import { inBackground } from "./extension/ui/reportError.ts";
import { revealSession } from "./extension/commands/sessions/revealSession.ts";
import { Disconnects } from "./core/disconnect/disconnects.ts";
import { Inventory } from "./core/inventory/inventory.ts";
import { RefreshController } from "./core/refresh/refreshController.ts";
import { Journal } from "./core/journal/journal.ts";
import { systemClock } from "./core/model/clock.ts";
import { SessionsTable } from "./extension/table/sessionsTable.ts";
import { lastingLog } from "./extension/ui/outputLog.ts";
import { settings } from "./extension/ui/settings.ts";
import { stored } from "./extension/ui/storedValue.ts";
import { withViewProgress } from "./extension/ui/viewProgress.ts";
import { createSessionsView } from "./extension/tree/sessionsView.ts";
import { viewState } from "./extension/tree/viewState.ts";

/** Makes the parts and ties them together. Nothing is asked of Azure before the view is seen or a command wants it. */
export function activate(context: vscode.ExtensionContext): BastionSessionsApi {
  const end = new AbortController();
  const channel = vscode.window.createOutputChannel("Bastion Sessions", { log: true });
  const log = lastingLog(channel, end.signal);
  const clock = systemClock;
  const cloudSettings = new CloudSettings(context.globalState);
  const selection = new SubscriptionSelection(context.globalState);
  const identities = new VSCodeIdentities();
  const inventory = new Inventory(identities, clock, log);
  const disconnects = new Disconnects({ inventory, identities, clock, log });
  const refreshController = new RefreshController({
    inventory,
    clock,
    interval: () => settings().refreshEveryMs,
    showProgress: withViewProgress,
  });
  const { refresh, load } = refreshController;
  const { version } = context.extension.packageJSON as { readonly version: string };
  const connection = new CloudConnection({
    settings: cloudSettings,
    identities,
    inventory,
    memory: (cloud) => stored(context.globalState, `hosts/${cloud.resourceManagerUrl.origin}`),
    log,
    userAgent: `bastion-sessions/${version}`,
    refresh: refreshController.refreshIfLoaded,
  });
  const followSelected = () => inventory.select(selection.isSelected());
  followSelected();
  const sessionsView = createSessionsView({
    inventory,
    refreshController,
    connection,
    clock,
    extensionUri: context.extensionUri,
    end: end.signal,
  });
  const { view, lens, selected, reveal } = sessionsView;
  const reports = new ReportDocuments();
  const journal = new Journal(vscode.Uri.joinPath(context.globalStorageUri, "journal").fsPath);
  const journalDocuments = new JournalDocuments(() => journal.read());
  const records = { reports, journal, journalDocuments, inFlight: new InFlight(), end: end.signal };
  const table = new SessionsTable({
    inventory,
    clock,
    extensionUri: context.extensionUri,
    memory: stored(context.globalState, "table/view"),
    scopeMemory: stored(context.workspaceState, "table/scope"),
    load,
    refresh,
    reveal: (hostKey, sessionKey) => revealSession(app, hostKey, sessionKey),
    inBackground: (work) => inBackground(app, "the sessions table", work),
    unreadText,
    viewState: () => viewState(connection.setting, inventory),
    changed: () => tableViewer.visibilityChanged(),
  });
  const tableViewer = refreshController.addViewer({ isVisible: () => table.isSeen });
  tableViewer.show(table.wants);
  const app: App = {
    inventory,
    disconnects,
    connection,
    settings: cloudSettings,
    selection,
    lens,
    table,
    view,
    selected,
    clock,
    log: channel,
    ...records,
    refresh,
    load,
    reveal,
  };
  context.subscriptions.push(
    { dispose: () => end.abort() },
    channel,
    sessionsView,
    table,
    refreshController,
    selection,
    selection.onDidChange(followSelected),
    connection,
    inventory,
    journalDocuments,
    new JournalRecovery(app),
    { dispose: () => void journal[Symbol.asyncDispose]() },
    reports,
    registerCommands(app),
  );
  return createApi(app);
}
