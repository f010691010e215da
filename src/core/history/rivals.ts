import type { Candidate } from "./place.ts";
import { personKey } from "../model/session/who.ts";

/** Sessions and connections that could belong to one another, because they share a place and began together. */
export interface Rivals {
  readonly sessions: number;
  readonly connections: number;
  /** Contains an empty text for a connection without a person. */
  readonly people: ReadonlySet<string>;
  /** The place of one of them isn't certain. */
  readonly isUnsure: boolean;
}

/** The connections that a session may belong to. */
export interface Claim {
  /** Sorted by start, earliest first. The same array for all sessions of one place. */
  readonly candidates: readonly Candidate[];
  /** The range of candidates that began together with the session: from this index up to, but not including, the other. */
  readonly from: number;
  readonly to: number;
}

/**
 * Groups the sessions and connections of one host that could belong to one another. Only a group of one session and one
 * connection is unambiguous: sessions that share a candidate are rivals, and so are the sessions that share one with those.
 *
 * @returns the group of each claim; `undefined` for a claim without connections
 */
export function rivalsOf(claims: readonly Claim[]): readonly (Rivals | undefined)[] {
  const groups = new Groups();
  const claimed: Candidate[] = [];
  for (const [candidates, own] of Map.groupBy(claims, (claim) => claim.candidates)) {
    // In this order each candidate is joined once, however many sessions claim it.
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
    rivals.people.add(personKey(connection.person));
    counted.add(number);
  }
  return claims.map(({ candidates, from, to }) => {
    const first = from < to ? candidates[from] : undefined;
    const rivals = first && rivalsOfNumber(first.number);
    if (rivals) {
      rivals.sessions++;
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
