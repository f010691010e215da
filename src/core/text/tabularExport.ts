/** Rows of anything as CSV, TSV, JSON and Markdown. */
import { stringify } from "csv-stringify/sync";
import { markdownText } from "./markdown.ts";
import { plainText } from "./plainText.ts";

/** A value of an export; `undefined` where nothing is known. */
export type Cell = string | number | boolean | undefined;

export interface ExportColumn<Row> {
  /** For files that programs read: the same in every language. */
  readonly name: string;
  /** What the user sees it called. */
  readonly title: string;
  readonly value: (row: Row) => Cell;
  /** A number, which stands to the right. */
  readonly isAmount?: boolean;
}

/**
 * As a spreadsheet opens it. Names come from outside: what a spreadsheet would take for a formula gets an apostrophe in
 * front, and every text is quoted. See {@link spreadsheetText}.
 * @param absent what stands for an unknown value: an empty text, or nothing between the commas
 */
export function toCsv<Row>(
  rows: readonly Row[],
  columns: readonly Pick<ExportColumn<Row>, "name" | "value">[],
  absent?: "",
): string {
  return stringify([columns.map(({ name }) => name), ...spreadsheetCells(rows, columns, absent)], {
    // Excel reads a file without a byte order mark in the system's old code page.
    bom: true,
    record_delimiter: "windows",
    quoted_string: true,
    cast: { boolean: String },
  });
}

/** As a spreadsheet takes it from the clipboard, with the titles that the user sees. Formulas as in a file. */
export function toTsv<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): string {
  return stringify([columns.map(({ title }) => title), ...spreadsheetCells(rows, columns)], { delimiter: "\t" });
}

/** For programs: one object a row; unknown values are left out. */
export function toJson<Row>(
  rows: readonly Row[],
  columns: readonly Pick<ExportColumn<Row>, "name" | "value">[],
): string {
  return jsonFile(rows.map((row) => Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]))));
}

/** All that a terminal or an editor may act on, see plainText.ts, but for the line breaks between the lines of JSON. */
const ACTING_IN_JSON = /(?![\u200D\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as the text of a file. What could act where the file is shown is written as JSON's own escapes: they mean the same. */
export function jsonFile(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(ACTING_IN_JSON, escaped)}\n`;
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

/** For people: a table with the titles that the user sees. */
export function toMarkdown<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): string {
  return [
    columns.map(({ title }) => markdownText(title)),
    columns.map(({ isAmount }) => (isAmount ? "---:" : "---")),
    ...cells(rows, columns, "").map((row) => row.map((cell) => markdownText(String(cell)))),
  ]
    .map((row) => `| ${row.join(" | ")} |\n`)
    .join("");
}

/**
 * What begins a formula, or a quoted cell that goes on beyond its end, at the start of a text or after a semicolon in it.
 * Excel in German, French and many other regions parts a line at semicolons and knows no quotes but those at the start of a
 * cell, so it parts a text in the second column of a file that has commas:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const ACTING = /^(?=[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|(?<=;)(?=\s*(?:["=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|$))/gu;

/** A text that no spreadsheet takes for a formula, whichever separator it knows, and that stays on the line of its row. */
function spreadsheetText(text: string): string {
  return plainText(text, Infinity).replace(ACTING, "'");
}

function spreadsheetCells<Row>(...table: Parameters<typeof cells<Row>>): Cell[][] {
  return cells(...table).map((row) => row.map((cell) => (typeof cell === "string" ? spreadsheetText(cell) : cell)));
}

function cells<Row>(rows: readonly Row[], columns: readonly Pick<ExportColumn<Row>, "value">[], absent?: ""): Cell[][] {
  return rows.map((row) => columns.map(({ value }) => value(row) ?? absent));
}
