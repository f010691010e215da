import { l10n } from "vscode";
import { codeOf, fileReason } from "../../ui/fileError.ts";
import type { App } from "../app.ts";
import { showWarningMessage } from "../../ui/messages.ts";

/** Asks whether to disconnect although the journal cannot be written. */
export async function confirmWithoutJournal(app: Pick<App, "log">, error: unknown): Promise<boolean> {
  return goOnWithout(app, error, {
    goOn: l10n.t("Disconnect Without Journal"),
    question: l10n.t("The journal can't be written: {0}. Disconnect anyway?", fileReason(error)),
    detail: l10n.t("Nothing has been sent yet. Without the journal, this machine keeps no record of this disconnect."),
  });
}

/** The same before links are deleted. */
export async function deleteLinksWithoutJournal(app: Pick<App, "log">, error: unknown): Promise<boolean> {
  return goOnWithout(app, error, {
    goOn: l10n.t("Delete Links Without Journal"),
    question: l10n.t("The journal can't be written: {0}. Delete the links anyway?", fileReason(error)),
    detail: l10n.t("Nothing has been sent yet. Without the journal, this machine keeps no record of this deletion."),
  });
}

async function goOnWithout(
  { log }: Pick<App, "log">,
  error: unknown,
  { goOn, question, detail }: { readonly goOn: string; readonly question: string; readonly detail: string },
): Promise<boolean> {
  log.warn(`the journal can't be written: ${codeOf(error)}`);
  const isWanted = (await showWarningMessage(question, { modal: true, detail }, goOn)) === goOn;
  log.warn(isWanted ? "the user chose to go on without the journal" : "the user cancelled; nothing was sent");
  return isWanted;
}

/** Tells the user that the journal has the beginning of something and lacks its outcome. */
export function notifyJournalFailure(
  { log }: Pick<App, "log">,
  error: unknown,
  text = (reason: string) => l10n.t("The outcome of the disconnect couldn't be written to the journal: {0}.", reason),
): void {
  log.warn(`an outcome couldn't be written to the journal: ${codeOf(error)}`);
  void showWarningMessage(text(fileReason(error)));
}
