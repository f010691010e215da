import { l10n } from "vscode";
import { exactly } from "../../../core/model/count.ts";
import { exportName, isLoggedField, type ColumnId } from "../../../core/model/session/sessionFields.ts";
import { formatSessionCount } from "../../../words/sessionText.ts";
import { exportTitles } from "../pageTexts.ts";
import { saveExport } from "./saveExport.ts";
import { exportColumns, ID_COLUMNS, type ExportedRow } from "./tableExport.ts";

/** Asks for a file, and writes sessions to it. */
export function saveSessions(
  shown: readonly ExportedRow[],
  all: readonly ExportedRow[],
  columns: readonly ColumnId[],
): Promise<void> {
  const hasPeople = all.some(({ row }) => row.person !== undefined || row.from !== undefined);
  return saveExport({
    people: new Set(hasPeople ? columns.filter(isLoggedField).map(exportName) : []),
    shown,
    all,
    columns: exportColumns(columns, exportTitles()),
    ids: ID_COLUMNS,
    title: l10n.t("Export Sessions"),
    warning: l10n.t("The export contains personal data (user names) and target IP addresses."),
    count: (rows) => formatSessionCount(exactly(rows)),
    fileName: "bastion-sessions",
  });
}
