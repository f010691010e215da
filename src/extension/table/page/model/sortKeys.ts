/** What rows are sorted by. Rows without a value come last in both directions. */
export type SortValue<Row, T = string | number> = (row: Row) => T | undefined;

/** Compares names by locale, and numbers in them by size. */
export type Collator = Pick<Intl.Collator, "compare">;

/** Below zero if the first comes first; zero only for the same value, so that sorting twice gives the same order. */
export type Compare<T> = (a: T, b: T) => number;

/** Numbers by their size, names as people sort them. */
export function comparing(collator: Collator): Compare<string | number> {
  return (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : compareNames(collator, String(a), String(b));
}

export function compareNames(collator: Collator, a: string, b: string): number {
  // Names that the locale treats as equal still need an order.
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** The places of rows in an order, as small whole numbers. */
export interface Ranks<Row> {
  /** How many ranks there are, which is also the rank of rows without a value. */
  readonly count: number;
  /** The ranks of rows, from 0 up. The same array until the version changes. */
  ranksOf(rows: readonly Row[], version: number): Uint32Array;
}

/**
 * The rank of each row's value among the distinct values of its column. Comparing names by locale is slow, so it is done
 * once per distinct value; sorting then compares small numbers. Later values are inserted one by one.
 */
export class SortKeys<Row, T = string | number> implements Ranks<Row> {
  readonly #value: SortValue<Row, T>;
  readonly #compare: Compare<T>;
  #version: number | undefined;
  /** Sorted. */
  #values: readonly T[] = [];
  #placeOf: ReadonlyMap<T, number> = new Map<T, number>();
  #ranks = new Uint32Array(0);

  constructor(value: SortValue<Row, T>, compare: Compare<T>) {
    this.#value = value;
    this.#compare = compare;
  }

  get count(): number {
    return this.#values.length;
  }

  ranksOf(rows: readonly Row[], version: number): Uint32Array {
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
    // Values that no row has any more are harmless, and stay until they outnumber the rows.
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

  /** Binary search for where a value belongs. */
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
 * Places sorted by rank: stable, those without a rank last. A counting sort, since ranks are small whole numbers.
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
