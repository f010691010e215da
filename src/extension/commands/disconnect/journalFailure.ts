import { l10n } from "vscode";
import { codeOf, fileReason } from "../../ui/fileError.ts";
import type { App } from "../app.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/** Asks whether to disconnect although the journal cannot be written. */
export async function confirmWithoutJournal({ log }: Pick<App, "log">, error: unknown): Promise<boolean> {
  log.warn(`the journal can't be written: ${codeOf(error)}`);
  const goOn = l10n.t("Disconnect Without Journal");
  const question = l10n.t("The journal can't be written: {0}. Disconnect anyway?", fileReason(error));
  const detail = l10n.t(
    "Nothing has been sent yet. Without the journal, this machine keeps no record of this disconnect.",
  );
  const isWanted = (await showWarningMessage(question, { modal: true, detail }, goOn)) === goOn;
  log.warn(
    isWanted ? "the user chose to disconnect without the journal" : "the user cancelled; nothing was disconnected",
  );
  return isWanted;
}

/** Tells the user that the journal has the beginning of a disconnect and lacks its outcome. */
export function notifyJournalFailure({ log }: Pick<App, "log">, error: unknown): void {
  log.warn(`the outcome of a disconnect couldn't be written to the journal: ${codeOf(error)}`);
  void showWarningMessage(
    l10n.t("The outcome of the disconnect couldn't be written to the journal: {0}.", fileReason(error)),
  );
}
