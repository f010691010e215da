import { l10n, ThemeIcon, window, type QuickPickItem } from "vscode";
import type { AccountState } from "../../../core/inventory/directoryState.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { errorText } from "../../../words/errorText.ts";
import type { App } from "../app.ts";
import { tenantCount } from "./searchDetails.ts";

/** Lists the accounts that VS Code has, each with its state; allows one, or signs in with another. */
export async function manageAccounts(app: Pick<App, "connection" | "inventory" | "load" | "refresh">): Promise<void> {
  await app.load();
  const accounts = [...app.inventory.accounts.values()].map((state): QuickPickItem & { run: () => Promise<void> } => ({
    label: messageText(app.inventory.names.account(state.account)),
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
