/** A session's place: its target VM, account and protocol on one host, with the connections that were logged there. */
import type { ArmKey } from "../model/armId.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { bareName } from "../model/session/userName.ts";
import { personKey } from "../model/session/who.ts";
import { LoggedPeople, type PersonAt } from "./loggedPeople.ts";
import { LooseEnds } from "./looseEnds.ts";

import { fitOf, isSignInNameOfOther, spotOfClient, spotOfSession, targetFit, type Fit, type Spot } from "./spot.ts";
import { compareText } from "../model/order.ts";

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
  /** Connections of which only the end is known. */
  readonly ends: Connection[];
  readonly people: PersonAt[];
}

/** The connections of one host that may have been made to a place. */
export class Place {
  /** Sorted by start, earliest first. */
  readonly candidates: readonly Candidate[];
  readonly people: LoggedPeople;
  /** The people of all accounts and protocols of the target: the same object for the same target. */
  readonly peopleOfTarget: LoggedPeople;

  constructor(candidates: readonly Candidate[], people: readonly PersonAt[], peopleOfTarget: LoggedPeople) {
    this.candidates = candidates.toSorted(
      (a, b) => a.at - b.at || compareText(a.connection.key, b.connection.key) || a.number - b.number,
    );
    this.people = new LoggedPeople(people);
    this.peopleOfTarget = peopleOfTarget;
  }
}

/** The places of one host. */
export class Places {
  readonly #all: Logged[] = [];
  /** By target, then by account. */
  readonly #logged = new Map<string, Map<string, Logged[]>>();
  readonly #places = new Map<string, Place>();
  readonly #targets = new Map<string, LoggedPeople>();

  /** @param others failed sign-ins: their people used the account, too */
  constructor(connections: readonly Connection[], others: readonly FailedSignIn[]) {
    const ids = new Map<string | undefined, ArmKey | undefined>();
    const bySpot = new Map<string, Logged>();
    const loggedAt = (client: LoggedClient): Logged => {
      const { targetResourceId, targetAddress: address, protocol, userName } = client;
      const key = JSON.stringify([targetResourceId, address, protocol, userName]);
      const known = bySpot.get(key);
      const logged = known ?? { spot: spotOfClient(client, ids), candidates: [], ends: [], people: [] };
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
        const { candidates, ends, people } = loggedAt(connection);
        people.push({ at, person: personKey(connection.person) });
        if (started !== undefined) {
          candidates.push({ connection, number, at: started, isVague: false });
        }
        if (connection.endOnly) {
          ends.push(connection);
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
    const ends: Connection[] = [];
    const people: PersonAt[] = [];
    for (const logged of this.#near(spot, bareName(spot.userName))) {
      const fit = fitOf(spot, logged.spot);
      if (fit !== "no") {
        people.push(...logged.people);
        ends.push(...logged.ends);
        candidates.push(...logged.candidates.map((one) => (isCertain(fit, spot, one) ? one : vague(one))));
      }
    }
    const looseEnds = new LooseEnds(ends);
    return new Place(
      candidates.map((one) => (looseEnds.mayEnd(one.connection) ? vague(one) : one)),
      people,
      this.#peopleOfTarget(spot),
    );
  }

  #peopleOfTarget(spot: Spot): LoggedPeople {
    const key = JSON.stringify([spot.id, spot.address]);
    const known = this.#targets.get(key);
    if (known) {
      return known;
    }
    const near = [...this.#near(spot, "")].filter((logged) => targetFit(spot, logged.spot) !== "no");
    const people = new LoggedPeople(near.flatMap((logged) => logged.people));
    this.#targets.set(key, people);
    return people;
  }

  /** Everything that may have been logged at a spot, and some more. @param account bare; empty for all accounts */
  #near(spot: Spot, account: string): Iterable<Logged> {
    if (spot.id === undefined && spot.address === undefined) {
      return this.#all;
    }
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

/** Whether a connection was certainly made to a place, as far as target, account and protocol tell. */
function isCertain(fit: Fit, { userName }: Spot, { connection }: Candidate): boolean {
  const isAnyAccount = connection.userName === undefined;
  return fit === "yes" && !(isAnyAccount && isSignInNameOfOther(userName, connection.person));
}

function vague(candidate: Candidate): Candidate {
  return { ...candidate, isVague: true };
}

/** The buckets that a logged spot belongs to. */
function bucketsOf({ id, set, address }: Spot): readonly string[] {
  const whole = [id ?? "no ID", ...(set === undefined ? [] : [`set ${set}`]), address ?? "no address"];
  return id === undefined && address === undefined ? [...whole, "no target"] : whole;
}

/** The buckets with everything that may have been logged at a session's target. */
function bucketsFor({ id, set, address }: Spot): readonly string[] {
  // A target known only by ID may have any address, and vice versa.
  if (id === undefined) {
    return [address ?? "", "no address"];
  }
  const own = set === undefined ? [id] : [id, `set ${set}`];
  return address === undefined ? [...own, "no ID"] : [...own, address, "no target"];
}
