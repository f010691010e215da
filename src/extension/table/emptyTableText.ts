import { l10n } from "vscode";
import { isFullyKnown, type HostState } from "../../core/inventory/hostState.ts";
import type { ViewState } from "../ui/contextKeys.ts";

/** What an empty table says; empty where it is not known that there are no sessions. */
export function emptyTableText(state: ViewState, hosts: readonly HostState[], isAllSearched: boolean): string {
  switch (state) {
    case "empty":
      return l10n.t("No bastion hosts were found.");
    case "noSubscriptions":
      return l10n.t("Your accounts don't have access to any Azure subscription.");
    case "noneSelected":
      return l10n.t("The selected subscriptions have no bastion hosts.");
    case "ready":
      return isAllSearched && hosts.length === 0
        ? l10n.t("No bastion hosts were found.")
        : noSessionsText(hosts, isAllSearched);
    default:
      return "";
  }
}

function noSessionsText(hosts: readonly HostState[], isAllSearched: boolean): string {
  const known = hosts.filter(isFullyKnown);
  if (known.length === 0) {
    return "";
  }
  return isAllSearched && known.length === hosts.length
    ? l10n.t("No users are connected.")
    : l10n.t("No sessions on the hosts that could be read.");
}
