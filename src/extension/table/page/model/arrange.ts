import type { GridLayout, RowId } from "../../protocol.ts";
import { byRank, type Ranks } from "./sortKeys.ts";

/** What the grid needs of any row. */
export interface GridRow {
  readonly kind: "row";
  readonly id: RowId;
}

/** The heading of a group of rows. */
export interface GroupItem {
  readonly kind: "group";
  readonly key: string;
  /** What they have in common; `undefined` where Azure did not say. */
  readonly label: string | undefined;
  readonly count: number;
  readonly isOpen: boolean;
}

/** A line of the table. */
export type Item<Row extends GridRow = GridRow> = GroupItem | Row;
export type ItemKey = string | RowId;

export function keyOf(item: Item): ItemKey {
  return item.kind === "row" ? item.id : item.key;
}

export interface Arranged<Row extends GridRow = GridRow> {
  readonly items: readonly Item<Row>[];
  /** Rows that the filter lets through. */
  readonly matching: readonly Row[];
}

/** Rows in the order in which they first came, which decides between equals. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** Changes whenever a row changes. */
  readonly version: number;
}

/** A filter as the user wrote it. */
export interface RowFilter<Row> {
  readonly matches: (row: Row) => boolean;
  /** Whether it names the row by a whole ID, as it may once more letters are typed. */
  readonly isById: (row: Row) => boolean;
}

/** What rows can be grouped by. */
export interface RowGrouping<Row> {
  readonly ranks: Ranks<Row>;
  /** Equal for rows of one group. */
  readonly key: (row: Row) => string;
  readonly label: (row: Row) => string | undefined;
}

/** What rows are sorted, grouped and filtered by. */
export interface RowFields<Row> {
  /** By column. */
  readonly sorting: Readonly<Record<string, Ranks<Row>>>;
  /** By the name of the grouping; one that isn't there is no grouping. */
  readonly groupings: Readonly<Record<string, RowGrouping<Row>>>;
  /** `undefined` for a text without terms. */
  readonly parseFilter: (text: string) => RowFilter<Row> | undefined;
  /** Whether the second filter lets through only what the first does and what it names by an ID. */
  readonly narrows: (before: string, after: string) => boolean;
}

/**
 * Filters, sorts and groups. Until the last step it moves only numbers, the places of rows in the store, and computes
 * nothing again that has not changed.
 */
export class Arranger<Row extends GridRow> {
  readonly #store: Rows<Row>;
  readonly #fields: RowFields<Row>;
  #sorted: { readonly of: string; readonly places: Uint32Array } | undefined;
  /** By place: 1 where the filter lets the row through. */
  #let: { readonly version: number; readonly filter: string; readonly through: Uint8Array } | undefined;

  constructor(store: Rows<Row>, fields: RowFields<Row>) {
    this.#store = store;
    this.#fields = fields;
  }

  /** @param closed the keys of groups whose rows are not shown */
  arrange(
    { sort, filter, groupBy }: Pick<GridLayout, "sort" | "filter" | "groupBy">,
    closed: ReadonlySet<string>,
  ): Arranged<Row> {
    const sorted = this.#sort(sort);
    const through = this.#filter(filter);
    const places = through ? sorted.filter((place) => through[place] === 1) : sorted;
    const matching = this.#rowsAt(places);
    const grouping = this.#fields.groupings[groupBy];
    const isReversed = sort.column === groupBy && sort.descending;
    return { items: grouping ? this.#group(places, groupBy, grouping, isReversed, closed) : matching, matching };
  }

  #sort({ column, descending }: GridLayout["sort"]): Uint32Array {
    const { rows, version } = this.#store;
    const of = `${version} ${column} ${String(descending)}`;
    if (this.#sorted?.of !== of) {
      const ranks = this.#fields.sorting[column];
      const places = asTheyAre(rows.length);
      this.#sorted = {
        of,
        places: ranks ? byRank(places, ranks.ranksOf(rows, version), ranks.count, descending) : places,
      };
    }
    return this.#sorted.places;
  }

  /**
   * Tests the rows in the order in which they came, whatever they are sorted by: that is their order in memory, and
   * another order takes ten times as long for thousands of rows.
   */
  #filter(filter: string): Uint8Array | undefined {
    const parsed = this.#fields.parseFilter(filter);
    if (!parsed) {
      return (this.#let = undefined);
    }
    const { matches, isById } = parsed;
    const { rows, version } = this.#store;
    const before = this.#let?.version === version ? this.#let : undefined;
    if (before && isSame(before.filter, filter)) {
      return before.through;
    }
    const candidates = before && this.#fields.narrows(before.filter, filter) ? before.through : undefined;
    const through = new Uint8Array(rows.length);
    rows.forEach((row, place) => {
      const isCandidate = !candidates || candidates[place] === 1 || isById(row);
      if (isCandidate && matches(row)) {
        through[place] = 1;
      }
    });
    this.#let = { version, filter, through };
    return through;
  }

  #rowsAt(places: Uint32Array): Row[] {
    const { rows } = this.#store;
    const found: Row[] = [];
    for (const place of places) {
      const row = rows[place];
      if (row !== undefined) {
        found.push(row);
      }
    }
    return found;
  }

  #group(
    places: Uint32Array,
    by: string,
    grouping: RowGrouping<Row>,
    isReversed: boolean,
    closed: ReadonlySet<string>,
  ): Item<Row>[] {
    const { rows, version } = this.#store;
    const ranks = grouping.ranks.ranksOf(rows, version);
    const grouped = byRank(places, ranks, grouping.ranks.count, isReversed);
    const items: Item<Row>[] = [];
    for (let from = 0, to = 0; from < grouped.length; from = to) {
      const rank = ranks[grouped[from] ?? 0];
      while (to < grouped.length && ranks[grouped[to] ?? 0] === rank) {
        to++;
      }
      const first = rows[grouped[from] ?? 0];
      if (first) {
        const key = `${by}/${grouping.key(first)}`;
        const isOpen = closed.size === 0 || !closed.has(key);
        items.push({ kind: "group", key, label: grouping.label(first), count: to - from, isOpen });
        for (let at = from; isOpen && at < to; at++) {
          items.push(rows[grouped[at] ?? 0] ?? first);
        }
      }
    }
    return items;
  }
}

/** Whether two filters let through the same rows at any time: ages keep growing. */
function isSame(before: string, after: string): boolean {
  return before === after && !/[<>]/u.test(after);
}

function asTheyAre(count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let place = 0; place < count; place++) {
    places[place] = place;
  }
  return places;
}
