import { homedir } from "node:os";
import { l10n, Uri, window, workspace, type QuickPickItem } from "vscode";
import { exactly } from "../../core/model/count.ts";
import { exportColumns, ID_COLUMNS, type ExportedRow } from "./tableExport.ts";
import { isLoggedField, type ColumnId } from "../../core/model/session/sessionFields.ts";
import { exportTitles } from "./pageTexts.ts";
import { askWhetherPeople } from "../ui/peopleChoice.ts";
import { notifyExportFailure } from "../ui/fileError.ts";
import { formatSessionCount } from "../ui/sessionText.ts";

interface Exported {
  /** The rows that the filter lets through, in their order on screen. */
  readonly shown: readonly ExportedRow[];
  readonly all: readonly ExportedRow[];
  readonly columns: readonly ColumnId[];
}

type Rows = "shown" | "all";

/** Names that are the same in every language. */
const FORMATS = [
  ["CSV", "csv"],
  ["JSON", "json"],
  ["Markdown", "md"],
] as const;

interface Choice extends QuickPickItem {
  readonly rows: Rows;
  readonly extension: (typeof FORMATS)[number][1];
}

/** Asks what is to be exported, as what, and to where; then writes it. */
export async function saveExport({ shown, all, columns }: Exported): Promise<void> {
  const chosen = await window.showQuickPick(choices(shown.length, all.length), {
    title: l10n.t("Export Sessions"),
    placeHolder: l10n.t("The export contains personal data (user names) and target IP addresses."),
  });
  const hasPeople = all.some(({ row }) => row.person !== undefined || row.from !== undefined);
  const isWithPeople = chosen && (hasPeople ? await askWhetherPeople(l10n.t("Export Sessions")) : true);
  const target =
    chosen &&
    isWithPeople !== undefined &&
    (await window.showSaveDialog({
      title: l10n.t("Export Sessions"),
      defaultUri: defaultUri(chosen.extension),
      filters: { [chosen.label]: [chosen.extension] },
    }));
  if (!target) {
    return;
  }
  // Seldom needed, and large.
  const { toCsv, toJson, toMarkdown } = await import("../../core/text/tabularExport.ts");
  const rows = chosen.rows === "shown" ? shown : all;
  const shownColumns = isWithPeople ? columns : columns.filter((column) => !isLoggedField(column));
  const exported = exportColumns(shownColumns, exportTitles());
  const text = {
    csv: () => toCsv(rows, [...exported, ...ID_COLUMNS], ""),
    json: () => toJson(rows, [...exported, ...ID_COLUMNS]),
    md: () => toMarkdown(rows, exported),
  }[chosen.extension]();
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    notifyExportFailure(error);
  }
}

function choices(shown: number, all: number): Choice[] {
  const formats = (rows: Rows, description: string): Choice[] =>
    FORMATS.map(([label, extension]) => ({ label, description, rows, extension }));
  const everything = formats("all", l10n.t("all: {0}", formatSessionCount(exactly(all))));
  return shown === all
    ? everything
    : [...formats("shown", l10n.t("matching the filter: {0}", formatSessionCount(exactly(shown)))), ...everything];
}

function defaultUri(extension: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  return Uri.joinPath(folder, `bastion-sessions.${extension}`);
}
