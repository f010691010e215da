import * as vscode from "vscode";
import type { App, Handler } from "./app.ts";
import { turnAutoRefreshOff, turnAutoRefreshOn } from "./sessions/toggleAutoRefresh.ts";
import { cleanUpLeftovers } from "./disconnect/cleanUpLeftovers.ts";
import { copyResourceId, copySessionId, copyTargetIp } from "./sessions/copy.ts";
import { deleteSession } from "./disconnect/deleteSession.ts";
import { disconnectHost, disconnectMatching, disconnectTarget, disconnectUser } from "./disconnect/disconnectAll.ts";
import { copyCommand, copyRole, copyTicket, openReportJson } from "./doctor/copyFromReport.ts";
import { diagnose } from "./doctor/diagnoseCommand.ts";
import { clearFilter, filterSessions } from "./sessions/filterSessions.ts";
import { findSession } from "./sessions/findSession.ts";
import { groupBy } from "./sessions/groupBy.ts";
import { CommandId } from "../ids.ts";
import { deleteJournal, exportJournal, openJournal } from "./journal/journalCommands.ts";
import { manageAccounts } from "./account/manageAccounts.ts";
import { openInPortal } from "./sessions/openInPortal.ts";
import { inTable, openTable } from "./sessions/openTable.ts";
import { refresh, refreshHost, retry } from "./sessions/refresh.ts";
import { reportError } from "../ui/reportError.ts";
import { isRowMissing, tellRowMissing } from "./commandRows.ts";
import { selectSubscriptions } from "./account/selectSubscriptions.ts";
import { openCloudSettings, signIn, signInToTenant } from "./account/signIn.ts";
import { whatWasSearched } from "./account/searchDetails.ts";

const handlers: Record<CommandId, Handler> = {
  [CommandId.refresh]: refresh,
  [CommandId.refreshHost]: refreshHost,
  [CommandId.deleteSession]: deleteSession,
  [CommandId.disconnectHost]: disconnectHost,
  [CommandId.disconnectTarget]: disconnectTarget,
  [CommandId.disconnectUser]: disconnectUser,
  [CommandId.disconnectMatching]: disconnectMatching,
  [CommandId.cleanUpLeftovers]: cleanUpLeftovers,
  [CommandId.openJournal]: openJournal,
  [CommandId.exportJournal]: exportJournal,
  [CommandId.deleteJournal]: deleteJournal,
  [CommandId.copySessionId]: copySessionId,
  [CommandId.copyTargetIp]: copyTargetIp,
  [CommandId.copyResourceId]: copyResourceId,
  [CommandId.openInPortal]: openInPortal,
  [CommandId.retry]: retry,
  [CommandId.signIn]: signIn,
  [CommandId.signInToTenant]: signInToTenant,
  [CommandId.manageAccounts]: manageAccounts,
  [CommandId.whatWasSearched]: whatWasSearched,
  [CommandId.openCloudSettings]: openCloudSettings,
  [CommandId.findSession]: findSession,
  [CommandId.filterSessions]: filterSessions,
  [CommandId.clearFilter]: clearFilter,
  [CommandId.groupBy]: groupBy,
  [CommandId.selectSubscriptions]: selectSubscriptions,
  [CommandId.turnAutoRefreshOn]: turnAutoRefreshOn,
  [CommandId.turnAutoRefreshOff]: turnAutoRefreshOff,
  [CommandId.openTable]: openTable,
  [CommandId.tableDetails]: inTable("details"),
  [CommandId.tableReveal]: inTable("reveal"),
  [CommandId.tableCopy]: inTable("copy"),
  [CommandId.tableExport]: inTable("export"),
  [CommandId.tableDelete]: inTable("delete"),
  [CommandId.showLog]: ({ log }) => log.show(),
  [CommandId.diagnose]: diagnose,
  [CommandId.copyRole]: copyRole,
  [CommandId.copyCommand]: copyCommand,
  [CommandId.copyTicket]: copyTicket,
  [CommandId.openReportJson]: openReportJson,
};

/** Commands that rows offer in their menus. */
const onRows: ReadonlySet<string> = new Set([
  CommandId.refreshHost,
  CommandId.deleteSession,
  CommandId.disconnectHost,
  CommandId.disconnectTarget,
  CommandId.disconnectUser,
  CommandId.cleanUpLeftovers,
  CommandId.copySessionId,
  CommandId.copyTargetIp,
  CommandId.copyResourceId,
  CommandId.openInPortal,
  CommandId.retry,
  CommandId.diagnose,
]);

/** Registers every command; the one place that turns an error into a message. */
export function registerCommands(app: App): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      if (onRows.has(id) && isRowMissing(args)) {
        tellRowMissing();
        return;
      }
      try {
        const [row, rows] = args;
        await handler(app, row, rows);
      } catch (error) {
        await reportError(app, id, error);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
