import type { PageRow } from "./rows.ts";

/** What a column is sorted by. Rows without a value are last, whichever way. */
export type SortValue = (row: PageRow) => string | number | undefined;

/** Stands for a row without a value. */
export const NO_RANK = -1;

/**
 * The place of each row's value among the distinct values of its column. Comparing names as people do is slow, so it is
 * done once per distinct name; sorting then compares numbers. Names that come later are put in their place one by one.
 */
export class Ranks {
  readonly #value: SortValue;
  readonly #collator: Intl.Collator;
  #version: number | undefined;
  #names: string[] = [];
  #placeOf = new Map<string, number>();
  #ranks = new Float64Array(0);

  constructor(value: SortValue, collator: Intl.Collator) {
    this.#value = value;
    this.#collator = collator;
  }

  /** The ranks of rows, from 0 up; {@link NO_RANK} where there is no value. The same array until the version is another. */
  of(rows: readonly PageRow[], version: number): Float64Array {
    if (this.#version === version) {
      return this.#ranks;
    }
    this.#version = version;
    const values = rows.map(this.#value);
    const places = values.some((value) => typeof value === "number") ? numericPlaces(values) : this.#places(values);
    this.#ranks = Float64Array.from(values, (value) => (value === undefined ? NO_RANK : (places.get(value) ?? NO_RANK)));
    return this.#ranks;
  }

  #places(values: readonly (string | number | undefined)[]): ReadonlyMap<string | number, number> {
    const fresh = new Set<string>();
    for (const value of values) {
      if (typeof value === "string" && !this.#placeOf.has(value)) {
        fresh.add(value);
      }
    }
    if (fresh.size > 0) {
      this.#names = this.#merge([...fresh].sort(this.#compare));
      this.#placeOf = new Map(this.#names.map((name, place) => [name, place]));
    }
    return this.#placeOf;
  }

  #merge(fresh: readonly string[]): string[] {
    const merged: string[] = [];
    let from = 0;
    for (const name of fresh) {
      const to = this.#placeFor(name, from);
      merged.push(...slices(this.#names, from, to), name);
      from = to;
    }
    merged.push(...slices(this.#names, from, this.#names.length));
    return merged;
  }

  /** Where a name belongs among those known, by halving. */
  #placeFor(name: string, from: number): number {
    let [low, high] = [from, this.#names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#names[middle] ?? "", name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Names that people take for equal keep an order, so that sorting twice gives the same. */
  readonly #compare = (a: string, b: string): number => this.#collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}

function* slices(names: readonly string[], from: number, to: number): Iterable<string> {
  for (let place = from; place < to; place++) {
    yield names[place] ?? "";
  }
}

function numericPlaces(values: readonly (string | number | undefined)[]): ReadonlyMap<string | number, number> {
  const numbers = Float64Array.from(new Set(values.filter((value) => typeof value === "number"))).sort();
  return new Map(Array.from(numbers, (value, place) => [value, place]));
}

/**
 * The places of rows in the order of their ranks: stable, those without a rank last.
 * @param ranks whole numbers below 2^31
 */
export function sortedPlaces(ranks: Float64Array, descending: boolean): Uint32Array {
  const count = ranks.length;
  const last = ranks.reduce((highest, rank) => Math.max(highest, rank), 0) + 1;
  // One number holds both rank and place, so that the engine's own sort of numbers, without a callback, keeps equals in order.
  const keys = Float64Array.from(ranks, (rank, place) => (rank === NO_RANK ? last : descending ? last - 1 - rank : rank) * count + place).sort();
  return Uint32Array.from(keys, (key) => key % count);
}
