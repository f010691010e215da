import { stringify } from "csv-stringify/sync";
import { csv } from "../../core/text/csv.ts";
import { markdownText } from "../../core/text/markdown.ts";
import type { ColumnId, HostRow, SessionRow } from "./protocol.ts";

/** A row together with its host, and the minutes that it has lasted by now. */
export interface ExportedRow {
  readonly row: SessionRow;
  readonly host: HostRow;
  readonly minutes: number | undefined;
}

type Cell = string | number;

const CELLS: Readonly<Record<ColumnId, (exported: ExportedRow) => Cell | undefined>> = {
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

/** As a spreadsheet opens it. */
export function toCsv(rows: readonly ExportedRow[], columns: readonly ColumnId[]): string {
  return csv([columns.map(fieldName), ...table(rows, columns)]);
}

/** As a spreadsheet takes it from the clipboard, with the titles that the user sees. Formulas as in a file. */
export function toTsv(
  rows: readonly ExportedRow[],
  columns: readonly ColumnId[],
  titles: Readonly<Record<ColumnId, string>>,
): string {
  return stringify([columns.map((column) => titles[column]), ...table(rows, columns)], {
    delimiter: "\t",
    escape_formulas: true,
  });
}

/** For programs: one object a session; what Azure did not say is left out. */
export function toJson(rows: readonly ExportedRow[], columns: readonly ColumnId[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [fieldName(column), CELLS[column](row)])),
  );
  return `${JSON.stringify(objects, undefined, 2)}\n`;
}

/** For people: a table with the titles that the user sees. */
export function toMarkdown(
  rows: readonly ExportedRow[],
  columns: readonly ColumnId[],
  titles: Readonly<Record<ColumnId, string>>,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const head =
    line(columns.map((column) => markdownText(titles[column]))) +
    line(columns.map((column) => (column === "duration" ? "---:" : "---")));
  return (
    head +
    table(rows, columns)
      .map((cells) => line(cells.map((cell) => markdownText(String(cell)))))
      .join("")
  );
}

function table(rows: readonly ExportedRow[], columns: readonly ColumnId[]): Cell[][] {
  return rows.map((row) => columns.map((column) => CELLS[column](row) ?? ""));
}
