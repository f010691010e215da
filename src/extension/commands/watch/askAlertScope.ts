import { env, l10n, window, type QuickPickItem } from "vscode";
import { tenantOf, type HostState } from "../../../core/inventory/hostState.ts";
import { formatDeepLink, type DeepLink } from "../../../core/model/deepLink.ts";
import { present } from "../../../core/text/json.ts";
import type { AlertScope } from "../../../core/watch/alert/ruleAlert.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { SEPARATOR } from "../../../words/format.ts";
import type { App } from "../app.ts";
import { hostItem } from "../pickHost.ts";
import { plural } from "../../../words/plural.ts";

/** What an alert watches, and what the user calls it. */
export interface NamedScope {
  readonly scope: AlertScope;
  readonly name: string;
}

type ScopeItem = QuickPickItem & NamedScope;

/**
 * The host or subscription that the user picks, and for a subscription with hosts in several resource groups the one that
 * the alert rule is created in.
 * @param isForHosts whether only a host will do
 */
export async function askAlertScope(
  { inventory, load }: Pick<App, "inventory" | "load">,
  isForHosts: boolean,
): Promise<NamedScope | undefined> {
  await load();
  const hosts = [...inventory.hosts];
  const title = l10n.t("Copy Rule as Azure Alert");
  const hostItems = hosts.map((state): ScopeItem => {
    const { label, description = "" } = hostItem(state, inventory.names);
    return { label, description, name: label, scope: hostScope(state) };
  });
  const subscriptions = isForHosts
    ? new Map<string, HostState[]>()
    : Map.groupBy(hosts, ({ host }) => host.subscriptionId);
  const subscriptionItems = [...subscriptions].map(([id, members]) => {
    const label = messageText(inventory.names.subscription(id));
    const count =
      members.length === 1
        ? l10n.t("subscription with 1 host")
        : plural("subscription with {0} hosts", members.length, String(members.length));
    return { label, description: count, name: label, members, tenant: members[0] && tenantOf(members[0]) };
  });
  const chosen = await window.showQuickPick<ScopeItem | (typeof subscriptionItems)[number]>(
    [...hostItems, ...subscriptionItems],
    { title, placeHolder: l10n.t("Select the host or subscription that the alert watches"), matchOnDescription: true },
  );
  if (!chosen || "scope" in chosen) {
    return chosen;
  }
  const groups = [...new Map(chosen.members.map(({ host }) => [host.resourceGroup.toLowerCase(), host])).values()];
  const places = groups.map(({ resourceGroup, location, subscriptionId }) => ({
    label: messageText(resourceGroup),
    description: [messageText(location ?? ""), chosen.label].filter(Boolean).join(SEPARATOR),
    name: chosen.name,
    scope: {
      id: `/subscriptions/${subscriptionId}`,
      subscriptionId,
      resourceGroup,
      ...(location !== undefined && { location }),
      ...deepLink({ place: "table", subscription: subscriptionId, ...present({ tenant: chosen.tenant }) }),
    },
  }));
  return places.length === 1
    ? places[0]
    : window.showQuickPick<ScopeItem>(places, {
        title,
        placeHolder: l10n.t("Select the resource group that the alert rule is created in"),
      });
}

function hostScope(state: HostState): AlertScope {
  const { host } = state;
  const { id, key, subscriptionId, resourceGroup, location } = host;
  const link = deepLink({ place: "host", host: key, ...present({ tenant: tenantOf(state) }) });
  return { id, subscriptionId, resourceGroup, host, ...present({ location }), ...link };
}

function deepLink(link: DeepLink): Pick<AlertScope, "deepLink"> {
  return present({ deepLink: formatDeepLink(env.uriScheme, link) });
}
