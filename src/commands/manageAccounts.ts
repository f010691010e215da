import { l10n, ThemeIcon, window, type QuickPickItem } from "vscode";
import { messageText } from "../model/plainText.ts";
import type { App } from "./app.ts";

/** Shows the accounts that VS Code has and what became of each; allows one, or signs in with another. */
export async function manageAccounts(app: App): Promise<void> {
  if (!app.connection.isReady()) {
    return;
  }
  await app.load();
  const accounts = [...app.inventory.accounts.values()].map(({ account, signInNeeded, tenants }): QuickPickItem & { run: () => Promise<void> } => ({
    label: messageText(account.label),
    iconPath: new ThemeIcon("account"),
    description: signInNeeded ? l10n.t("access not allowed yet") : tenants.size === 1 ? l10n.t("1 tenant") : l10n.t("{0} tenants", tenants.size),
    run: async () => {
      if (await app.connection.signIn({ account })) {
        await app.inventory.searchAgain(account);
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
    title: l10n.t("Accounts"),
    placeHolder: l10n.t("To sign out, use the Accounts menu of VS Code."),
  });
  await chosen?.run();
}
