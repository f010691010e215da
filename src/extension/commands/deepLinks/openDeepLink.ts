import { commands, l10n } from "vscode";
import { isFresh } from "../../../core/inventory/freshness.ts";
import type { SessionState } from "../../../core/inventory/hostState.ts";
import { sessionByKey } from "../../../core/inventory/sessionByKey.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { parseDeepLink, type DeepLink, type UriParts } from "../../../core/model/deepLink.ts";
import { LatestRun } from "../../../core/model/latestRun.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import { CommandId, SESSIONS_VIEW } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { hostName } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { findMatching } from "../sessions/findSession.ts";
import { historyFilter } from "../sessions/openHistory.ts";
import { reachHost, reachSubscription, reachTenant } from "./reach.ts";

/** Of links that are opened while one is still being looked up, the newest counts. */
const opening = new LatestRun();

/**
 * Leads to what a link names, as the user's own clicks would: nothing is changed, and no account is signed in. What doesn't
 * exist, or isn't visible to the user, is said. Anyone can write a link, so nothing of it is shown or run.
 */
export async function openDeepLink(app: App, uri: UriParts): Promise<void> {
  const link = parseDeepLink(uri);
  const signal = opening.begin();
  if (!link) {
    void showWarningMessage(
      l10n.t("This link can't be opened. It's damaged, or made for another version of Bastion Sessions."),
    );
    return;
  }
  app.log.info(`opening a link: ${link.place}`);
  if (link.place === "journal") {
    await (link.entry === undefined ? app.journalDocuments.showJournal() : app.journalDocuments.show(link.entry));
  } else if (!app.connection.ensureReady()) {
    await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
  } else if (link.host !== undefined) {
    const isThere = await reachHost(app, link.host, { tenant: link.tenant, signal });
    await (isThere && !signal.aborted && openOfHost(app, link, link.host, signal));
  } else {
    await openOfAll(app, link, signal);
  }
}

/** What isn't about one host. */
async function openOfAll(
  app: App,
  { place, subscription, target, tenant }: DeepLink,
  signal: AbortSignal,
): Promise<void> {
  switch (place) {
    case "table": {
      const isThere = subscription === undefined || (await reachSubscription(app, subscription, { tenant, signal }));
      if (isThere && !signal.aborted) {
        app.sessionsTable.open(subscription === undefined ? undefined : { subscription });
      }
      return;
    }
    case "find": {
      const isThere = target === undefined || (await reachTenant(app, { tenant, signal }));
      await (isThere && !signal.aborted && findMatching(app, target ?? ""));
      return;
    }
    case "history":
      app.sessionsTable.openHistory(undefined);
      return;
    default:
      await offerDiagnosis(app, undefined);
  }
}

async function openOfHost(app: App, { place, session }: DeepLink, key: ArmKey, signal: AbortSignal): Promise<void> {
  switch (place) {
    case "session":
      await (session !== undefined && openSession(app, key, session, signal));
      return;
    case "table":
      app.sessionsTable.open({ host: key });
      return;
    case "history":
      app.sessionsTable.openHistory(
        session === undefined ? historyFilter(hostNode(key), app.inventory) : sessionFilter(session),
      );
      return;
    case "doctor":
      await showHost(app, key);
      await (!signal.aborted && offerDiagnosis(app, key));
      return;
    default:
      await showHost(app, key);
  }
}

/** Shows the row of a host. Where the view is grouped by something else, the table shows the host. */
async function showHost(app: App, key: ArmKey): Promise<void> {
  const { inventory, viewOptions, sessionsTable } = app;
  const state = inventory.host(key);
  if (!viewOptions.isByHost) {
    sessionsTable.open({ host: key });
    return;
  }
  if (state && !viewOptions.isShown(state)) {
    viewOptions.filter = undefined;
  }
  await app.revealRow(hostNode(key), { expand: true });
}

/** Shows a session, or the connection that it was. */
async function openSession(app: App, key: ArmKey, sessionId: string, signal: AbortSignal): Promise<void> {
  const { inventory, sessionsTable } = app;
  const since = momentOf(app.clock);
  const listed = (): SessionState | undefined => sessionByKey(inventory.host(key)?.list, `id:${sessionId}`);
  let [unread] = await inventory.loading.ensureListed([key], signal);
  const host = inventory.host(key);
  if (!listed() && !unread && host && !isFresh(host, momentOf(app.clock), { maxAge: 0, since })) {
    // It may have begun after this list, which can be a minute old.
    [unread] = await inventory.loading.ensureListed([key], signal, undefined, 0);
  }
  if (signal.aborted) {
    return;
  }
  const state = listed();
  if (state) {
    await app.reveal(key, state.key);
  } else if (unread) {
    await showHost(app, key);
    void showWarningMessage(
      l10n.t(
        "Not all sessions of {0} could be read, and the session of this link isn't among them.",
        hostName(unread, inventory.names),
      ),
    );
  } else {
    sessionsTable.openHistory(sessionFilter(sessionId));
    void showInformationMessage(
      l10n.t("The session of this link has ended. The history shows it if Azure's audit log has it."),
    );
  }
}

/** The connections of one session. */
function sessionFilter(sessionId: string): string {
  return `id:"${sessionId.replaceAll('"', "")}"`;
}

/** A diagnosis reads much more from Azure than a view, so it's for the user to start. One that was made is shown. */
async function offerDiagnosis(app: App, key: ArmKey | undefined): Promise<void> {
  const { inventory, reports } = app;
  const made = reports.all.find(({ hostId }) => hostId?.toLowerCase() === key);
  if (made) {
    await reports.show(made);
    return;
  }
  const state = key && inventory.host(key);
  const diagnose = l10n.t("Diagnose…");
  const text = state
    ? l10n.t("This link leads to a diagnosis of {0}, which only reads from Azure.", hostName(state, inventory.names))
    : l10n.t("This link leads to a diagnosis, which only reads from Azure.");
  if ((await showInformationMessage(text, diagnose)) === diagnose) {
    await commands.executeCommand(CommandId.diagnose, ...(key === undefined ? [] : [hostNode(key)]));
  }
}
