import type { GridRow } from "../model/arrange.ts";

/** How the grid shows rows of a kind. */
export interface Face<Row extends GridRow> {
  /** What the rows are called together. */
  readonly label: string;
  /** The section that VS Code's menu is opened in, see package.json. */
  readonly menu: string;
  readonly column: (column: string) => ColumnLook;
  /** What a cell shows. */
  readonly cell: (column: string, row: Row, now: number) => string;
  readonly marks: (row: Row) => RowMarks;
  /** How many rows a group has. */
  readonly count: (rows: number) => string;
}

/** What a row has besides its cells. */
export interface RowMarks {
  /** Classes, each with a space in front. */
  readonly classes?: string;
  /** What a pointer and a screen reader are told. */
  readonly note?: string | undefined;
}

export interface ColumnLook {
  readonly title: string;
  /** In pixels, until the user changes it. */
  readonly width: number;
  /** A number: largest first. */
  readonly isAmount: boolean;
}
