/** Whether what a link names can be seen; if not, the user is told why, and led to the row that helps. */
import { commands, l10n } from "vscode";
import { shownProblems, type SearchProblem } from "../../../core/inventory/directoryState.ts";
import { parseBastionHostId, type ArmKey } from "../../../core/model/armId.ts";
import type { Identity } from "../../../core/model/identity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { SESSIONS_VIEW } from "../../ids.ts";
import { problemNode } from "../../tree/treeNode.ts";
import { isSignedOut } from "../../tree/viewState.ts";
import { showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import type { App } from "../app.ts";

/** What is to be found, until something else is. */
interface Wanted {
  /** In which tenant, if the link says so. */
  readonly tenant: string | undefined;
  readonly signal: AbortSignal;
}

/** Finds a host. Everything is searched unless it's known already; the view shows how far that is. */
export async function reachHost(app: App, key: ArmKey, wanted: Wanted): Promise<boolean> {
  const isKnown = () => app.inventory.host(key) !== undefined;
  if (isKnown()) {
    return true;
  }
  if (!(await reachTenant(app, wanted))) {
    return false;
  }
  if (isKnown()) {
    return true;
  }
  await tellMissing(app, parseBastionHostId(key)?.subscriptionId.toLowerCase() ?? "", wanted);
  return false;
}

/** Finds a subscription, with or without hosts. */
export async function reachSubscription(app: App, id: string, wanted: Wanted): Promise<boolean> {
  if (!(await reachTenant(app, wanted))) {
    return false;
  }
  const { selectedSubscriptions, subscriptions } = app.inventory;
  // Hosts are also found in subscriptions that Azure's own list of them lacks.
  const isThere =
    !isUnselected(app, id) &&
    (selectedSubscriptions.has(id) || subscriptions.some(({ subscriptionId }) => subscriptionId === id));
  await (isThere || tellMissing(app, id, wanted));
  return isThere;
}

/** Whether a tenant can be searched: a link signs in no account, but leads to the row that does. */
export async function reachTenant(app: App, { tenant, signal }: Wanted): Promise<boolean> {
  const { inventory } = app;
  await commands.executeCommand(`${SESSIONS_VIEW}.focus`);
  await app.load();
  if (signal.aborted) {
    return false;
  }
  if (isSignedOut(inventory)) {
    void showInformationMessage(l10n.t("Sign in, then open the link again."));
    return false;
  }
  const signIn = inventory.searchProblems.find(
    (problem) => problem.kind === "signInToTenant" && problem.identity.tenant.tenantId === tenant,
  );
  if (signIn && "identity" in signIn && !signedInTenants(app).has(tenant)) {
    if (signIn.isHidden) {
      tellHidden(app, signIn.identity);
    } else {
      const name = messageText(inventory.names.tenant(signIn.identity.tenant));
      void showInformationMessage(l10n.t("Sign in to {0}, then open the link again.", name));
      await app.revealRow(problemNode(signIn));
    }
    return false;
  }
  return true;
}

function tellHidden({ inventory }: App, { tenant }: Identity): void {
  const name = messageText(inventory.names.tenant(tenant));
  void showInformationMessage(
    l10n.t("This link leads to {0}, a tenant that you've hidden. Use Show Hidden Tenants… first.", name),
  );
}

/** The tenants that some account can search now. */
function signedInTenants({ inventory }: App): ReadonlySet<string | undefined> {
  const tenants = [...inventory.accounts.values()].flatMap((account) => [...account.tenants.values()]);
  return new Set(tenants.filter(({ signInNeeded }) => !signInNeeded).map(({ identity }) => identity.tenant.tenantId));
}

function isUnselected({ inventory }: App, subscriptionId: string): boolean {
  return inventory.allSubscriptions.has(subscriptionId) && !inventory.selectedSubscriptions.has(subscriptionId);
}

/** Says that it isn't there, or at least not visible; and what keeps us from knowing, if anything does. */
async function tellMissing(app: App, subscriptionId: string, { tenant }: Pick<Wanted, "tenant">): Promise<void> {
  const { inventory } = app;
  if (isUnselected(app, subscriptionId)) {
    void showInformationMessage(
      l10n.t("This link leads to a subscription that isn't selected. Use Select Subscriptions…, then open it again."),
    );
    return;
  }
  const tenants = [...inventory.accounts.values()].flatMap(({ tenants: known }) => [...known.keys()]);
  const isMeant = (one: SearchProblem) =>
    "identity" in one && (tenant === undefined || one.identity.tenant.tenantId === tenant);
  const shown = shownProblems(inventory);
  const problem = shown.find(isMeant) ?? shown.find((one) => !("identity" in one));
  // A hidden tenant has no row.
  const hidden = problem ? undefined : inventory.searchProblems.find(isMeant);
  if (hidden && "identity" in hidden && tenant !== undefined) {
    tellHidden(app, hidden.identity);
  } else if (problem ?? hidden) {
    void showWarningMessage(
      l10n.t("What this link leads to wasn't found, and not everything could be searched. See the Sessions view."),
    );
    await (problem && app.revealRow(problemNode(problem)));
  } else if (tenant !== undefined && !tenants.includes(tenant)) {
    void showInformationMessage(
      l10n.t("This link leads to a tenant that none of your accounts can see: {0}", messageText(tenant)),
    );
  } else {
    void showInformationMessage(l10n.t("What this link leads to no longer exists, or your accounts can't see it."));
  }
}
