/** What belongs to the subject of an incident, and how sure that is. */
import { spotOfClient, targetFit } from "../history/spot.ts";
import type { EntrySession, JournalEntry } from "../journal/journalEntry.ts";
import type { JournalSession } from "../journal/journalFormat.ts";
import { armKey, resourceKey, type ArmKey } from "../model/armId.ts";
import type { Connection, LoggedClient } from "../model/session/connection.ts";
import { targetAddress } from "../model/session/target.ts";
import { userKey } from "../model/session/userName.ts";
import { isLink, personKey } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import { SURENESS, type IncidentMachine, type IncidentSubject, type SureRule, type Sureness } from "./incident.ts";

/** How something belongs to the subject. */
export interface SubjectMatch {
  readonly sure: Sureness;
  readonly rules: readonly SureRule[];
  /** The person is known by the ID of the session. */
  readonly isPersonCertain?: true;
}

/** Finds what belongs to the subject; `undefined` for what doesn't. */
export interface SubjectMatcher {
  connection(connection: Connection): SubjectMatch | undefined;
  failure(client: LoggedClient): SubjectMatch | undefined;
  session(entry: EntrySession): SubjectMatch | undefined;
  /** All links of a VM on a host. */
  links(hostKey: ArmKey, vmId: string): SubjectMatch | undefined;
}

const CERTAIN: SubjectMatch = { sure: "certain", rules: [] };

/** What a subject is compared with. */
interface Known {
  readonly connections: readonly Connection[];
  readonly entries: readonly JournalEntry[];
}

/** The less sure of two. */
export function lessSure(a: Sureness, b: Sureness): Sureness {
  return SURENESS.indexOf(a) > SURENESS.indexOf(b) ? a : b;
}

/** @param known everything that was read, of all persons */
export function subjectMatcher(subject: IncidentSubject, known: Known): SubjectMatcher {
  switch (subject.kind) {
    case "host": {
      const isOn = (hostKey: ArmKey) => (hostKey === subject.hostKey ? CERTAIN : undefined);
      return {
        connection: ({ hostKey }) => isOn(hostKey),
        failure: ({ hostKey }) => isOn(hostKey),
        session: ({ hostId }) => isOn(armKey(hostId)),
        links: isOn,
      };
    }
    case "person":
      return personMatcher(subject.person, known);
    case "machine":
      return machineMatcher(subject, known);
  }
}

type Target = Partial<
  Pick<LoggedClient & JournalSession, "targetResourceId" | "targetAddress" | "targetIpAddress" | "targetHostName">
>;

function personMatcher(person: string, { connections }: Known): SubjectMatcher {
  const wanted = personKey(person);
  const isWanted = (name: string | undefined) => wanted !== "" && personKey(name) === wanted;
  const own = connections.filter((connection) => isWanted(connection.person) && !isLink(connection));
  const ids = new Set(own.flatMap(({ hostKey, tunnelId }) => (tunnelId ? [idOn(hostKey, tunnelId)] : [])));
  const users = usersOf(connections);
  const byAccount = (hostKey: ArmKey, target: Target & { userName?: string; protocol?: string }) => {
    const people = [...(users.get(accountKey(hostKey, target)) ?? [])];
    return people.some(isWanted)
      ? ({ sure: "possible", rules: [{ kind: "accountUsedBy", people }] } as const)
      : undefined;
  };
  const named = (client: LoggedClient): SubjectMatch | undefined => {
    if (!isWanted(client.person)) {
      return undefined;
    }
    // A link needs no sign-in: a name beside it would be its maker's.
    return isLink(client) ? { sure: "possible", rules: [] } : CERTAIN;
  };
  return {
    connection: (connection) =>
      named(connection) ?? (connection.person === undefined ? byAccount(connection.hostKey, connection) : undefined),
    failure: named,
    session: ({ hostId, session }) => {
      const hostKey = armKey(hostId);
      if (ids.has(idOn(hostKey, session.sessionId)) || (isWanted(session.person) && session.confidence === "exact")) {
        return { ...CERTAIN, isPersonCertain: true };
      }
      if (session.person === undefined) {
        return byAccount(hostKey, session);
      }
      return isWanted(session.person) ? { sure: "probable", rules: [{ kind: "personMatched" }] } : undefined;
    },
    links: (hostKey, vmId) =>
      own.some((one) => one.hostKey === hostKey && resourceKey(one.targetResourceId) === resourceKey(vmId))
        ? CERTAIN
        : undefined,
  };
}

/** Equal for one ID of a session on one host. */
export function idOn(hostKey: ArmKey, id: string): string {
  return `${hostKey} ${id.toLowerCase()}`;
}

/** Who used an account on a machine, by the connections that name a person. */
function usersOf(connections: readonly Connection[]): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Map<string, string>>();
  for (const connection of connections) {
    const { person, hostKey } = connection;
    const key = accountKey(hostKey, connection);
    if (person !== undefined && key !== "" && !isLink(connection)) {
      users.set(key, (users.get(key) ?? new Map<string, string>()).set(personKey(person), person));
    }
  }
  return new Map([...users].map(([key, people]) => [key, new Set(people.values())]));
}

/** Equal for one account on one machine; empty where either isn't named. */
function accountKey(
  hostKey: ArmKey,
  { userName, protocol, ...target }: Target & Parameters<typeof userKey>[0],
): string {
  const account = userKey(present({ userName, protocol }));
  const machine = machineKey(hostKey, target);
  return account === "" || machine === "" ? "" : JSON.stringify([machine, account, protocol?.toLowerCase()]);
}

/** Equal for one machine: its resource, else its address behind a host. Empty where the source names neither. */
export function machineKey(hostKey: ArmKey, target: Target): string {
  const address = addressOf(target);
  return resourceKey(target.targetResourceId) ?? (address === undefined ? "" : `${hostKey} ${address}`);
}

/** A machine's address, wherever a source has it. */
export function addressOf({
  targetResourceId,
  targetIpAddress,
  targetAddress: logged,
  targetHostName,
}: Target): string | undefined {
  return targetAddress(present({ targetResourceId, targetIpAddress: targetIpAddress ?? logged, targetHostName }));
}

function machineMatcher(machine: IncidentMachine, { connections, entries }: Known): SubjectMatcher {
  const id = resourceKey(machine.resourceId);
  const spot = (target: Target) =>
    spotOfClient({ hostKey: armKey(""), ...present({ ...target, targetAddress: addressOf(target) }) }, new Map());
  const own = spot(present({ targetResourceId: machine.resourceId, targetAddress: machine.address }));
  // The address may be known only from what names both.
  const both = [
    ...connections.map((one) => ({ hostKey: one.hostKey, target: one as Target })),
    ...entries.flatMap(({ sessions }) =>
      sessions.map(({ hostId, session }) => ({ hostKey: armKey(hostId), target: session as Target })),
    ),
  ];
  const addresses = new Set([
    ...machine.hostKeys.map((hostKey) => `${hostKey} ${machine.address ?? ""}`),
    ...both
      .filter(({ target }) => id !== undefined && resourceKey(target.targetResourceId) === id)
      .map(({ hostKey, target }) => `${hostKey} ${addressOf(target) ?? ""}`),
  ]);
  const match = (hostKey: ArmKey, target: Target): SubjectMatch | undefined => {
    const other = spot(target);
    const isSameAddress = other.address !== undefined && addresses.has(`${hostKey} ${other.address}`);
    if (id !== undefined && other.id !== undefined) {
      const fit = other.id === id ? "yes" : targetFit(own, other);
      const isSet = own.set !== undefined && own.set === other.set;
      return fit === "yes" ? CERTAIN : fitOf(fit === "vague" && isSet);
    }
    // Networks behind one host may have equal addresses: only where neither names a resource is nothing else known.
    return isSameAddress && id === undefined && other.id === undefined ? CERTAIN : fitOf(isSameAddress);
  };
  return {
    connection: (connection) => match(connection.hostKey, connection),
    failure: (client) => match(client.hostKey, client),
    session: ({ hostId, session }) => match(armKey(hostId), session),
    links: (_hostKey, vmId) => (id !== undefined && resourceKey(vmId) === id ? CERTAIN : undefined),
  };
}

function fitOf(isPossible: boolean): SubjectMatch | undefined {
  return isPossible ? { sure: "possible", rules: [{ kind: "addressOnly" }] } : undefined;
}
