/**
 * Random worlds of people who share accounts, machines and seconds, with the rows that the audit log has at one moment: some are
 * late, lost, doubled, and all are out of order. The world knows who is really behind each session.
 */
import type { AuditRecord } from "../../../src/core/azure/auditLog.ts";
import { armKey, type ArmKey } from "../../../src/core/model/armId.ts";
import type { BastionSession } from "../../../src/core/model/session/session.ts";

export interface AuditWorldOptions {
  readonly hosts: number;
  readonly machines: number;
  readonly accounts: number;
  readonly people: number;
  readonly connections: number;
  /** Milliseconds over which the connections begin. */
  readonly span: number;
  /** Share of connections that begin within seconds of another, at the same place. */
  readonly together: number;
  /** Share of connections that last two minutes at most. */
  readonly short: number;
  /** Share of connections without a person. */
  readonly nameless: number;
  /** Share of rows that never come. */
  readonly lost: number;
  /** Share of rows that come twice. */
  readonly doubled: number;
  /** The longest delay of a row, in milliseconds. */
  readonly late: number;
  /** Failed sign-ins, as a share of the connections. */
  readonly failed: number;
  /** Whether the log has the sessions' IDs, other IDs, or none. */
  readonly ids: "same" | "others" | "none";
}

export interface LiveInWorld {
  readonly key: string;
  readonly session: BastionSession;
  /** The real person; absent if the log wouldn't name one. */
  readonly person: string | undefined;
}

export interface AuditWorld {
  readonly hosts: readonly ArmKey[];
  /** When the list and the log were read. */
  readonly now: number;
  readonly from: number;
  /** The rows that have arrived, in no order. */
  readonly records: readonly AuditRecord[];
  readonly live: ReadonlyMap<ArmKey, readonly LiveInWorld[]>;
}

const NOW = Date.UTC(2026, 7, 20, 18);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How much a start differs between the list and the log, in milliseconds. */
const JITTER_MS = 1_500;

export const HARSH: AuditWorldOptions = {
  hosts: 1,
  machines: 2,
  accounts: 2,
  people: 4,
  connections: 60,
  span: 6 * HOUR,
  together: 0.4,
  short: 0.5,
  nameless: 0.05,
  lost: 0.01,
  doubled: 0.02,
  late: 15 * MINUTE,
  failed: 0.1,
  ids: "others",
};

/** A working day of a team: it is rare that people connect in the same second. */
export const OFFICE: AuditWorldOptions = {
  ...HARSH,
  machines: 20,
  accounts: 3,
  people: 40,
  connections: 300,
  span: 10 * HOUR,
  together: 0.02,
  short: 0.2,
};

interface True {
  readonly host: ArmKey;
  readonly machine: number;
  readonly account: string;
  readonly person: string;
  readonly isNamed: boolean;
  readonly start: number;
  readonly end: number;
  readonly sessionId: string;
  readonly tunnelId: string | undefined;
}

/** The same world for the same seed. */
export function auditWorld(seed: number, options: AuditWorldOptions): AuditWorld {
  const random = randomFrom(seed);
  const { pick, chance, guid } = random;
  const hosts = Array.from({ length: options.hosts }, (_, index) => hostKeyOf(index));
  const connections: True[] = [];
  while (connections.length < options.connections) {
    const neighbour = connections.length > 0 && chance(options.together) ? pick(connections) : undefined;
    const start = neighbour ? neighbour.start + random.upTo(4_000) - 2_000 : NOW - random.upTo(options.span);
    const sessionId = guid();
    const ids = { same: sessionId.toUpperCase(), others: guid(), none: undefined };
    connections.push({
      host: neighbour?.host ?? pick(hosts),
      machine: neighbour?.machine ?? random.upTo(options.machines),
      account: neighbour?.account ?? `user${random.upTo(options.accounts)}`,
      person: `person${random.upTo(options.people)}@contoso.com`,
      isNamed: !chance(options.nameless),
      start,
      end: start + (chance(options.short) ? random.upTo(2 * MINUTE) : random.upTo(options.span)),
      sessionId,
      tunnelId: ids[options.ids],
    });
  }
  const rows = connections.flatMap((one) => rowsOf(one, random, options));
  const failures = connections.filter(() => chance(options.failed)).map((one) => failureOf(one, random));
  const arrived = [...rows, ...failures].flatMap(({ happened, record }) => {
    const comes = !chance(options.lost) && happened + random.upTo(options.late) <= NOW;
    return comes ? [record, ...(chance(options.doubled) ? [{ ...record }] : [])] : [];
  });
  const isLive = ({ start, end }: True) => start <= NOW && end > NOW;
  return {
    hosts,
    now: NOW,
    from: NOW - options.span - HOUR,
    records: random.shuffled(arrived),
    live: Map.groupBy(
      connections.filter(isLive).map((one) => liveOf(one, random)),
      ({ host }) => host,
    ),
  };
}

function liveOf(one: True, { upTo }: Random): LiveInWorld & { readonly host: ArmKey } {
  const { host, sessionId, account, machine, start, isNamed, person } = one;
  return {
    host,
    key: `id:${sessionId}`,
    person: isNamed ? person : undefined,
    session: {
      sessionId,
      userName: account,
      protocol: "SSH",
      targetResourceId: machineIdOf(machine),
      targetIpAddress: `10.0.0.${machine}`,
      targetHostName: `vm-${machine}`,
      startTime: new Date(start + upTo(JITTER_MS)).toISOString(),
      durationMinutes: (NOW - start) / MINUTE,
    },
  };
}

interface Row {
  readonly happened: number;
  readonly record: AuditRecord;
}

function rowsOf(one: True, { upTo, chance }: Random, { nameless }: AuditWorldOptions): readonly Row[] {
  const started = toSecond(one.start + upTo(JITTER_MS));
  const said: AuditRecord = {
    hostKey: one.host,
    userName: one.account,
    ...(one.isNamed && { person: one.person }),
    clientAddress: addressOf(one.person),
    protocol: "ssh",
    resourceType: !one.isNamed && chance(0.3) ? "BSL" : "VM",
    targetResourceId: machineIdOf(one.machine).toUpperCase(),
    targetAddress: `10.0.0.${one.machine}`,
    ...(one.tunnelId !== undefined && { tunnelId: one.tunnelId }),
    started,
  };
  const { person, ...withoutPerson } = said;
  // A row may lack what the other one has.
  const atEnd = person !== undefined && chance(nameless) ? withoutPerson : said;
  const ended = toSecond(one.end);
  const connect = { ...said, time: started, operation: "connect", message: "Successfully Connected." };
  const disconnect = {
    ...atEnd,
    time: ended,
    ended,
    durationMs: one.end - one.start,
    operation: "disconnect",
    message: "Successfully Disconnected",
  };
  return [
    { happened: one.start, record: connect },
    { happened: one.end, record: disconnect },
  ];
}

/** A wrong password at the place of a connection, sometimes in its tunnel. */
function failureOf(one: True, { upTo, chance, guid }: Random): Row {
  const time = toSecond(one.start - upTo(HOUR));
  const record = {
    hostKey: one.host,
    userName: chance(0.5) ? one.account : "<b>root</b>",
    clientAddress: "203.0.113.9",
    protocol: "ssh",
    targetResourceId: machineIdOf(one.machine),
    ...(chance(0.5) && { person: one.person }),
    ...(one.tunnelId !== undefined && { tunnelId: chance(0.3) ? one.tunnelId : guid() }),
    time,
    operation: "connect",
    message: "Login Failed",
  };
  return { happened: time, record };
}

export function hostKeyOf(index: number): ArmKey {
  return armKey(`/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas${index}`);
}

function machineIdOf(machine: number): string {
  return `/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-${machine}`;
}

function addressOf(person: string): string {
  return `198.51.100.${person.replace(/\D/gu, "")}`;
}

/** Times of Azure are read to the second. */
function toSecond(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}

interface Random {
  /** A whole number below a limit. */
  readonly upTo: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => readonly T[];
  readonly guid: () => string;
}

/** The numbers of mulberry32: the same for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (limit: number) => Math.floor(next() * limit);
  const hex = (length: number) => Array.from({ length }, () => upTo(16).toString(16)).join("");
  return {
    upTo,
    chance: (share) => next() < share,
    pick: (list) => list[upTo(list.length)]!,
    shuffled: (list) =>
      list
        .map((one) => ({ one, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ one }) => one),
    guid: () => [8, 4, 4, 4, 12].map(hex).join("-"),
  };
}
