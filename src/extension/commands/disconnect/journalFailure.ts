import { l10n, window } from "vscode";
import { messageText } from "../../../core/text/plainText.ts";
import type { App } from "../app.ts";

/** Asks whether to disconnect although the journal cannot be written. */
export async function confirmWithoutJournal({ log }: Pick<App, "log">, error: unknown): Promise<boolean> {
  log.warn(`the journal cannot be written: ${codeOf(error)}`);
  const goOn = l10n.t("Disconnect Without Journal");
  const question = l10n.t("The journal can't be written: {0}. Disconnect anyway?", reasonOf(error));
  const detail = l10n.t(
    "Nothing has been sent yet. Without the journal, this machine keeps no record of this disconnect.",
  );
  const isWanted = (await window.showWarningMessage(question, { modal: true, detail }, goOn)) === goOn;
  log.warn(
    isWanted
      ? "disconnecting without the journal, as the user decided"
      : "nothing was disconnected, as the user decided",
  );
  return isWanted;
}

/** Tells the user that the journal has the beginning of a disconnect and lacks its outcome. */
export function notifyJournalFailure({ log }: Pick<App, "log">, error: unknown): void {
  log.warn(`the outcome of a disconnect could not be written to the journal: ${codeOf(error)}`);
  void window.showWarningMessage(
    l10n.t("The outcome of the disconnect couldn't be written to the journal: {0}.", reasonOf(error)),
  );
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return l10n.t("the disk is full");
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return l10n.t("no permission to write to its folder");
    default:
      return messageText(code);
  }
}

/** The system's code, such as ENOSPC: its message would name a path. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}
