import type { PageRow } from "./rowStore.ts";

/** What rows are put in order by. Rows without a value are last, whichever way. */
export type SortValue<T = string | number> = (row: PageRow) => T | undefined;

/** Compares names as people do: by locale, and numbers in them by their size. */
export type Collator = Pick<Intl.Collator, "compare">;

/** Below zero where the first comes before the second; zero for the same value alone, so that sorting twice gives the same. */
export type Compare<T> = (a: T, b: T) => number;

/** Numbers by their size, names as people sort them. */
export function comparing(collator: Collator): Compare<string | number> {
  return (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : compareNames(collator, String(a), String(b));
}

export function compareNames(collator: Collator, a: string, b: string): number {
  // Names that people take for equal are in an order all the same.
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/**
 * The place of each row's value among the distinct values of its column. Comparing names as people do is slow, so it is
 * done once per distinct value; sorting then compares small numbers. Values that come later are put in their place one by one.
 */
export class SortKeys<T = string | number> {
  readonly #value: SortValue<T>;
  readonly #compare: Compare<T>;
  #version: number | undefined;
  /** In their order. */
  #values: readonly T[] = [];
  #placeOf: ReadonlyMap<T, number> = new Map<T, number>();
  #ranks = new Uint32Array(0);

  constructor(value: SortValue<T>, compare: Compare<T>) {
    this.#value = value;
    this.#compare = compare;
  }

  /** How many ranks there are. Rows without a value have this as theirs, after all others. */
  get count(): number {
    return this.#values.length;
  }

  /** The ranks of rows, from 0 up. The same array until the version is another. */
  ranksOf(rows: readonly PageRow[], version: number): Uint32Array {
    if (this.#version !== version) {
      this.#version = version;
      const values = rows.map(this.#value);
      this.#update(values);
      this.#ranks = Uint32Array.from(values, (value) =>
        value === undefined ? this.count : (this.#placeOf.get(value) ?? this.count),
      );
    }
    return this.#ranks;
  }

  #update(values: readonly (T | undefined)[]): void {
    const fresh = new Set<T>();
    for (const value of values) {
      if (value !== undefined && !this.#placeOf.has(value)) {
        fresh.add(value);
      }
    }
    // Values that no row has any more may stay, since they do no harm, until there are more of them than rows.
    const isFull = this.#values.length > 2 * values.length;
    if (fresh.size > 0 || isFull) {
      const used = isFull ? new Set(values) : undefined;
      const kept = used ? this.#values.filter((value) => used.has(value)) : this.#values;
      this.#values = this.#merged(kept, [...fresh].sort(this.#compare));
      this.#placeOf = new Map(this.#values.map((value, place) => [value, place]));
    }
  }

  #merged(kept: readonly T[], fresh: readonly T[]): readonly T[] {
    const merged: T[] = [];
    let from = 0;
    for (const value of fresh) {
      const to = this.#placeFor(kept, value, from);
      kept.slice(from, to).forEach((known) => merged.push(known));
      merged.push(value);
      from = to;
    }
    return merged.concat(kept.slice(from));
  }

  /** Where a value belongs, by halving. */
  #placeFor(kept: readonly T[], value: T, from: number): number {
    let [low, high] = [from, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = kept[middle];
      if (other !== undefined && this.#compare(other, value) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/**
 * Places in the order of their ranks: stable, those without a rank last. Ranks are small whole numbers, so it is enough to
 * count how many of each there are: no place is compared with another.
 * @param ranks by place; from 0 up to `count`, which stands for none
 */
export function byRank(places: Uint32Array, ranks: Uint32Array, count: number, descending: boolean): Uint32Array {
  const rankAt = (place: number) => {
    const rank = ranks[place] ?? count;
    return descending && rank < count ? count - 1 - rank : rank;
  };
  /** By rank: where the next place that has it goes. */
  const next = new Uint32Array(count + 2);
  for (const place of places) {
    const after = rankAt(place) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  next.forEach((found, rank) => (next[rank] = found + (next[rank - 1] ?? 0)));
  const sorted = new Uint32Array(places.length);
  for (const place of places) {
    const rank = rankAt(place);
    const at = next[rank] ?? 0;
    sorted[at] = place;
    next[rank] = at + 1;
  }
  return sorted;
}
