import { l10n } from "vscode";
import { isHostArgument, parseHostArgument } from "../../../core/model/hostArgument.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import type { App } from "../app.ts";
import { endedNotes } from "./confirm.ts";
import { confirmAndDisconnect } from "./disconnect.ts";
import { argumentKey } from "../pickHost.ts";
import { focusedRows } from "../focusedRow.ts";
import { ensureLoaded } from "../sessions/ensureLoaded.ts";
import { choiceNotes } from "../../ui/choiceNotes.ts";
import { unreadText } from "../../ui/unreadHosts.ts";
import { reload, unreadNotes } from "../sessions/reload.ts";
import { pickSessions } from "./pickSessions.ts";
import {
  canDisconnect,
  distinctRows,
  meantRows,
  sessionsOf,
  sessionsOfHosts,
  type RowReference,
} from "../commandRows.ts";
import { countNotes } from "../../../words/format.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { plural } from "../../../words/plural.ts";
import { leftOutNotes, notListedNotes } from "../../../words/skippedNotes.ts";

/** What the Delete key hands over instead of a row, as package.json's keybinding says. */
const FROM_KEY = "focusedRow";

/** Asks, disconnects, and says what happened. The Delete key on a row that is no session does nothing. */
export async function deleteSession(app: App, row?: unknown, rows?: unknown): Promise<void> {
  if (isHostArgument(row)) {
    await deleteNamed(app, row);
    return;
  }
  const selected = row === FROM_KEY ? await focusedRows(app) : meantRows(row, rows);
  const meant = distinctRows(selected.length > 0 || row === FROM_KEY ? selected : app.treeSelection.now);
  const sessions = sessionsOf(app.inventory, meant);
  const possible = sessions.filter(canDisconnect);
  if (possible.length > 0) {
    const ended = meant.filter(({ kind }) => kind === "session").length - sessions.length;
    const notes = [...endedNotes(ended), ...selectedNotes(sessions.length - possible.length)];
    await confirmAndDisconnect(app, { sessions: possible, notes });
  } else if (sessions.length > 0) {
    void showWarningMessage(
      l10n.t("Can't disconnect the selection. Azure returned no session ID, or a disconnect is already in progress."),
    );
  } else if (selected.some(({ kind }) => kind === "session")) {
    // A user who selected these didn't mean to choose from all sessions.
    void showInformationMessage(
      selected.length === 1 ? l10n.t("The session has already ended.") : l10n.t("The sessions have already ended."),
    );
  } else if (row !== FROM_KEY) {
    await pickAndDelete(app, meant);
  }
}

/** Asks about sessions that a caller names by their ids, as they are listed now. */
async function deleteNamed(app: App, argument: unknown): Promise<void> {
  const key = argumentKey(argument);
  const loaded = key === undefined || !app.connection.ensureReady() ? undefined : await reload(app, [key]);
  if (!loaded) {
    return;
  }
  if (loaded.hosts.length === 0) {
    void showWarningMessage(l10n.t("No account in VS Code can see the bastion host that the command names."));
    return;
  }
  const named = new Set(parseHostArgument(argument)?.sessionIds);
  const listed = sessionsOfHosts(loaded.hosts).filter(({ state }) => named.has(state.session.sessionId ?? ""));
  const sessions = listed.filter(canDisconnect);
  const notes = [
    ...notListedNotes(named.size - listed.length),
    ...leftOutNotes(listed.length - sessions.length),
    ...unreadNotes(app, loaded),
  ];
  if (sessions.length === 0) {
    void showInformationMessage([l10n.t("No sessions to disconnect."), ...notes].join(" "));
    return;
  }
  await confirmAndDisconnect(app, { sessions, notes });
}

async function pickAndDelete(app: App, meant: readonly RowReference[]): Promise<void> {
  if (!app.connection.ensureReady()) {
    return;
  }
  const keys = meant.flatMap((node) => (node.kind === "host" ? [node.hostKey] : []));
  const unread = await ensureLoaded(app, keys.length > 0 ? keys : undefined);
  if (!unread) {
    return;
  }
  const hosts = keys.length > 0 ? keys.flatMap((key) => app.inventory.host(key) ?? []) : app.inventory.hosts;
  const possible = sessionsOfHosts(hosts).filter(canDisconnect);
  const { names } = app.inventory;
  const missing = [unreadText(unread, names), ...(keys.length > 0 ? [] : choiceNotes(app.inventory))]
    .filter(Boolean)
    .join(" ");
  if (possible.length === 0) {
    void showInformationMessage([l10n.t("No sessions to disconnect."), missing].filter(Boolean).join(" "));
    return;
  }
  const chosen = await pickSessions(possible, momentOf(app.clock), names, missing);
  if (chosen.length > 0) {
    await confirmAndDisconnect(app, { sessions: chosen });
  }
}

/** A note on selected sessions that can't be disconnected. */
function selectedNotes(count: number): readonly string[] {
  return countNotes(
    count,
    () => l10n.t("1 selected session can't be disconnected and will be skipped."),
    (number, text) => plural("{0} selected sessions can't be disconnected and will be skipped.", number, text),
  );
}
