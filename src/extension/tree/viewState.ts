import { l10n } from "vscode";
import type { CloudSetting } from "../account/cloudSetting.ts";
import { shownProblems } from "../../core/inventory/directoryState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { isAllFound, sessionTotal } from "../../core/inventory/sessionTotals.ts";
import type { ViewState } from "../ui/contextKeys.ts";
import { plainText } from "../../core/text/plainText.ts";
import { hiddenNotes } from "../ui/choiceNotes.ts";
import { formatDuration, formatNumber, formatTime, SEPARATOR } from "../../words/format.ts";
import { formatSessionCount } from "../../words/sessionText.ts";
import type { ViewOptions } from "./viewOptions.ts";

/** Whether there is no account at all, or none that has allowed this extension. */
export function isSignedOut({ enumerated, accounts, searchProblems }: Inventory): boolean {
  return (
    enumerated &&
    !searchProblems.some(({ kind }) => kind === "accounts") &&
    [...accounts.values()].every(({ signInNeeded }) => signInNeeded !== undefined)
  );
}

/** Whether an account has allowed this extension, and Azure has named its tenants. */
export function isSignedIn({ accounts }: Pick<Inventory, "accounts">): boolean {
  return [...accounts.values()].some(
    ({ signInNeeded, error, searching }) => signInNeeded === undefined && error === undefined && !searching,
  );
}

/** Which welcome fits, should there be no rows. */
export function viewState(setting: CloudSetting, inventory: Inventory): ViewState {
  if (setting.state !== "ready") {
    return setting.state;
  }
  if (!inventory.enumerated || (inventory.subscriptions.length === 0 && isFirstSearch(inventory))) {
    return "loading";
  }
  if (isSignedOut(inventory)) {
    return "signedOut";
  }
  if (inventory.subscriptions.length === 0 && inventory.searchProblems.length === 0) {
    if (inventory.allSubscriptions.size === 0) {
      return "noSubscriptions";
    }
    return inventory.selectedSubscriptions.size < inventory.allSubscriptions.size ? "noneSelected" : "empty";
  }
  return "ready";
}

/** Whether there is an account of which it is not known yet whether it sees any host. */
function isFirstSearch({ accounts }: Inventory): boolean {
  return [...accounts.values()].some(
    ({ searching, tenants }) =>
      searching &&
      (tenants.size === 0 ||
        [...tenants.values()].some(({ hosts, signInNeeded }) => !hosts.known && !hosts.error && !signInNeeded)),
  );
}

/** What is known, in a few words: how many sessions, as of when. */
export function viewDescription(inventory: Inventory, now: Date): string {
  const hosts = [...inventory.hosts];
  const lists = hosts.flatMap(({ list }) => list ?? []);
  const [first] = lists.toSorted((a, b) => a.receivedAt - b.receivedAt);
  if (!first) {
    return "";
  }
  const total = sessionTotal(hosts, isAllFound(inventory));
  // The oldest of them, so that the time holds for all.
  return [formatSessionCount(total), l10n.t("updated {0}", formatTime(first.receivedAtWall, now))].join(SEPARATOR);
}

/** How automatic refreshes are paced. */
interface Refreshing {
  /** How many times the interval passes between two of them. */
  readonly slowdown: number;
  /** The interval in milliseconds. */
  readonly everyMs: number | undefined;
}

/**
 * What the rows leave out or could not be had, in sentences for the top of the view; empty where they show all there is, and
 * where a welcome speaks, which VS Code shows only without a message.
 */
export function viewMessage(
  state: ViewState,
  inventory: Inventory,
  viewOptions: ViewOptions,
  refresh: Refreshing,
): string {
  switch (state) {
    case "ready":
      return messageOnRows(inventory, viewOptions, refresh);
    case "loading":
      return inventory.subscriptions.length === 0 ? l10n.t("Searching for bastion hosts…") : "";
    default:
      return "";
  }
}

function messageOnRows(inventory: Inventory, viewOptions: ViewOptions, refresh: Refreshing): string {
  const { loaded } = inventory.loading;
  const { slowdown, everyMs } = refresh;
  const failed = loaded.filter(({ problem }) => problem).length;
  const unlisted = unlistedText(inventory);
  const [selected, all] = [inventory.selectedSubscriptions.size, inventory.allSubscriptions.size];
  return [
    ...(viewOptions.filter ? [l10n.t("Filter: {0}.", plainText(viewOptions.filter.text))] : []),
    ...(viewOptions.filter && ![...inventory.hosts].some((state) => viewOptions.isShown(state))
      ? [l10n.t("No matching sessions.")]
      : []),
    ...(selected < all ? [l10n.t("Subscriptions shown: {0} of {1}.", formatNumber(selected), formatNumber(all))] : []),
    ...hiddenNotes(inventory),
    ...(unlisted === "" ? [] : [unlisted]),
    ...(failed > 0 && unlisted === ""
      ? [
          loaded.length === 1
            ? l10n.t("The host couldn't be read.")
            : l10n.t("{0} of {1} hosts couldn't be read.", formatNumber(failed), formatNumber(loaded.length)),
        ]
      : []),
    ...(slowdown > 1 && everyMs !== undefined
      ? [l10n.t("Throttled by Azure: refreshing every {0}.", formatDuration((everyMs * slowdown) / 60_000))]
      : []),
  ].join(" ");
}

/** Why no sessions can be listed: Azure refused to on every host, or an incomplete search found no host. */
function unlistedText(inventory: Inventory): string {
  const hosts = [...inventory.hosts];
  if (hosts.length > 0) {
    return hosts.every(({ problem }) => problem?.kind === "notAllowed") ? hostsRefusedText(hosts.length) : "";
  }
  return shownProblems(inventory).length > 0
    ? l10n.t("Bastion hosts may be missing: not everything could be searched.")
    : "";
}

function hostsRefusedText(hosts: number): string {
  return hosts === 1
    ? l10n.t("Azure doesn't let you list this host's sessions. Use Diagnose… to find out why.")
    : l10n.t("Azure doesn't let you list the sessions of any of these hosts. Use Diagnose… to find out why.");
}
