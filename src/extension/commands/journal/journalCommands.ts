import { homedir } from "node:os";
import { l10n, Uri, window, workspace, type QuickPickItem } from "vscode";
import type { JournalContents } from "../../../core/journal/journal.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { App, Handler } from "../app.ts";
import { journalMarkdown } from "./journalMarkdown.ts";
import { codeOf, notifyExportFailure } from "../../ui/fileError.ts";
import { askWhetherPeople } from "../../ui/peopleChoice.ts";
import { showErrorMessage, showWarningMessage } from "../../ui/messages.ts";

/** Shows the journal. */
export const openJournal: Handler = (app) => app.journalDocuments.showJournal();

interface Format extends QuickPickItem {
  readonly ending: string;
  readonly write: (contents: JournalContents) => string;
}

/** Writes the journal into a file that the user chooses. */
export const exportJournal: Handler = async (app) => {
  const contents = await orNotify(
    app,
    () => app.journal.read(),
    (code) => l10n.t("The journal couldn't be read: {0}. Retry, or check the log.", code),
  );
  if (!contents) {
    return;
  }
  // Seldom needed, and large.
  const { hasPeople, journalCsv, journalJson, withoutPeople } = await import("../../../core/journal/journalExport.ts");
  const formats: readonly Format[] = [
    {
      label: l10n.t("CSV"),
      description: l10n.t("for spreadsheets: one row per session"),
      ending: "csv",
      write: ({ entries }) => journalCsv(entries),
    },
    { label: l10n.t("JSON"), description: l10n.t("for programs: all data"), ending: "json", write: journalJson },
    { label: l10n.t("Markdown"), description: l10n.t("for reports"), ending: "md", write: journalMarkdown },
  ];
  const format = await window.showQuickPick(formats, {
    title: l10n.t("Export Journal"),
    placeHolder: l10n.t("The export contains personal data (who was connected). Save it in a safe place."),
  });
  const name = `bastion-sessions-journal-${app.clock.wall().toISOString().slice(0, 10)}.${format?.ending ?? ""}`;
  const isWithPeople = format && (hasPeople(contents) ? await askWhetherPeople(l10n.t("Export Journal")) : true);
  const target =
    format &&
    isWithPeople !== undefined &&
    (await window.showSaveDialog({
      title: l10n.t("Export Journal"),
      filters: { [format.label]: [format.ending] },
      defaultUri: Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir()), name),
    }));
  if (format && target) {
    const text = format.write(isWithPeople === true ? contents : withoutPeople(contents));
    try {
      await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    } catch (error) {
      app.log.warn(`the journal couldn't be exported: ${codeOf(error)}`);
      notifyExportFailure(error);
    }
  }
};

/** Deletes the journal, after a question. */
export const deleteJournal: Handler = async (app) => {
  const deleteIt = l10n.t("Delete Journal");
  const detail = l10n.t(
    "This deletes the disconnect history of all VS Code windows on this machine. You can't undo this action.",
  );
  if ((await showWarningMessage(l10n.t("Delete the journal?"), { modal: true, detail }, deleteIt)) === deleteIt) {
    await orNotify(
      app,
      async () => {
        await app.journal.deleteAll();
        app.log.info("the journal was deleted");
      },
      (code) => l10n.t("The journal couldn't be deleted: {0}. Close other VS Code windows, then retry.", code),
    );
  }
};

/** Does what the file system may refuse, and notifies the user if it does. */
async function orNotify<T>(
  { log }: Pick<App, "log">,
  work: () => PromiseLike<T>,
  failure: (code: string) => string,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.warn(`journal: ${codeOf(error)}`);
    void showErrorMessage(failure(messageText(codeOf(error))));
    return undefined;
  }
}
