import { stringify } from "csv-stringify/sync";

/**
 * Rows as a spreadsheet opens them. Names come from outside: what a spreadsheet would take for a formula gets an apostrophe
 * in front, and every text is quoted.
 */
export function csv(rows: readonly (readonly unknown[])[]): string {
  return stringify([...rows], {
    // Excel takes a file without a byte order mark for one in the system's old code page.
    bom: true,
    record_delimiter: "windows",
    escape_formulas: true,
    quoted_string: true,
    cast: { boolean: String },
  });
}
