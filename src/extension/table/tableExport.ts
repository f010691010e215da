import { exportName, exportValue, columnOf, type ColumnId } from "../../core/model/sessionFields.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import type { HostRow, SessionRow } from "./protocol.ts";

/** A row together with its host, and the minutes that it has lasted by now. */
export interface ExportedRow {
  readonly row: SessionRow;
  readonly host: HostRow;
  readonly minutes: number | undefined;
}

/** Columns for an export, with the titles that the user sees. */
export function exportColumns(
  columns: readonly ColumnId[],
  titles: Readonly<Record<ColumnId, string>>,
): ExportColumn<ExportedRow>[] {
  return columns.map((column) => ({
    name: exportName(column),
    title: titles[column],
    value: ({ row, host, minutes }) => exportValue(column, { ...row, on: host }, minutes),
    isAmount: columnOf(column).isAmount === true,
  }));
}
