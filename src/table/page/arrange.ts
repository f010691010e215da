import { narrows, parseFilter } from "../../model/sessionFilter.ts";
import type { ColumnId, Grouping, RowId, ViewState } from "../protocol.ts";
import { Ranks, sortedPlaces, type SortValue } from "./ranks.ts";
import type { PageRow, RowStore } from "./rows.ts";

/** The heading of rows that have something in common. */
export interface GroupItem {
  readonly kind: "group";
  readonly key: string;
  /** What they have in common; `undefined` where Azure did not say. */
  readonly label: string | undefined;
  readonly count: number;
  readonly isOpen: boolean;
}

/** A line of the table. */
export type Item = GroupItem | PageRow;
export type ItemKey = string | RowId;

export function keyOf(item: Item): ItemKey {
  return item.kind === "row" ? item.id : item.key;
}

export interface Arranged {
  readonly items: readonly Item[];
  /** Sessions that the filter lets through. */
  readonly matching: readonly PageRow[];
}

/** Filters, sorts and groups. What did not change since the last time is not computed again. */
export class Arranger {
  readonly #store: RowStore;
  readonly #ranks: Readonly<Record<ColumnId, Ranks>>;
  /** Ranks of the headings alone, which are other ones with every filter; their names are compared once all the same. */
  readonly #headings: Readonly<Record<Exclude<Grouping, "none">, Ranks>>;
  #grouped = 0;
  #filtered: { readonly from: readonly PageRow[]; readonly filter: string; readonly rows: readonly PageRow[] } | undefined;
  #sorted: { readonly of: string; readonly rows: readonly PageRow[] } | undefined;

  constructor(store: RowStore, values: Readonly<Record<ColumnId, SortValue>>, collator: Intl.Collator) {
    this.#store = store;
    this.#ranks = Object.fromEntries(Object.entries(values).map(([column, value]) => [column, new Ranks(value, collator)])) as Record<ColumnId, Ranks>;
    const heading = (by: Exclude<Grouping, "none">) => new Ranks((row) => groupLabel(row, by), collator);
    this.#headings = { user: heading("user"), vm: heading("vm"), host: heading("host"), subscription: heading("subscription") };
  }

  /** @param closed the keys of groups whose rows are not shown */
  arrange({ sort, filter, groupBy }: Pick<ViewState, "sort" | "filter" | "groupBy">, closed: ReadonlySet<string>): Arranged {
    const sorted = this.#sort(sort);
    const matching = this.#filter(sorted, filter);
    return { items: groupBy === "none" ? matching : this.#group(matching, groupBy, sort, closed), matching };
  }

  #filter(sorted: readonly PageRow[], filter: string): readonly PageRow[] {
    const matches = parseFilter(filter)?.matches;
    const { from, filter: before, rows } = this.#filtered ?? {};
    const candidates = rows && before !== undefined && from === sorted && narrows(before, filter) ? rows : sorted;
    const matching = matches ? candidates.filter(({ search }) => matches(search)) : sorted;
    this.#filtered = { from: sorted, filter, rows: matching };
    return matching;
  }

  #sort({ column, descending }: ViewState["sort"]): readonly PageRow[] {
    const { rows, version } = this.#store;
    const of = `${version} ${column} ${String(descending)}`;
    if (this.#sorted?.of !== of) {
      const places = sortedPlaces(this.#ranks[column].of(rows, version), descending);
      const sorted: PageRow[] = [];
      for (const place of places) {
        const row = rows[place];
        if (row) {
          sorted.push(row);
        }
      }
      this.#sorted = { of, rows: sorted };
    }
    return this.#sorted.rows;
  }

  #group(rows: readonly PageRow[], by: Exclude<Grouping, "none">, sort: ViewState["sort"], closed: ReadonlySet<string>): Item[] {
    const groups = [...Map.groupBy(rows, (row) => `${by}/${groupId(row, by)}`)];
    const firsts = groups.flatMap(([, [first]]) => first ?? []);
    const ranks = this.#headings[by].of(firsts, ++this.#grouped);
    const places = sortedPlaces(ranks, sort.column === by && sort.descending);
    return Array.from(places, (place) => groups[place]).flatMap((group) => {
      const [key, members = []] = group ?? [];
      const [first] = members;
      if (key === undefined || !first) {
        return [];
      }
      const isOpen = !closed.has(key);
      const heading: GroupItem = { kind: "group", key, label: groupLabel(first, by), count: members.length, isOpen };
      return [heading, ...(isOpen ? members : [])];
    });
  }
}

/** Equal for rows of one group. */
function groupId(row: PageRow, by: Exclude<Grouping, "none">): string {
  switch (by) {
    case "user":
      return row.user ?? "";
    case "vm":
      return JSON.stringify([row.vm, row.ip]);
    case "host":
      return String(row.host);
    case "subscription":
      return row.on.subscription;
  }
}

function groupLabel(row: PageRow, by: Exclude<Grouping, "none">): string | undefined {
  switch (by) {
    case "user":
      return row.user;
    case "vm":
      return row.vm ?? row.ip;
    case "host":
      return row.on.name;
    case "subscription":
      return row.on.subscription;
  }
}
