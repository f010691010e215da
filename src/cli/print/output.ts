import { jsonFile, toCsv, toMarkdown, type ExportColumn } from "../../core/text/tabularExport.ts";
import type { Terminal } from "../terminal.ts";
import { textTable, type TextColumn } from "./textTable.ts";

/** The form in which data is printed; a table for people if none is named. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
}

/** What a command prints, in each form. */
export interface Printed<Row> {
  readonly rows: readonly Row[];
  /** Of the table for people. */
  readonly columns: readonly TextColumn<Row>[];
  /** Of Markdown and CSV. */
  readonly exported: readonly ExportColumn<Row>[];
  /** What programs know a row by, behind the columns of CSV. */
  readonly ids: readonly Pick<ExportColumn<Row>, "name" | "value">[];
  /** The whole JSON document. */
  readonly json: () => unknown;
}

/** Prints data in the form that the user wants. No rows are no table, but still a document for programs. */
export async function print<Row>(
  terminal: Terminal,
  format: FormatOptions,
  { rows, columns, exported, ids, json }: Printed<Row>,
): Promise<void> {
  if (format.json === true) {
    await terminal.write(jsonFile(json()));
  } else if (format.csv === true) {
    await terminal.write(toCsv(rows, [...exported, ...ids], ""));
  } else if (format.md === true) {
    await terminal.write(toMarkdown(rows, exported));
  } else if (rows.length > 0) {
    await terminal.write(textTable(rows, columns));
  }
}

/**
 * The columns of a table for people that are those of the exports.
 * @param words what stands in place of the values of a column, where those are names that programs know
 */
export function columnsOf<Row>(
  exported: readonly ExportColumn<Row>[],
  words: Readonly<Record<string, TextColumn<Row>["text"]>> = {},
): readonly TextColumn<Row>[] {
  return exported.map(({ name, title, value }) => ({
    title,
    text: words[name] ?? ((row) => String(value(row) ?? "")),
  }));
}

/** Rows as objects: unknown values are left out, as in the exports of the extension. */
export function objectsOf<Row>(
  rows: readonly Row[],
  columns: readonly Pick<ExportColumn<Row>, "name" | "value">[],
): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name, value }) => [name, value(row)])));
}
