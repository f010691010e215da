import { COLUMNS, sortValueOf, type ColumnId } from "../../../../core/model/session/sessionFields.ts";
import { narrows, parseFilter } from "../../../../core/model/session/sessionFilter.ts";
import { userGroup } from "../../../../core/model/session/userName.ts";
import { personKey } from "../../../../core/model/session/who.ts";
import type { RowId, TableGrouping, TableLayout } from "../../protocol.ts";
import { byRank, compareNames, comparing, SortKeys, type Collator } from "./sortKeys.ts";
import type { PageRow, RowStore } from "./rowStore.ts";

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

type Groups = Exclude<TableGrouping, "none">;

/**
 * Filters, sorts and groups. Until the last step it moves only numbers, the places of rows in the store, and computes
 * nothing again that has not changed.
 */
export class Arranger {
  readonly #store: RowStore;
  readonly #sortKeys: Readonly<Record<ColumnId, SortKeys>>;
  readonly #groups: Readonly<Record<Groups, Pick<SortKeys, "ranksOf" | "count">>>;
  #sorted: { readonly of: string; readonly places: Uint32Array } | undefined;
  /** By place: 1 where the filter lets the row through. */
  #let: { readonly version: number; readonly filter: string; readonly through: Uint8Array } | undefined;

  constructor(store: RowStore, collator: Collator) {
    this.#store = store;
    const compare = comparing(collator);
    this.#sortKeys = Object.fromEntries(
      COLUMNS.map((column) => [column, new SortKeys(sortValueOf(column), compare)]),
    ) as Record<ColumnId, SortKeys>;
    this.#groups = {
      user: new SortKeys(({ user }) => userGroup(user) || undefined, compare),
      person: new SortKeys(({ person }) => personKey(person) || undefined, compare),
      vm: new SortKeys(({ machineKey }) => machineKey, compare),
      // Two hosts may have one name.
      host: new SortKeys(
        ({ on }) => on,
        (a, b) => compareNames(collator, a.name, b.name) || a.id - b.id,
      ),
      // And so may two subscriptions.
      subscription: new SortKeys(({ subscriptionKey }) => subscriptionKey, compare),
    };
  }

  /** @param closed the keys of groups whose rows are not shown */
  arrange(
    { sort, filter, groupBy }: Pick<TableLayout, "sort" | "filter" | "groupBy">,
    closed: ReadonlySet<string>,
  ): Arranged {
    const sorted = this.#sort(sort);
    const through = this.#filter(filter);
    const places = through ? sorted.filter((place) => through[place] === 1) : sorted;
    const matching = this.#rowsAt(places);
    return { items: groupBy === "none" ? matching : this.#group(places, groupBy, sort, closed), matching };
  }

  #sort({ column, descending }: TableLayout["sort"]): Uint32Array {
    const { rows, version } = this.#store;
    const of = `${version} ${column} ${String(descending)}`;
    if (this.#sorted?.of !== of) {
      const ranks = this.#sortKeys[column];
      const found = ranks.ranksOf(rows, version);
      this.#sorted = { of, places: byRank(asTheyAre(rows.length), found, ranks.count, descending) };
    }
    return this.#sorted.places;
  }

  /**
   * Tests the rows in the order in which they came, whatever they are sorted by: that is their order in memory, and
   * another order takes ten times as long for thousands of rows.
   */
  #filter(filter: string): Uint8Array | undefined {
    const parsed = parseFilter(filter);
    if (!parsed) {
      return (this.#let = undefined);
    }
    const { matches, ids } = parsed;
    const { rows, version } = this.#store;
    const before = this.#let?.version === version ? this.#let : undefined;
    if (before && isSame(before.filter, filter)) {
      return before.through;
    }
    const candidates = before && narrows(before.filter, filter) ? before.through : undefined;
    const through = new Uint8Array(rows.length);
    rows.forEach(({ search }, place) => {
      const isCandidate = !candidates || candidates[place] === 1 || ids.some((id) => search.hasId(id));
      if (isCandidate && matches(search)) {
        through[place] = 1;
      }
    });
    this.#let = { version, filter, through };
    return through;
  }

  #rowsAt(places: Uint32Array): PageRow[] {
    const { rows } = this.#store;
    const found: PageRow[] = [];
    for (const place of places) {
      const row = rows[place];
      if (row !== undefined) {
        found.push(row);
      }
    }
    return found;
  }

  #group(places: Uint32Array, by: Groups, sort: TableLayout["sort"], closed: ReadonlySet<string>): Item[] {
    const { rows, version } = this.#store;
    const groups = this.#groups[by];
    const ranks = groups.ranksOf(rows, version);
    const grouped = byRank(places, ranks, groups.count, sort.column === by && sort.descending);
    const items: Item[] = [];
    for (let from = 0, to = 0; from < grouped.length; from = to) {
      const rank = ranks[grouped[from] ?? 0];
      while (to < grouped.length && ranks[grouped[to] ?? 0] === rank) {
        to++;
      }
      const first = rows[grouped[from] ?? 0];
      if (first) {
        const key = `${by}/${groupKey(first, by)}`;
        const isOpen = closed.size === 0 || !closed.has(key);
        items.push({ kind: "group", key, label: groupLabel(first, by), count: to - from, isOpen });
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

/** Equal for rows of one group. */
function groupKey(row: PageRow, by: Groups): string {
  switch (by) {
    case "user":
      return userGroup(row.user);
    case "person":
      return personKey(row.person);
    case "vm":
      return row.machineKey ?? "";
    case "host":
      return String(row.host);
    case "subscription":
      return row.subscriptionKey;
  }
}

function groupLabel(row: PageRow, by: Groups): string | undefined {
  switch (by) {
    case "user":
      return row.user;
    case "person":
      return row.person;
    case "vm":
      return row.vm ?? row.ip;
    case "host":
      return row.on.name;
    case "subscription":
      return row.on.subscription;
  }
}
