/** A session's place: its target VM, account and protocol on one host, with the connections that were logged there. */
import type { ArmKey } from "../model/armId.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { bareName } from "../model/session/userName.ts";
import { personKey } from "../model/session/who.ts";
import { compareText } from "./rows.ts";
import { fitOf, spotOfClient, spotOfSession, type Spot } from "./spot.ts";

/** A connection that may belong to a session at a place. */
export interface Candidate {
  readonly connection: Connection;
  /** Its index among all connections of the host. */
  readonly number: number;
  /** When it started, in milliseconds of the date. */
  readonly at: number;
  readonly isVague: boolean;
}

/** What was logged at one spot: connections, and the people of connections and failed sign-ins. */
interface Logged {
  readonly spot: Spot;
  readonly candidates: Candidate[];
  readonly people: PersonAt[];
}

interface PersonAt {
  readonly at: number;
  readonly person: string;
}

/** The connections of one host that may have been made to a place. */
export class Place {
  /** Sorted by start, earliest first. */
  readonly candidates: readonly Candidate[];
  readonly #people: readonly PersonAt[];
  /** For each entry of `#people`, the index of the next one with a different person. */
  readonly #nextOther: readonly number[];

  constructor(candidates: readonly Candidate[], people: readonly PersonAt[]) {
    this.candidates = candidates.toSorted(
      (a, b) => a.at - b.at || compareText(a.connection.key, b.connection.key) || a.number - b.number,
    );
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

/** The places of one host. */
export class Places {
  readonly #all: Logged[] = [];
  /** By target, then by account. */
  readonly #logged = new Map<string, Map<string, Logged[]>>();
  readonly #places = new Map<string, Place>();

  /** @param others failed sign-ins: their people used the account, too */
  constructor(connections: readonly Connection[], others: readonly FailedSignIn[]) {
    const ids = new Map<string | undefined, ArmKey | undefined>();
    const bySpot = new Map<string, Logged>();
    const loggedAt = (client: LoggedClient): Logged => {
      const { targetResourceId, targetAddress: address, protocol, userName } = client;
      const key = JSON.stringify([targetResourceId, address, protocol, userName]);
      const known = bySpot.get(key);
      const logged = known ?? { spot: spotOfClient(client, ids), candidates: [], people: [] };
      if (known === undefined) {
        bySpot.set(key, logged);
        this.#add(logged);
      }
      return logged;
    };
    for (const [number, connection] of connections.entries()) {
      const { started, ended } = connection;
      const at = started ?? ended;
      if (at !== undefined) {
        const { candidates, people } = loggedAt(connection);
        people.push({ at, person: personKey(connection.person) });
        if (started !== undefined) {
          candidates.push({ connection, number, at: started, isVague: false });
        }
      }
    }
    for (const failure of others) {
      const person = personKey(failure.person);
      if (person !== "" && failure.time !== undefined) {
        loggedAt(failure).people.push({ at: failure.time, person });
      }
    }
  }

  /** The place of a session: the same object for the same place. */
  of(session: BastionSession): Place {
    const { targetResourceId, targetIpAddress, targetHostName, userName, protocol } = session;
    const key = JSON.stringify([targetResourceId, targetIpAddress, targetHostName, userName, protocol]);
    const place = this.#places.get(key) ?? this.#placeAt(spotOfSession(session));
    this.#places.set(key, place);
    return place;
  }

  #add(logged: Logged): void {
    this.#all.push(logged);
    const account = bareName(logged.spot.userName);
    for (const bucket of bucketsOf(logged.spot)) {
      const accounts = this.#logged.get(bucket) ?? new Map<string, Logged[]>();
      this.#logged.set(bucket, accounts);
      const here = accounts.get(account);
      if (here) {
        here.push(logged);
      } else {
        accounts.set(account, [logged]);
      }
    }
  }

  #placeAt(spot: Spot): Place {
    const candidates: Candidate[] = [];
    const people: PersonAt[] = [];
    for (const logged of this.#near(spot)) {
      const fit = fitOf(spot, logged.spot);
      if (fit !== "no") {
        people.push(...logged.people);
        candidates.push(...(fit === "yes" ? logged.candidates : logged.candidates.map(vague)));
      }
    }
    return new Place(candidates, people);
  }

  /** Everything that may have been logged at a spot, and some more. */
  #near(spot: Spot): Iterable<Logged> {
    if (spot.id === undefined && spot.address === undefined) {
      return this.#all;
    }
    const account = bareName(spot.userName);
    const near = new Set<Logged>();
    for (const bucket of bucketsFor(spot)) {
      const accounts = this.#logged.get(bucket);
      const own = account === "" ? accounts?.values() : [accounts?.get(account) ?? [], accounts?.get("") ?? []];
      for (const logged of own ?? []) {
        logged.forEach((one) => near.add(one));
      }
    }
    return near;
  }
}

function vague(candidate: Candidate): Candidate {
  return { ...candidate, isVague: true };
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

/** The buckets that a logged spot belongs to. */
function bucketsOf({ id, address }: Spot): readonly string[] {
  const whole = [id ?? "no ID", address ?? "no address"];
  return id === undefined && address === undefined ? [...whole, "no target"] : whole;
}

/** The buckets with everything that may have been logged at a session's target. */
function bucketsFor({ id, address }: Spot): readonly string[] {
  // A target known only by ID may have any address, and vice versa.
  if (id === undefined) {
    return [address ?? "", "no address"];
  }
  return address === undefined ? [id, "no ID"] : [id, address, "no target"];
}
