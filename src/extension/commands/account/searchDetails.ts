import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from "vscode";
import type { AccountState, TenantState } from "../../../core/inventory/directoryState.ts";
import { tenantName } from "../../../core/model/identity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, SEPARATOR } from "../../ui/format.ts";
import { errorText } from "../../ui/errorText.ts";
import type { App } from "../app.ts";
import { tenantCount } from "./manageAccounts.ts";

/** Lists where bastion hosts were searched, and with what result: accounts, their tenants, and the subscriptions of each. */
export async function searchDetails(app: Pick<App, "inventory" | "load">): Promise<void> {
  await app.load();
  const { inventory } = app;
  const items = [...unreadableAccounts(inventory), ...[...inventory.accounts.values()].flatMap(accountItems)];
  const nothing = {
    label: inventory.enumerated ? l10n.t("Nothing searched: no account is signed in") : l10n.t("searching…"),
  };
  await window.showQuickPick(items.length > 0 ? items : [nothing], {
    title: l10n.t("Search Details"),
    placeHolder: l10n.t("Accounts, their tenants, and each tenant's subscriptions"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function unreadableAccounts({ searchProblems }: App["inventory"]): QuickPickItem[] {
  return searchProblems.flatMap((searchProblem) =>
    searchProblem.kind === "accounts"
      ? [
          {
            label: errorText(searchProblem.error).what,
            iconPath: new ThemeIcon("error"),
            description: l10n.t("VS Code accounts"),
          },
        ]
      : [],
  );
}

function accountItems(state: AccountState): QuickPickItem[] {
  const { account, signInNeeded, error, tenants } = state;
  const label = messageText(account.label);
  const items: QuickPickItem[] = [{ label, kind: QuickPickItemKind.Separator }];
  if (signInNeeded) {
    items.push({
      label,
      iconPath: new ThemeIcon("account"),
      description: l10n.t("not searched: access not allowed yet"),
    });
  } else if (error) {
    items.push({ label, iconPath: new ThemeIcon("error"), description: errorText(error).what });
  } else if (tenants.size === 0) {
    items.push({ label, iconPath: new ThemeIcon("account"), description: tenantCount(state) });
  }
  return [...items, ...[...tenants.values()].flatMap(tenantItems)];
}

function tenantItems(state: TenantState): QuickPickItem[] {
  const { identity, searching, signInNeeded, hosts, subscriptions, refusals } = state;
  const name = messageText(tenantName(identity.tenant));
  if (signInNeeded) {
    return [
      {
        label: name,
        iconPath: new ThemeIcon("organization"),
        description: l10n.t("not searched: sign-in required"),
      },
    ];
  }
  const counts = [
    subscriptions.error
      ? errorText(subscriptions.error).what
      : subscriptionCount(subscriptions.known?.length, subscriptions.unreadable === 0),
    hosts.error
      ? errorText(hosts.error).what
      : hostCount(hosts.known?.length, hosts.unreadable === 0 && refusals.length === 0),
    ...(searching ? [l10n.t("searching…")] : []),
  ];
  const refused = new Map(refusals.map(({ subscriptionId, error }) => [subscriptionId, error]));
  const isComplete = !hosts.error && hosts.unreadable === 0;
  return [
    {
      label: name,
      iconPath: new ThemeIcon("organization"),
      description: counts.join(SEPARATOR),
      detail: identity.tenant.tenantId,
    },
    ...(subscriptions.known ?? []).map(({ subscriptionId, displayName, state: subscriptionState }) => {
      const error = refused.get(subscriptionId);
      const found = hosts.known?.filter((host) => host.subscriptionId === subscriptionId).length;
      return {
        label: messageText(displayName ?? subscriptionId),
        iconPath: new ThemeIcon("key"),
        description: [
          error ? errorText(error).what : hostCount(found, isComplete),
          ...(subscriptionState && subscriptionState !== "Enabled" ? [messageText(subscriptionState)] : []),
        ].join(SEPARATOR),
        detail: subscriptionId,
      };
    }),
  ];
}

/**
 * How many hosts there are; no number where it is not known.
 * @param isComplete whether there are none but those that were found
 */
function hostCount(found: number | undefined, isComplete: boolean): string {
  if (found === undefined || (found === 0 && !isComplete)) {
    return l10n.t("bastion hosts: unknown");
  }
  return isComplete
    ? l10n.t("bastion hosts: {0}", formatNumber(found))
    : l10n.t("bastion hosts: at least {0}", formatNumber(found));
}

/** As {@link hostCount}. */
function subscriptionCount(found: number | undefined, isComplete: boolean): string {
  if (found === undefined || (found === 0 && !isComplete)) {
    return l10n.t("subscriptions: unknown");
  }
  return isComplete
    ? l10n.t("subscriptions: {0}", formatNumber(found))
    : l10n.t("subscriptions: at least {0}", formatNumber(found));
}
