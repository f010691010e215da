import { l10n } from "vscode";
import type { ApiDisconnectRequest, ApiOutcome, ApiSession, BastionSessionsApi } from "../api.ts";
import { isAllSelected } from "../core/inventory/directoryState.ts";
import type { HostedSession } from "../core/inventory/hostState.ts";
import { attributionOf, whoIs } from "../core/inventory/people/sessionPeople.ts";
import { isAllFound } from "../core/inventory/sessionTotals.ts";
import { parseHostArgument } from "../core/model/hostArgument.ts";
import { apiFields } from "../core/model/session/sessionFields.ts";
import type { ArmKey } from "../core/model/armId.ts";
import { messageText } from "../core/text/plainText.ts";
import { wholeErrorText } from "../words/errorText.ts";
import type { App } from "./commands/app.ts";
import { disconnectNamed } from "./commands/requests/disconnectNamed.ts";
import { listHost, type ListedHost } from "./commands/requests/listHost.ts";

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
  const host = await listed(app, hostKey);
  if (!host.isNew) {
    throw new Error(l10n.t("The sessions couldn't be listed."));
  }
  const note = l10n.t("Requested by the extension {0}.", messageText(extensionId));
  return disconnectNamed(app, { listed: host, sessionIds, by: extensionId, note });
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

/** A host, listed just now. */
async function listed(app: App, key: ArmKey): Promise<ListedHost> {
  await ready(app);
  const host = await listHost(app, key, app.end);
  if (!("problem" in host)) {
    return host;
  }
  const { problem } = host;
  if (problem === "unknownHost") {
    throw new Error(l10n.t("No signed-in account can see this bastion host."));
  }
  if (problem === "noList") {
    throw new Error(l10n.t("The sessions couldn't be listed."));
  }
  throw new Error(wholeErrorText(problem));
}
