import { l10n, ProgressLocation, window } from "vscode";
import { AzureError } from "../azure/azureError.ts";
import type { ArmKey } from "../model/armId.ts";
import type { HostOutcome } from "../inventory/disconnects.ts";
import { cancellation } from "../ui/cancellation.ts";
import type { HostedSession } from "../views/hostedSession.ts";
import type { TreeNode } from "../views/treeNode.ts";
import type { App } from "./app.ts";
import { confirmDisconnect } from "./confirmDisconnect.ts";
import { focusedRows } from "./focusedRow.ts";
import { loadAll, unreadText } from "./loadAll.ts";
import { reportOutcomes } from "./reportOutcomes.ts";
import { pickSessions } from "./pickSessions.ts";
import { canDisconnect, meantRows, sessionsOf, sessionsOfHosts } from "./rows.ts";

/** What the Delete key hands over instead of a row, as package.json's keybinding says. */
const FROM_KEY = "focusedRow";

/** Asks, disconnects, and says what happened. The Delete key on a row that is no session does nothing. */
export async function deleteSession(app: App, row?: unknown, rows?: unknown): Promise<void> {
  const selected = row === FROM_KEY ? await focusedRows(app) : meantRows(row, rows);
  const meant = selected.length > 0 || row === FROM_KEY ? selected : app.selected.now;
  const sessions = sessionsOf(app.inventory, meant);
  const possible = sessions.filter(canDisconnect);
  if (possible.length > 0) {
    const isConfirmed = await confirmDisconnect(possible, sessions.length - possible.length, app.clock.monotonic());
    await (isConfirmed && disconnect(app, possible));
  } else if (sessions.length > 0) {
    void window.showWarningMessage(l10n.t("What is selected cannot be disconnected: Azure gave it no ID, or it is being disconnected already."));
  } else if (row !== FROM_KEY) {
    await pickAndDelete(app, meant);
  }
}

async function pickAndDelete(app: App, meant: readonly TreeNode[]): Promise<void> {
  if (!app.connection.isReady()) {
    return;
  }
  const keys = meant.flatMap((node) => (node.kind === "host" ? [node.hostKey] : []));
  const unread = await loadAll(app, keys.length > 0 ? keys : undefined);
  if (!unread) {
    return;
  }
  const hosts = keys.length > 0 ? keys.flatMap((key) => app.inventory.host(key) ?? []) : app.inventory.hosts;
  const possible = sessionsOfHosts(hosts).filter(canDisconnect);
  if (possible.length === 0) {
    void window.showInformationMessage([l10n.t("No session that could be disconnected is known."), unreadText(unread)].filter(Boolean).join(" "));
    return;
  }
  const chosen = await pickSessions(possible, app.clock.monotonic(), unreadText(unread));
  if (chosen.length > 0 && (await confirmDisconnect(chosen, 0, app.clock.monotonic()))) {
    await disconnect(app, chosen);
  }
}

/** Disconnects exactly the sessions that were confirmed, each host's with a call of its own, all at once. */
async function disconnect(app: App, confirmed: readonly HostedSession[]): Promise<void> {
  // While the question stood, another one may have been answered: nothing is hit twice at once.
  const sessions = confirmed.filter((session) => !isBeingDisconnected(app, session));
  if (sessions.length === 0) {
    void window.showInformationMessage(l10n.t("What was confirmed is being disconnected already."));
    return;
  }
  const title = sessions.length === 1 ? l10n.t("Disconnecting 1 session") : l10n.t("Disconnecting {0} sessions", sessions.length);
  const outcomes = await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, async (_progress, token) => {
    const signal = cancellation(token);
    return Promise.all(groupByHost(sessions).map((ofHost) => disconnectOnHost(app, ofHost, signal)));
  });
  const failed = await reportOutcomes(app, sessions, outcomes);
  if (failed.length > 0) {
    await disconnect(app, failed);
  }
}

function isBeingDisconnected({ inventory }: App, { host, state }: HostedSession): boolean {
  return inventory.host(host.host.key)?.list?.sessions.some(({ key, work }) => key === state.key && work !== undefined) === true;
}

async function disconnectOnHost(app: App, sessions: readonly [HostedSession, ...HostedSession[]], signal: AbortSignal): Promise<HostOutcome> {
  const [{ host }] = sessions;
  const ids = sessions.flatMap(({ state }) => state.session.sessionId ?? []);
  const outcome = await app.inventory.disconnect(host.host.key, ids, signal);
  return outcome ?? { host, results: ids.map((sessionId) => ({ sessionId, verdict: "failed" })), error: hostIsGone() };
}

/** Whoever saw the host was signed out while the confirmation was open. */
function hostIsGone(): AzureError {
  return new AzureError({ kind: "cancelled", detail: "the host is no longer known; nothing was sent", maybeReceived: false });
}

/** Sessions by their host; no group is empty. */
function groupByHost(sessions: readonly HostedSession[]): readonly (readonly [HostedSession, ...HostedSession[]])[] {
  const groups = new Map<ArmKey, [HostedSession, ...HostedSession[]]>();
  for (const session of sessions) {
    const { key } = session.host.host;
    const group = groups.get(key);
    if (group) {
      group.push(session);
    } else {
      groups.set(key, [session]);
    }
  }
  return [...groups.values()];
}
