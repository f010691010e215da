import { l10n, window } from "vscode";

/**
 * Asks whether a file is to name the people behind sessions: names and addresses from the audit log are on disk only where
 * the user wants them there.
 * @returns `undefined` if they cancel
 */
export async function askWhetherPeople(title: string): Promise<boolean | undefined> {
  const chosen = await window.showQuickPick(
    [
      {
        label: l10n.t("With People"),
        description: l10n.t("names and client addresses from the audit log"),
        isWith: true,
      },
      { label: l10n.t("Without People"), description: l10n.t("only what the session list contains"), isWith: false },
    ],
    { title, placeHolder: l10n.t("Include the people behind the sessions?") },
  );
  return chosen?.isWith;
}
