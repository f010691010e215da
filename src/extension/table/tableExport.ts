import { exportName, exportValue, columnOf, type ColumnId } from "../../core/model/sessionFields.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import type { HostRow, SessionRow } from "./protocol.ts";

/** A row together with its host, and the minutes that it has lasted by now. */
export interface ExportedRow {
  readonly row: SessionRow;
  readonly host: HostRow;
  readonly minutes: number | undefined;
  /** When Azure said so. */
  readonly asOf: Date | undefined;
}

/** What the user sees the columns called, and the one that is always there. */
export type ExportTitles = Readonly<Record<ColumnId | "asOf", string>>;

/**
 * Columns for an export or a copy, with the titles that the user sees. The last one can't be hidden: when the row was
 * listed, in UTC, since the reader of a file sees no view that would say so.
 */
export function exportColumns(columns: readonly ColumnId[], titles: ExportTitles): ExportColumn<ExportedRow>[] {
  return [
    ...columns.map((column) => ({
      name: exportName(column),
      title: titles[column],
      value: ({ row, host, minutes }: ExportedRow) => exportValue(column, { ...row, on: host }, minutes),
      isAmount: columnOf(column).isAmount === true,
    })),
    { name: "asOf", title: titles.asOf, value: ({ asOf }) => asOf?.toISOString() },
  ];
}
