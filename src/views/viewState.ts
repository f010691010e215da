import { l10n, type TreeView } from "vscode";
import type { CloudSetting } from "../account/cloudSetting.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { SEPARATOR } from "../ui/format.ts";
import { setContextKey, type ViewState } from "../ui/contextKeys.ts";
import type { TreeNode } from "./treeNode.ts";

/** Whether there is no account at all, or none that has allowed this extension. */
export function isSignedOut({ enumerated, accounts, obstacles }: Inventory): boolean {
  return enumerated && !obstacles.some(({ kind }) => kind === "accounts") && [...accounts.values()].every(({ signInNeeded }) => signInNeeded !== undefined);
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
  return inventory.subscriptions.length === 0 && inventory.obstacles.length === 0 ? "empty" : "ready";
}

/** Whether there is an account of which it is not known yet whether it sees any host. */
function isFirstSearch({ accounts }: Inventory): boolean {
  return [...accounts.values()].some(
    ({ searching, tenants }) => searching && (tenants.size === 0 || [...tenants.values()].some(({ hosts, signInNeeded }) => !hosts.known && !hosts.error && !signInNeeded)),
  );
}

/** What was searched, in a few words: how many accounts, tenants and subscriptions. */
export function searchedText({ accounts }: Inventory): string {
  const allowed = [...accounts.values()].filter(({ signInNeeded }) => !signInNeeded);
  const tenants = allowed.flatMap(({ tenants }) => [...tenants.values()]).filter(({ signInNeeded }) => !signInNeeded);
  const subscriptions = new Set(tenants.flatMap(({ subscriptions }) => (subscriptions.known ?? []).map(({ subscriptionId }) => subscriptionId)));
  if (allowed.length === 0) {
    return "";
  }
  return [
    allowed.length === 1 ? l10n.t("1 account") : l10n.t("{0} accounts", allowed.length),
    tenants.length === 1 ? l10n.t("1 tenant") : l10n.t("{0} tenants", tenants.length),
    subscriptions.size === 1 ? l10n.t("1 subscription") : l10n.t("{0} subscriptions", subscriptions.size),
  ].join(SEPARATOR);
}

/** Keeps the view's welcome and description true. */
export function followViewState(view: TreeView<TreeNode>, inventory: Inventory, setting: () => CloudSetting): void {
  let shown: ViewState | undefined;
  const update = () => {
    const state = viewState(setting(), inventory);
    if (state !== shown) {
      shown = state;
      setContextKey("bastionSessions.state", state);
    }
    const description = searchedText(inventory);
    if (view.description !== description) {
      view.description = description;
    }
  };
  inventory.on("change", update);
  update();
}
