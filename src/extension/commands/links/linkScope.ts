import { l10n } from "vscode";
import type { HostedSession, HostState } from "../../../core/inventory/hostState.ts";
import { armKey, isMachineId, type ArmKey } from "../../../core/model/armId.ts";
import { isHostArgument } from "../../../core/model/hostArgument.ts";
import { groupKey } from "../../tree/treeNode.ts";
import { showInformationMessage } from "../../ui/messages.ts";
import type { App } from "../app.ts";
import { meantRows, sessionsOf, sessionsOfHosts, type RowReference } from "../commandRows.ts";
import { meantHost } from "../pickHost.ts";

/** A host whose shareable links are meant: all of them, or those of some of its VMs. */
export interface LinkScope {
  readonly hostKey: ArmKey;
  /** The VMs by their resource IDs in lower case; left out, all. */
  readonly machines?: readonly ArmKey[];
}

/** What a command is meant for: the hosts of the rows, and of sessions only their VMs; else a host that the user picks. */
export async function meantScopes(app: App, row: unknown, rows: unknown): Promise<readonly LinkScope[]> {
  const nodes = isHostArgument(row) ? [] : meantRows(row, rows);
  if (nodes.length > 0) {
    const scopes = scopesOf(nodes.flatMap((node) => scopesOfRow(app, node)));
    if (scopes.length === 0) {
      void showInformationMessage(l10n.t("The sessions have already ended."));
    }
    return scopes;
  }
  const hostKey = await meantHost(app, row, {
    title: l10n.t("Review Shareable Links"),
    placeHolder: l10n.t("Select the bastion host whose shareable links to review"),
    remark: remarkOf,
  });
  return hostKey ? [{ hostKey }] : [];
}

function scopesOfRow({ inventory }: App, node: RowReference): readonly LinkScope[] {
  if (node.kind === "session") {
    return scopesOfSessions(sessionsOf(inventory, [node]));
  }
  if (node.kind === "group") {
    const ofGroup = sessionsOfHosts(inventory.hosts).filter((hosted) => groupKey(node.by, hosted) === node.key);
    // A VM may be reached through several hosts, of which some have no links.
    return scopesOfSessions(ofGroup).filter(({ hostKey }) => inventory.host(hostKey)?.host.shareableLink !== false);
  }
  return "hostKey" in node ? [{ hostKey: node.hostKey }] : [];
}

/** The VMs of sessions, on their hosts. Where Azure named none by its ID, such as only its scale set, the whole host is meant. */
export function scopesOfSessions(sessions: readonly HostedSession[]): readonly LinkScope[] {
  return scopesOf(
    sessions.map(({ host, state }) => {
      const { targetResourceId = "" } = state.session;
      return { hostKey: host.host.key, ...(isMachineId(targetResourceId) && { machines: [armKey(targetResourceId)] }) };
    }),
  );
}

/** Each host once. */
function scopesOf(scopes: readonly LinkScope[]): readonly LinkScope[] {
  return [...Map.groupBy(scopes, ({ hostKey }) => hostKey)].map(([hostKey, ofHost]) => {
    const machines = ofHost.flatMap((one) => one.machines ?? []);
    return ofHost.every((one) => one.machines !== undefined)
      ? { hostKey, machines: [...new Set(machines)] }
      : { hostKey };
  });
}

function remarkOf({ host: { shareableLink } }: HostState): string | undefined {
  switch (shareableLink) {
    case true:
      return l10n.t("shareable links are possible");
    case false:
      return l10n.t("shareable links are off");
    default:
      return undefined;
  }
}
