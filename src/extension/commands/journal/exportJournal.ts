import { homedir } from "node:os";
import { env, l10n, Uri, window, workspace, type QuickPickItem } from "vscode";
import {
  hasPeople,
  journalCsv,
  journalJson,
  withDeepLinks,
  withoutFreeText,
  withoutPeople,
} from "../../../core/journal/journalExport.ts";
import type { JournalContents } from "../../../core/journal/journal.ts";
import type { App } from "../app.ts";
import { journalMarkdown } from "./journalMarkdown.ts";
import { orNotify } from "./orNotify.ts";
import { codeOf, notifyExportFailure } from "../../ui/fileError.ts";
import { askWhetherPeople } from "../../ui/peopleChoice.ts";

interface Format extends QuickPickItem {
  readonly ending: string;
  readonly write: (contents: JournalContents) => string;
}

/** Writes the journal into a file that the user chooses. */
export async function exportJournal(app: App): Promise<void> {
  const contents = await orNotify(
    app,
    () => app.journal.read(),
    (code) => l10n.t("The journal couldn't be read: {0}. Retry, or check the log.", code),
  );
  if (!contents) {
    return;
  }
  const formats: readonly Format[] = [
    {
      label: l10n.t("CSV"),
      description: l10n.t("for spreadsheets: one row per session"),
      ending: "csv",
      write: ({ entries, linkDeletions }) => journalCsv(entries, linkDeletions),
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
    const linked = withDeepLinks(contents, env.uriScheme);
    const text = format.write(isWithPeople ? linked : withoutFreeText(withoutPeople(linked)));
    try {
      await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    } catch (error) {
      app.log.warn(`the journal couldn't be exported: ${codeOf(error)}`);
      notifyExportFailure(error);
    }
  }
}
