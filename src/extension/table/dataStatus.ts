import { l10n } from "vscode";
import { isFullyKnown, type HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { isAllFound, sessionTotal } from "../../core/inventory/sessionTotals.ts";
import { shownProblems } from "../../core/inventory/directoryState.ts";
import { UNKNOWN_COUNT } from "../../core/model/count.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ViewState } from "../ui/contextKeys.ts";
import { hiddenNotes } from "../ui/choiceNotes.ts";
import { formatNumber, formatTime, namesOf } from "../../words/format.ts";
import { unreadText } from "../ui/unreadHosts.ts";
import { searchProblemText } from "../tree/problemItem.ts";
import { emptyTableText } from "./emptyTableText.ts";
import type { DataStatus } from "./protocol.ts";
import { scopeSubscription, type Scope } from "./scope.ts";

/** Obstacles that a sentence names; the rest is counted. */
const NAMED = 3;

interface Dependencies {
  readonly inventory: Inventory;
  /** The state of the Sessions view: what it would say if it had no rows. */
  readonly viewState: () => ViewState;
}

/**
 * How complete and how current the rows of the table are: what they leave out, what an empty table means, and when they were
 * updated.
 * @param hosts those of the scope
 */
export function dataStatus(
  { inventory, viewState }: Dependencies,
  scope: Scope | undefined,
  hosts: readonly HostState[],
  now: Date,
): DataStatus {
  const state = viewState();
  const isHidden = isDeselected(inventory, scope);
  const notices = [
    ...outside(state),
    ...leftOut(inventory, scope),
    ...(isFoundHost(scope, hosts) ? [] : hiddenNotes(inventory)),
    ...(isHidden ? [l10n.t("This table's subscription isn't selected.")] : []),
    unreadText(hosts.filter(isLeftOut), inventory.names),
  ];
  return {
    count: isHidden ? UNKNOWN_COUNT : sessionTotal(hosts, isScopeFound(inventory, scope, hosts)),
    notice: notices.filter((text) => text !== "").join(" "),
    empty: isHidden ? "" : emptyTableText(state, hosts, isScopeFound(inventory, scope, hosts)),
    updated: updatedText(hosts, now),
  };
}

/** Whether these are all hosts that the table is about. */
export function isScopeFound(inventory: Inventory, scope: Scope | undefined, hosts: readonly HostState[]): boolean {
  return isAllFound(inventory) || isFoundHost(scope, hosts);
}

/** Whether the table is about one host, which is known. */
function isFoundHost(scope: Scope | undefined, hosts: readonly HostState[]): boolean {
  return scope !== undefined && "host" in scope && hosts.length > 0;
}

/** Whether sessions of a host may be missing or outdated; the progress covers a host that is read for the first time. */
function isLeftOut(state: HostState): boolean {
  return !isFullyKnown(state) && (state.problem !== undefined || state.list !== undefined || !state.listing);
}

/** Why nothing was searched at all. */
function outside(state: ViewState): string[] {
  switch (state) {
    case "endpoint":
    case "workspaceCloud":
    case "invalidCloud":
      return [l10n.t("No cloud is connected. See the Sessions view for the reason.")];
    case "signedOut":
      return [l10n.t("You aren't signed in to Azure.")];
    default:
      return [];
  }
}

/** What was not searched, or is not to be shown. */
function leftOut(inventory: Inventory, scope: Scope | undefined): string[] {
  const { selectedSubscriptions, allSubscriptions, names } = inventory;
  const problems = shownProblems(inventory);
  const [selected, all] = [selectedSubscriptions.size, allSubscriptions.size];
  return [
    ...(problems.length > 0
      ? [
          l10n.t(
            "Not everything was searched: {0}.",
            namesOf(problems, NAMED, (problem) => searchProblemText(problem, names), "; "),
          ),
        ]
      : []),
    ...(scope === undefined && selected < all
      ? [l10n.t("Subscriptions shown: {0} of {1}.", formatNumber(selected), formatNumber(all))]
      : []),
  ];
}

/** Whether the user wants to see nothing of the subscription that the table is about. */
function isDeselected({ allSubscriptions, selectedSubscriptions }: Inventory, scope: Scope | undefined): boolean {
  const id = scope && scopeSubscription(scope);
  return id !== undefined && allSubscriptions.has(id) && !selectedSubscriptions.has(id);
}

/** The oldest of the answers, so that the time holds for all. */
function updatedText(hosts: readonly HostState[], now: Date): string {
  const [oldest] = hosts.flatMap(({ list }) => list ?? []).toSorted((a, b) => a.receivedAt - b.receivedAt);
  return oldest ? plainText(l10n.t("updated {0}", formatTime(oldest.receivedAtWall, now))) : "";
}
