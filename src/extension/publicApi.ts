import { l10n } from "vscode";
import type { ApiDisconnectRequest, ApiOutcome, ApiSession, BastionSessionsApi } from "../api.ts";
import { isAllSelected } from "../core/inventory/directoryState.ts";
import { isFresh } from "../core/inventory/freshness.ts";
import type { HostedSession, HostState, SessionList } from "../core/inventory/hostState.ts";
import { attributionOf, whoIs } from "../core/inventory/people/sessionPeople.ts";
import { isAllFound } from "../core/inventory/sessionTotals.ts";
import { parseHostArgument } from "../core/model/hostArgument.ts";
import { apiFields } from "../core/model/session/sessionFields.ts";
import type { ArmKey } from "../core/model/armId.ts";
import { momentOf } from "../core/model/time/moment.ts";
import { messageText } from "../core/text/plainText.ts";
import { errorText } from "../words/errorText.ts";
import type { App } from "./commands/app.ts";
import { confirmAndDisconnect } from "./commands/disconnect/disconnectOnDemand.ts";
import { canDisconnect } from "./commands/commandRows.ts";

/** What other extensions get. Its errors are of VS Code's plain kind, in the user's language, and hold no token. */
export function createApi(app: App): BastionSessionsApi {
  return {
    version: 1,
    listHosts: async () => {
      await ready(app);
      const hosts = [...app.inventory.hosts].map(
        ({ host: { id, name, subscriptionId, resourceGroup, location, sku } }) => ({
          id,
          name,
          subscriptionId,
          resourceGroup,
          ...(location !== undefined && { location }),
          ...(sku !== undefined && { sku }),
        }),
      );
      const isSelected = app.selection.isSelected();
      return { hosts, isComplete: isAllFound(app.inventory) && isAllSelected(app.inventory.accounts, isSelected) };
    },
    listSessions: async (hostId) => {
      const { host, list, isNew } = await listed(app, hostKeyOf({ hostId }));
      return {
        sessions: list.sessions.map((state) => ({ ...apiFields(state.session), ...apiPerson({ host, state }) })),
        isComplete: isNew && list.unreadable === 0,
        asOf: list.receivedAtWall.toISOString(),
      };
    },
    disconnect: (request) => disconnect(app, request),
  };
}

function apiPerson(hosted: HostedSession): Pick<ApiSession, "person" | "isPersonCertain" | "clientAddress"> {
  const { person, clientAddress } = whoIs(hosted);
  const isPersonCertain = attributionOf(hosted)?.confidence === "exact";
  return {
    ...(person !== undefined && { person, isPersonCertain }),
    ...(clientAddress !== undefined && { clientAddress }),
  };
}

async function disconnect(app: App, request: ApiDisconnectRequest): Promise<readonly ApiOutcome[] | undefined> {
  const { hostKey, sessionIds = [] } = parseHostArgument(request) ?? {};
  // The caller may be plain JavaScript.
  const extensionId: unknown = request.extensionId;
  if (
    hostKey === undefined ||
    sessionIds.length === 0 ||
    typeof extensionId !== "string" ||
    !/^[\w-]{1,100}\.[\w-]{1,100}$/u.test(extensionId)
  ) {
    throw new TypeError(l10n.t("The request must identify a bastion host, at least one session, and an extension."));
  }
  const { host, list, isNew } = await listed(app, hostKey);
  if (!isNew) {
    throw new Error(l10n.t("The sessions couldn't be listed."));
  }
  const wanted = new Set(sessionIds);
  const sessions = list.sessions
    .filter(({ session }) => session.sessionId !== undefined && wanted.has(session.sessionId))
    .map((state) => ({ host, state }));
  const possible = sessions.filter(canDisconnect);
  const asked = new Set(possible.map(({ state }) => state.session.sessionId));
  const there = new Set(sessions.map(({ state }) => state.session.sessionId));
  // A session that is missing from a list that couldn't be read completely may still be there.
  const notThere = list.unreadable > 0 ? "unknown" : "notListed";
  const absent = [...wanted]
    .filter((sessionId) => !asked.has(sessionId))
    .map((sessionId): ApiOutcome => ({ sessionId, outcome: there.has(sessionId) ? "notSent" : notThere }));
  if (possible.length === 0) {
    return absent;
  }
  const notes = [l10n.t("Requested by the extension {0}.", messageText(extensionId))];
  const entry = await confirmAndDisconnect(app, { sessions: possible, by: extensionId, notes });
  const outcomes = new Map(
    entry?.sessions.map(({ session, verdict, message }): [string, ApiOutcome] => [
      session.sessionId,
      { sessionId: session.sessionId, outcome: verdict ?? "unknown", ...(message !== undefined && { message }) },
    ]),
  );
  const answered = possible.flatMap(({ state: { session } }): ApiOutcome[] =>
    session.sessionId === undefined
      ? []
      : [outcomes.get(session.sessionId) ?? { sessionId: session.sessionId, outcome: "notSent" }],
  );
  return entry && [...answered, ...absent];
}

async function ready(app: App): Promise<void> {
  if (!app.connection.ensureReady()) {
    throw new Error(l10n.t("No cloud is connected. See the Sessions view for the reason."));
  }
  await app.load();
}

function hostKeyOf(value: unknown): ArmKey {
  const argument = parseHostArgument(value);
  if (!argument) {
    throw new TypeError(l10n.t("The resource ID doesn't belong to a bastion host"));
  }
  return argument.hostKey;
}

interface ListedHost {
  readonly host: HostState;
  readonly list: SessionList;
  /** Whether the list came since it was asked for; something may have kept interrupting it. */
  readonly isNew: boolean;
}

/** A host, listed just now. A refresh or another list that gets in between is waited for. */
async function listed(app: App, key: ArmKey): Promise<ListedHost> {
  await ready(app);
  const since = momentOf(app.clock);
  await app.inventory.loading.ensureListed([key], app.end, undefined, 0);
  const host = app.inventory.host(key);
  if (!host) {
    throw new Error(l10n.t("No signed-in account can see this bastion host."));
  }
  if (host.problem) {
    const { what, why } = errorText(host.problem);
    throw new Error(`${what}. ${why}`);
  }
  if (!host.list) {
    throw new Error(l10n.t("The sessions couldn't be listed."));
  }
  const isNew = isFresh(host, momentOf(app.clock), { maxAge: 0, since });
  return { host, list: host.list, isNew };
}
