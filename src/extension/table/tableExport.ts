import type { Cell, ExportColumn } from "../../core/text/tabularExport.ts";
import type { ColumnId, HostRow, SessionRow } from "./protocol.ts";

/** A row together with its host, and the minutes that it has lasted by now. */
export interface ExportedRow {
  readonly row: SessionRow;
  readonly host: HostRow;
  readonly minutes: number | undefined;
}

const CELLS: Readonly<Record<ColumnId, (exported: ExportedRow) => Cell>> = {
  user: ({ row }) => row.user,
  vm: ({ row }) => row.vm,
  host: ({ host }) => host.name,
  protocol: ({ row }) => row.protocol,
  started: ({ row: { started } }) => (typeof started === "number" ? new Date(started).toISOString() : started),
  duration: ({ minutes }) => (minutes === undefined ? undefined : Math.floor(minutes)),
  ip: ({ row }) => row.ip,
  resourceGroup: ({ row }) => row.resourceGroup,
  subscription: ({ host }) => host.subscription,
  state: stateName,
  sku: ({ host }) => host.sku,
  location: ({ host }) => host.location,
};

/** As the table shows it, in the same words in every language; a row that could not be refreshed is not taken for a live one. */
function stateName({ row: { work, anonymous, suspect }, host }: ExportedRow): string {
  const remarks = [
    work,
    anonymous && "noSessionId",
    suspect && "suspectedLeftover",
    host.reading === "failed" && "outdated",
  ];
  return remarks.filter((remark) => remark !== undefined && remark !== false).join(" ") || "active";
}

/** What a column is called in files that programs read: the same in every language. */
function fieldName(column: ColumnId): string {
  return column === "duration" ? "durationMinutes" : column;
}

/** Columns for an export, with the titles that the user sees. */
export function exportColumns(
  columns: readonly ColumnId[],
  titles: Readonly<Record<ColumnId, string>>,
): ExportColumn<ExportedRow>[] {
  return columns.map((column) => ({
    name: fieldName(column),
    title: titles[column],
    value: CELLS[column],
    isAmount: column === "duration",
  }));
}
