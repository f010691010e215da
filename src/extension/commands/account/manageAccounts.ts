import { l10n, ThemeIcon, window, type QuickPickItem } from "vscode";
import type { AccountState } from "../../../core/inventory/directoryState.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, SEPARATOR } from "../../ui/format.ts";
import { errorText } from "../../ui/errorText.ts";
import type { App } from "../app.ts";

/** Lists the accounts that VS Code has, each with its state; allows one, or signs in with another. */
export async function manageAccounts(app: Pick<App, "connection" | "inventory" | "load" | "refresh">): Promise<void> {
  await app.load();
  const accounts = [...app.inventory.accounts.values()].map((state): QuickPickItem & { run: () => Promise<void> } => ({
    label: messageText(state.account.label),
    iconPath: new ThemeIcon("account"),
    description: accountText(state),
    run: async () => {
      if (await app.connection.signIn({ account: state.account })) {
        await app.inventory.searchAgain(state.account);
      }
    },
  }));
  const another = {
    label: l10n.t("Sign in with another account…"),
    iconPath: new ThemeIcon("add"),
    run: async () => {
      if (await app.connection.signIn({})) {
        await app.refresh();
      }
    },
  };
  const chosen = await window.showQuickPick([...accounts, another], {
    title: l10n.t("Manage Accounts"),
    placeHolder: l10n.t("To sign out, use VS Code's Accounts menu."),
  });
  await chosen?.run();
}

/** The state of an account. */
function accountText(state: AccountState): string {
  if (state.signInNeeded) {
    return l10n.t("access not allowed yet");
  }
  return state.error ? errorText(state.error).what : tenantCount(state);
}

/** How many tenants an account has, as far as that is known. */
export function tenantCount({ searching, unreadable, tenants: { size } }: AccountState): string {
  const known = size === 1 ? l10n.t("1 tenant") : l10n.t("{0} tenants", formatNumber(size));
  const count = unreadable > 0 ? l10n.t("tenants: at least {0}", formatNumber(size)) : known;
  return [...(searching && size === 0 ? [] : [count]), ...(searching ? [l10n.t("searching…")] : [])].join(SEPARATOR);
}
