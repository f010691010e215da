import * as vscode from "vscode";
import type { App, Handler } from "./app.ts";
import { connectInTerminal, copyConnectCommand } from "./connect/connectOnDemand.ts";
import { copyLink } from "./deepLinks/deepLinksOnDemand.ts";
import { copyResourceId, copySessionId, copyTargetIp } from "./sessions/copy.ts";
import {
  cleanUpLeftovers,
  deleteSession,
  disconnectHits,
  disconnectHost,
  disconnectMatching,
  disconnectPerson,
  disconnectTarget,
  disconnectUser,
} from "./disconnect/disconnectOnDemand.ts";
import { copyCommand, copyRole, copyTicket, diagnose, openReportJson } from "./doctor/diagnoseOnDemand.ts";
import { clearFilter, filterSessions } from "./sessions/filterSessions.ts";
import { findSession } from "./sessions/findSession.ts";
import { groupBy } from "./sessions/groupBy.ts";
import { sortHostsBy } from "./sessions/sortHostsBy.ts";
import { CommandId } from "../ids.ts";
import {
  deleteJournal,
  exportIncident,
  exportJournal,
  openJournal,
  tellIfTheyReturn,
} from "./journal/journalCommands.ts";
import { reviewLinksOfDocument } from "./waysBack/reviewLinksOfDocument.ts";
import { getStarted } from "./account/getStarted.ts";
import { hideTenant, showHiddenTenants } from "./account/hideTenants.ts";
import { manageAccounts } from "./account/manageAccounts.ts";
import { openHistory } from "./sessions/openHistory.ts";
import { openInPortal } from "./sessions/openInPortal.ts";
import { inTable, openTable } from "./sessions/openTable.ts";
import {
  refresh,
  refreshHost,
  refreshSubscription,
  retry,
  turnAutoRefreshOff,
  turnAutoRefreshOn,
} from "./sessions/refresh.ts";
import { reviewShareableLinks } from "./links/reviewLinksOnDemand.ts";
import { reportError } from "../ui/reportError.ts";
import { isRowMissing, notifyRowMissing } from "./commandRows.ts";
import { selectSubscriptions } from "./account/selectSubscriptions.ts";
import { copyRuleAsAlert } from "./watch/copyAlertOnDemand.ts";
import { addWatchRule, watchHost, watchPerson, watchSession, watchUser } from "./watch/addWatchRule.ts";
import { editWatchRules, pauseWatch, resumeWatch } from "./watch/editWatchRules.ts";
import { endSnooze, showAttention, snoozeWatch } from "./watch/snoozeWatch.ts";
import { openCloudSettings, signIn, signInAgain, signInToTenant } from "./account/signIn.ts";

/**
 * What must be there before a command runs. `rows`: each row that it was called on, see {@link isRowMissing}; for commands
 * in the menus of rows. `cloud`: a connected cloud. The user is told what is missing.
 */
type Need = "rows" | "cloud";

interface Command {
  readonly run: Handler;
  readonly needs?: readonly Need[];
}

/** Every command of package.json. */
export const commandTable: Readonly<Record<CommandId, Command>> = {
  [CommandId.refresh]: { run: refresh, needs: ["cloud"] },
  [CommandId.refreshHost]: { run: refreshHost, needs: ["rows", "cloud"] },
  [CommandId.refreshSubscription]: { run: refreshSubscription, needs: ["rows", "cloud"] },
  [CommandId.deleteSession]: { run: deleteSession, needs: ["rows"] },
  [CommandId.disconnectHost]: { run: disconnectHost, needs: ["rows", "cloud"] },
  [CommandId.disconnectTarget]: { run: disconnectTarget, needs: ["rows", "cloud"] },
  [CommandId.disconnectUser]: { run: disconnectUser, needs: ["rows", "cloud"] },
  [CommandId.disconnectPerson]: { run: disconnectPerson, needs: ["rows", "cloud"] },
  [CommandId.disconnectMatching]: { run: disconnectMatching, needs: ["cloud"] },
  [CommandId.cleanUpLeftovers]: { run: cleanUpLeftovers, needs: ["rows", "cloud"] },
  [CommandId.openJournal]: { run: openJournal },
  [CommandId.exportJournal]: { run: exportJournal },
  [CommandId.deleteJournal]: { run: deleteJournal },
  [CommandId.tellIfTheyReturn]: { run: tellIfTheyReturn },
  [CommandId.reviewLinksOfDocument]: { run: reviewLinksOfDocument, needs: ["cloud"] },
  [CommandId.exportIncident]: { run: exportIncident, needs: ["rows", "cloud"] },
  [CommandId.copySessionId]: { run: copySessionId, needs: ["rows"] },
  [CommandId.copyTargetIp]: { run: copyTargetIp, needs: ["rows"] },
  [CommandId.copyResourceId]: { run: copyResourceId, needs: ["rows"] },
  [CommandId.copyLink]: { run: copyLink, needs: ["rows"] },
  [CommandId.openInPortal]: { run: openInPortal, needs: ["rows"] },
  [CommandId.connectInTerminal]: { run: connectInTerminal, needs: ["rows", "cloud"] },
  [CommandId.copyConnectCommand]: { run: copyConnectCommand, needs: ["rows", "cloud"] },
  [CommandId.copyRuleAsAlert]: { run: copyRuleAsAlert, needs: ["cloud"] },
  [CommandId.reviewShareableLinks]: { run: reviewShareableLinks, needs: ["rows", "cloud"] },
  [CommandId.retry]: { run: retry, needs: ["rows"] },
  [CommandId.signIn]: { run: signIn },
  [CommandId.signInToTenant]: { run: signInToTenant },
  [CommandId.signInAgain]: { run: signInAgain, needs: ["rows", "cloud"] },
  [CommandId.hideTenant]: { run: hideTenant, needs: ["rows"] },
  [CommandId.showHiddenTenants]: { run: showHiddenTenants, needs: ["cloud"] },
  [CommandId.manageAccounts]: { run: manageAccounts, needs: ["cloud"] },
  [CommandId.whatWasSearched]: {
    run: async (app) => {
      await app.load();
      await app.searchDocument.show();
    },
    needs: ["cloud"],
  },
  [CommandId.openCloudSettings]: { run: openCloudSettings },
  [CommandId.findSession]: { run: findSession, needs: ["cloud"] },
  [CommandId.filterSessions]: { run: filterSessions, needs: ["cloud"] },
  [CommandId.clearFilter]: { run: clearFilter },
  [CommandId.groupBy]: { run: groupBy },
  [CommandId.sortHostsBy]: { run: sortHostsBy },
  [CommandId.selectSubscriptions]: { run: selectSubscriptions, needs: ["cloud"] },
  [CommandId.turnAutoRefreshOn]: { run: turnAutoRefreshOn },
  [CommandId.turnAutoRefreshOff]: { run: turnAutoRefreshOff },
  [CommandId.openTable]: { run: openTable, needs: ["cloud"] },
  [CommandId.openHistory]: { run: openHistory, needs: ["cloud"] },
  [CommandId.tableDetails]: { run: inTable("details") },
  [CommandId.tableReveal]: { run: inTable("reveal") },
  [CommandId.tableCopy]: { run: inTable("copy") },
  [CommandId.tableCopyLink]: { run: inTable("copyLink") },
  [CommandId.tableExport]: { run: inTable("export") },
  [CommandId.tableDelete]: { run: inTable("delete") },
  [CommandId.tableIncident]: { run: inTable("incident") },
  [CommandId.addWatchRule]: { run: addWatchRule },
  [CommandId.watchSession]: { run: watchSession, needs: ["rows"] },
  [CommandId.watchUser]: { run: watchUser, needs: ["rows"] },
  [CommandId.watchPerson]: { run: watchPerson, needs: ["rows"] },
  [CommandId.watchHost]: { run: watchHost, needs: ["rows"] },
  [CommandId.editWatchRules]: { run: editWatchRules },
  [CommandId.pauseWatch]: { run: pauseWatch },
  [CommandId.resumeWatch]: { run: resumeWatch },
  [CommandId.showAttention]: { run: showAttention },
  [CommandId.snoozeWatch]: { run: snoozeWatch },
  [CommandId.endSnooze]: { run: endSnooze },
  [CommandId.disconnectHits]: { run: disconnectHits, needs: ["rows", "cloud"] },
  [CommandId.showLog]: { run: ({ log }) => log.show() },
  [CommandId.diagnose]: { run: diagnose, needs: ["rows", "cloud"] },
  [CommandId.copyRole]: { run: copyRole },
  [CommandId.copyCommand]: { run: copyCommand },
  [CommandId.copyTicket]: { run: copyTicket },
  [CommandId.openReportJson]: { run: openReportJson },
  [CommandId.getStarted]: { run: getStarted },
};

/** Registers every command; the one place that checks what a command needs, and that turns an error into a message. */
export function registerCommands(app: App, table: Readonly<Record<string, Command>> = commandTable): vscode.Disposable {
  const registered = Object.entries(table).map(([id, { run, needs = [] }]) =>
    vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      if (needs.includes("rows") && isRowMissing(args)) {
        notifyRowMissing();
        return;
      }
      try {
        if (!needs.includes("cloud") || app.connection.ensureReady()) {
          const [row, rows] = args;
          await run(app, row, rows);
        }
      } catch (error) {
        await reportError(app, id, error);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
