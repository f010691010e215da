import * as vscode from "vscode";
import { CloudConnection } from "./extension/account/cloudConnection.ts";
import { HiddenTenants } from "./extension/account/hiddenTenants.ts";
import { SubscriptionSelection } from "./extension/account/subscriptionSelection.ts";
import { VSCodeIdentities } from "./extension/account/vscodeIdentities.ts";
import type { BastionSessionsApi } from "./api.ts";
import { createApi } from "./extension/publicApi.ts";
import type { App } from "./extension/commands/app.ts";
import { SearchDocument } from "./extension/commands/account/searchDocument.ts";
import { ReportDocuments } from "./extension/commands/doctor/reportDocuments.ts";
import { AlertDocuments } from "./extension/commands/watch/alertDocuments.ts";
import { deepLinkHandler } from "./extension/commands/deepLinks/deepLinksOnDemand.ts";
import { InFlight } from "./core/disconnect/inFlight.ts";
import { OpenQuestions } from "./core/disconnect/openQuestions.ts";
import { JournalDocuments } from "./extension/commands/journal/journalDocuments.ts";
import { JournalRecovery } from "./extension/commands/journal/recoverJournal.ts";
import { journalDisconnectors } from "./extension/commands/journal/disconnectors.ts";
import { recentlyDisconnected } from "./extension/commands/journal/recentlyDisconnected.ts";
import { registerCommands } from "./extension/commands/register.ts";
import { Disconnects } from "./core/disconnect/disconnects.ts";
import { Inventory } from "./core/inventory/inventory.ts";
import { RefreshController } from "./core/refresh/refreshController.ts";
import { Journal } from "./core/journal/journal.ts";
import { systemClock } from "./core/model/clock.ts";
import { registerTools } from "./extension/tools/registerTools.ts";
import { SessionsTable } from "./extension/table/sessionsTable.ts";
import { outputLog } from "./extension/ui/outputLog.ts";
import { settings } from "./extension/ui/settings.ts";
import { TerminalPath } from "./extension/terminal/terminalPath.ts";
import { RuleEditor } from "./extension/watch/ruleEditor.ts";
import { WatchOnDemand } from "./extension/watch/watchOnDemand.ts";
import { withViewProgress } from "./extension/ui/viewProgress.ts";
import { useLanguage } from "./words/language.ts";
import { createSessionsView } from "./extension/tree/sessionsView.ts";

/** Makes the parts and ties them together. Nothing is asked of Azure before the view is seen, or a command or a watch rule wants it. */
export function activate(context: vscode.ExtensionContext): BastionSessionsApi {
  useLanguage(vscode.env.language, vscode.l10n.bundle);
  const end = new AbortController();
  const channel = vscode.window.createOutputChannel("Bastion Sessions", { log: true });
  const log = outputLog(channel, end.signal);
  const clock = systemClock;
  const selection = new SubscriptionSelection(context.globalState);
  const identities = new VSCodeIdentities();
  const inventory = new Inventory(identities, clock, log);
  const disconnects = new Disconnects({ inventory, identities, clock, log });
  const refreshController = new RefreshController({
    inventory,
    clock,
    interval: () => settings().refreshEveryMs,
    wantsCounts: () => settings().approximateCounts,
    wantsPeople: () => settings().people,
    showProgress: withViewProgress,
  });
  const refresh = refreshController.refreshIfLoaded;
  const connection = new CloudConnection({ context, identities, inventory, log, refresh });
  selection.attach(inventory);
  const common = { inventory, refreshController, connection, clock, log: channel, context };
  const sessionsView = createSessionsView({ ...common, end: end.signal });
  const journal = new Journal(vscode.Uri.joinPath(context.globalStorageUri, "journal").fsPath, clock);
  const history = { read: inventory.people.history.read, disconnectors: () => journalDisconnectors(journal) };
  const sessionsTable = new SessionsTable({ ...common, sessionsView, history });
  const documents = {
    reports: new ReportDocuments(),
    searchDocument: new SearchDocument(common),
    alertDocuments: new AlertDocuments(),
    journalDocuments: new JournalDocuments(() => journal.read(), common),
  };
  const app: App = {
    ...common,
    ...sessionsView,
    identities,
    disconnects,
    inFlight: new InFlight(),
    questions: new OpenQuestions(),
    selection,
    hiddenTenants: new HiddenTenants(context.globalState, inventory),
    sessionsTable,
    ...documents,
    journal,
    end: end.signal,
    refresh: refreshController.refresh,
    load: refreshController.load,
  };
  context.subscriptions.push({ dispose: () => end.abort() }, channel, sessionsView, sessionsTable, refreshController);
  context.subscriptions.push(selection, connection, inventory, registerCommands(app), new JournalRecovery(app));
  context.subscriptions.push(vscode.window.registerUriHandler(deepLinkHandler(app)));
  context.subscriptions.push(new TerminalPath(context, log));
  const watch = new WatchOnDemand({
    ...common,
    sessionsView,
    storage: context.globalStorageUri,
    origin: () => connection.origin,
    disconnected: () => recentlyDisconnected(journal),
    openHistory: (filter) => sessionsTable.openHistory(filter),
  });
  context.subscriptions.push(watch, new RuleEditor({ inventory, clock }), registerTools(app));
  context.subscriptions.push(...Object.values(documents), { dispose: () => void journal[Symbol.asyncDispose]() });
  return createApi(app);
}
