import stringWidth from "string-width";
import { plainText } from "../../core/text/plainText.ts";

/** A column of a table for people. */
export interface TextColumn<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** A number, which stands to the right. */
  readonly isAmount?: boolean;
}

const GAP = "  ";
/** Characters of a cell: a name from outside may be longer than a line. */
const LONGEST_CELL = 60;

/** Rows under their titles, aligned by how wide a terminal shows each text: Korean takes two cells a letter. */
export function textTable<Row>(rows: readonly Row[], columns: readonly TextColumn<Row>[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => plainText(text(row), LONGEST_CELL))),
  ];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => stringWidth(line[index] ?? ""))));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]))
          .join(GAP)
          .trimEnd()}\n`,
    )
    .join("");
}

function pad(text: string, width: number, column: { readonly isAmount?: boolean } | undefined): string {
  const space = " ".repeat(Math.max(0, width - stringWidth(text)));
  return column?.isAmount === true ? space + text : text + space;
}
