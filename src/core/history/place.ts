/** A session's place: its target VM, account and protocol on one host, with the connections that were logged there. */
import { resourceKey, type ArmKey } from "../model/armId.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetAddress } from "../model/session/target.ts";
import { bareName, isLookAlike, isSameUser } from "../model/session/userName.ts";
import { present } from "../text/json.ts";
import { compareText, personKey } from "./rows.ts";

/** Whether a connection was made to a session's place; `vague` means that it can't be said for certain. */
type Fit = "yes" | "vague" | "no";

/** A connection that may belong to a session at a place. */
export interface Candidate {
  readonly connection: Connection;
  /** Its index among all connections of the host. */
  readonly number: number;
  /** When it started, in milliseconds of the date. */
  readonly at: number;
  readonly isVague: boolean;
}

interface Account {
  readonly userName?: string | undefined;
  readonly protocol: string | undefined;
}

/** Target, account and protocol, as far as Azure names them. */
interface Spot extends Account {
  readonly id: ArmKey | undefined;
  readonly address: string | undefined;
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
        people.push({ at, person: personKey(connection) });
        if (started !== undefined) {
          candidates.push({ connection, number, at: started, isVague: false });
        }
      }
    }
    for (const failure of others) {
      const person = personKey(failure);
      if (person !== "" && failure.time !== undefined) {
        loggedAt(failure).people.push({ at: failure.time, person });
      }
    }
  }

  /** The place of a session: the same object for the same place. */
  of({ targetResourceId, targetIpAddress, targetHostName, userName, protocol }: BastionSession): Place {
    const key = JSON.stringify([targetResourceId, targetIpAddress, targetHostName, userName, protocol]);
    const known = this.#places.get(key);
    if (known) {
      return known;
    }
    const address = targetAddress(present({ targetResourceId, targetIpAddress, targetHostName }));
    const place = this.#placeAt({ id: resourceKey(targetResourceId), address, userName, protocol });
    this.#places.set(key, place);
    return place;
  }

  #add(logged: Logged): void {
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
    const account = bareName(spot.userName);
    const candidates: Candidate[] = [];
    const people: PersonAt[] = [];
    const near = bucketsFor(spot).flatMap((bucket) => {
      const accounts = this.#logged.get(bucket);
      const isAny = account === "";
      return isAny ? [...(accounts?.values() ?? [])] : [accounts?.get(account) ?? [], accounts?.get("") ?? []];
    });
    for (const logged of new Set(near.flat())) {
      const fit = fitOf(spot, logged.spot);
      if (fit !== "no") {
        people.push(...logged.people);
        candidates.push(...logged.candidates.map((one) => (fit === "vague" ? { ...one, isVague: true } : one)));
      }
    }
    return new Place(candidates, people);
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

/** The buckets that a logged spot belongs to. */
function bucketsOf({ id, address }: Spot): readonly string[] {
  return [
    "any",
    id ?? "no ID",
    address ?? "no address",
    ...(id === undefined && address === undefined ? ["no target"] : []),
  ];
}

/** The buckets with everything that may have been logged at a session's target. */
function bucketsFor({ id, address }: Spot): readonly string[] {
  if (id === undefined && address === undefined) {
    return ["any"];
  }
  // A target known only by ID may have any address, and vice versa.
  const unknown = id === undefined ? "no address" : "no ID";
  return id !== undefined && address !== undefined ? [id, address, "no target"] : [id ?? address ?? "", unknown];
}

function spotOfClient(client: LoggedClient, ids: Map<string | undefined, ArmKey | undefined>): Spot {
  const { targetResourceId, targetAddress: address, userName, protocol } = client;
  const id = ids.get(targetResourceId) ?? resourceKey(targetResourceId);
  ids.set(targetResourceId, id);
  return { id, address: targetAddress(present({ targetResourceId, targetIpAddress: address })), userName, protocol };
}

/** Whether target, protocol and account agree, as far as both sides name them. */
function fitOf(session: Spot, logged: Spot): Fit {
  const target = targetFit(session, logged);
  const account = target === "no" ? "no" : accountFit(session, logged);
  return target === "yes" || account === "no" ? account : "vague";
}

function targetFit(a: Pick<Spot, "id" | "address">, b: Pick<Spot, "id" | "address">): Fit {
  const isSameAddress = a.address === undefined || b.address === undefined ? undefined : a.address === b.address;
  if (a.id !== undefined && b.id !== undefined) {
    // A scale set and its instances have different IDs; overlapping networks have equal addresses.
    const otherwise = isSameAddress === true ? "vague" : "no";
    return a.id === b.id ? "yes" : otherwise;
  }
  if (isSameAddress === undefined) {
    return "vague";
  }
  return isSameAddress ? "yes" : "no";
}

function accountFit(a: Account, b: Account): Fit {
  const [protocolA, protocolB] = [a.protocol ?? b.protocol ?? "", b.protocol ?? a.protocol ?? ""];
  if (protocolA.trim().toLowerCase() !== protocolB.trim().toLowerCase()) {
    return "no";
  }
  if (a.userName === undefined || b.userName === undefined) {
    return "yes";
  }
  const named = [
    { userName: a.userName, protocol: protocolA },
    { userName: b.userName, protocol: protocolB },
  ] as const;
  if (isSameUser(...named)) {
    return "yes";
  }
  return isLookAlike(...named) ? "vague" : "no";
}

/** Whether a session and a connection have different targets or protocols, so that they can't be the same. */
export function isElsewhere(session: BastionSession, connection: Connection): boolean {
  const { targetResourceId: id, protocol } = session;
  if (id !== undefined && id.toLowerCase() === connection.targetResourceId?.toLowerCase()) {
    return accountFit({ protocol }, { protocol: connection.protocol }) === "no";
  }
  const here = { id: resourceKey(id), address: targetAddress(session), protocol, userName: undefined };
  return fitOf(here, spotOfClient(connection, new Map())) === "no";
}
