/** Someone in the log at one moment. */
export interface PersonAt {
  /** Milliseconds of the date. */
  readonly at: number;
  /** Empty for a connection without a person. */
  readonly person: string;
}

/** The people that were logged at one place, by time. */
export class LoggedPeople {
  readonly #people: readonly PersonAt[];
  /** For each entry of `#people`, the index of the next one with a different person. */
  readonly #nextOther: readonly number[];

  constructor(people: readonly PersonAt[]) {
    this.#people = people.toSorted((a, b) => a.at - b.at);
    const nextOther: number[] = [];
    for (let index = this.#people.length - 1; index >= 0; index--) {
      const isSame = this.#people[index]?.person === this.#people[index + 1]?.person;
      nextOther[index] = (isSame ? nextOther[index + 1] : undefined) ?? index + 1;
    }
    this.#nextOther = nextOther;
  }

  /** Whether another person was logged here between two times. A connection without a person counts as another person. */
  hasOther(person: string, from: number, to: number): boolean {
    const index = firstFrom(this.#people, from);
    const [first, other] = [this.#people[index], this.#people[this.#nextOther[index] ?? Infinity]];
    return first !== undefined && first.at <= to && (first.person !== person || (other?.at ?? Infinity) <= to);
  }
}

/** Binary search: the index of the first entry at or after a time, in a list sorted by time. */
export function firstFrom(sorted: readonly { readonly at: number }[], time: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.at ?? Infinity) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
