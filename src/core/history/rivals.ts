import type { Candidate } from "./place.ts";
import { personKey } from "./rows.ts";

/** Sessions and connections any of which may be any other's, since they are at one place and began together. */
export interface Rivals {
  readonly sessions: number;
  readonly connections: number;
  /** Empty for a connection that names nobody. */
  readonly people: ReadonlySet<string>;
  /** Something about one of them is not certain. */
  readonly isUnsure: boolean;
}

/** A session, and the connections at its place that it may be. */
export interface Claim {
  /** By start, the earliest first. The same array for all sessions of one place. */
  readonly candidates: readonly Candidate[];
  /** Those from the one index to the other, the end left out. */
  readonly from: number;
  readonly to: number;
  /** When it started is not known to the second. */
  readonly isUnsure: boolean;
}

/**
 * Groups sessions by the connections that they may be, on one host. A session is certain of a connection only if no other
 * session may be it, and it no other connection: two sessions with a row in common are rivals, and so is whom these may be.
 *
 * @returns for each claim its group; `undefined` for one without connections
 */
export function rivalsOf(claims: readonly Claim[]): readonly (Rivals | undefined)[] {
  const groups = new Groups();
  const claimed: Candidate[] = [];
  for (const [candidates, own] of Map.groupBy(claims, (claim) => claim.candidates)) {
    // In this order no pair of neighbours is joined twice, however many sessions there are.
    let joined = 0;
    for (const { from, to } of own.toSorted((a, b) => a.from - b.from)) {
      for (let index = Math.max(from, joined); index < to; index++) {
        const [before, candidate] = [candidates[index - 1], candidates[index]];
        if (candidate) {
          claimed.push(candidate);
          groups.join(index > from && before ? before.number : candidate.number, candidate.number);
        }
      }
      joined = Math.max(joined, to);
    }
  }
  return summaries(claims, claimed, groups);
}

function summaries(
  claims: readonly Claim[],
  claimed: readonly Candidate[],
  groups: Groups,
): readonly (Rivals | undefined)[] {
  const found = new Map<number, { sessions: number; connections: number; people: Set<string>; isUnsure: boolean }>();
  const rivalsOfNumber = (number: number) => {
    const root = groups.find(number);
    const rivals = found.get(root) ?? { sessions: 0, connections: 0, people: new Set(), isUnsure: false };
    found.set(root, rivals);
    return rivals;
  };
  const counted = new Set<number>();
  for (const { number, connection, isVague } of claimed) {
    const rivals = rivalsOfNumber(number);
    rivals.isUnsure ||= isVague;
    rivals.connections += counted.has(number) ? 0 : 1;
    rivals.people.add(personKey(connection));
    counted.add(number);
  }
  return claims.map(({ candidates, from, to, isUnsure }) => {
    const first = from < to ? candidates[from] : undefined;
    const rivals = first && rivalsOfNumber(first.number);
    if (rivals) {
      rivals.sessions++;
      rivals.isUnsure ||= isUnsure;
    }
    return rivals;
  });
}

/** https://en.wikipedia.org/wiki/Disjoint-set_data_structure */
class Groups {
  readonly #parents = new Map<number, number>();

  find(member: number): number {
    let root = member;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) {
      root = parent;
    }
    for (let at = member; at !== root;) {
      const next = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA !== rootB) {
      this.#parents.set(rootB, rootA);
    }
  }
}
