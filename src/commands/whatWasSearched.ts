import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPickItem } from "vscode";
import type { AccountState, TenantState } from "../inventory/directoryState.ts";
import { tenantName } from "../model/identity.ts";
import { messageText } from "../model/plainText.ts";
import { SEPARATOR } from "../ui/format.ts";
import { problemText } from "../ui/problemText.ts";
import type { App } from "./app.ts";

/** Lists where bastion hosts were looked for and what came of it: accounts, their tenants, and the subscriptions of each. */
export async function whatWasSearched(app: App): Promise<void> {
  await app.load();
  const items = [...app.inventory.accounts.values()].flatMap(accountItems);
  await window.showQuickPick(items.length > 0 ? items : [{ label: l10n.t("Nothing: no account is signed in") }], {
    title: l10n.t("What Was Searched"),
    placeHolder: l10n.t("Accounts, their tenants, and the subscriptions of each"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

function accountItems({ account, signInNeeded, error, tenants }: AccountState): QuickPickItem[] {
  const items: QuickPickItem[] = [{ label: messageText(account.label), kind: QuickPickItemKind.Separator }];
  if (signInNeeded) {
    items.push({ label: messageText(account.label), iconPath: new ThemeIcon("account"), description: l10n.t("not searched: access not allowed yet") });
  } else if (error) {
    items.push({ label: messageText(account.label), iconPath: new ThemeIcon("error"), description: problemText(error).what });
  }
  return [...items, ...[...tenants.values()].flatMap(tenantItems)];
}

function tenantItems({ identity, searching, signInNeeded, hosts, subscriptions, refusals }: TenantState): QuickPickItem[] {
  const name = messageText(tenantName(identity.tenant));
  if (signInNeeded) {
    return [{ label: name, iconPath: new ThemeIcon("organization"), description: l10n.t("not searched: it wants its own sign-in") }];
  }
  const counts = [
    subscriptions.error ? problemText(subscriptions.error).what : l10n.t("subscriptions: {0}", subscriptions.known?.length ?? 0),
    hosts.error ? problemText(hosts.error).what : l10n.t("bastion hosts: {0}", hosts.known?.length ?? 0),
    ...(searching ? [l10n.t("searching…")] : []),
  ];
  const refused = new Map(refusals.map(({ subscriptionId, error }) => [subscriptionId, error]));
  return [
    { label: name, iconPath: new ThemeIcon("organization"), description: counts.join(SEPARATOR), detail: identity.tenant.tenantId },
    ...(subscriptions.known ?? []).map(({ subscriptionId, displayName, state }) => {
      const error = refused.get(subscriptionId);
      const found = hosts.known?.filter((host) => host.subscriptionId === subscriptionId).length ?? 0;
      return {
        label: messageText(displayName ?? subscriptionId),
        iconPath: new ThemeIcon("key"),
        description: [error ? problemText(error).what : l10n.t("bastion hosts: {0}", found), ...(state && state !== "Enabled" ? [messageText(state)] : [])].join(SEPARATOR),
        detail: subscriptionId,
      };
    }),
  ];
}
