/** What the page and the extension say to each other about rows in a grid, whatever they are. */

/** The id of a row in the page: a number that the extension assigns, without a meaning elsewhere. */
export type RowId = number;

/** What the width of a column may be, in pixels. */
export const [NARROWEST, WIDEST] = [40, 1200];

/** How the user has arranged a grid, whatever its rows are. */
export interface GridLayout<Column extends string = string, Grouping extends string = string> {
  /** All columns in their order. */
  readonly order: readonly Column[];
  readonly hidden: readonly Column[];
  /** In pixels, where the user changed it. */
  readonly widths: Readonly<Partial<Record<Column, number>>>;
  readonly sort: { readonly column: Column; readonly descending: boolean };
  readonly filter: string;
  /** `none` for no groups. */
  readonly groupBy: Grouping;
}

/**
 * Where the user is in the table. VS Code ends the page of a tab in the background; the next one continues here. The extension
 * keeps it in memory: VS Code would write a page's own state to disk, and groups are called after people.
 */
export interface TablePosition {
  /** Pixels that were scrolled. */
  readonly top: number;
  readonly left: number;
  readonly selected: readonly RowId[];
  /** The line with the focus: a row, or the key of a group. */
  readonly focus?: RowId | string;
  /** The keys of closed groups. */
  readonly closed: readonly string[];
}

/** What a grid has to say, whatever its rows are. */
export type RowMessage<Layout extends GridLayout> =
  | { readonly type: "layout"; readonly layout: Layout }
  | { readonly type: "position"; readonly position: TablePosition }
  | { readonly type: "details" | "reveal" | "incident"; readonly row: RowId }
  | { readonly type: "delete" | "copyLink"; readonly rows: readonly RowId[] }
  | { readonly type: "copy" | "export"; readonly rows: readonly RowId[]; readonly columns: Layout["order"] };
