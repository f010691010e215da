/**
 * Turns rows of the audit log into connections and failed sign-ins. The log writes a row when a connection starts and another
 * when it ends. Rows can be late, out of order, duplicated or lost; their order never changes the result.
 */
import type { AuditRecord } from "../azure/auditLog.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Connection, FailedSignIn } from "../model/session/connection.ts";
import { present } from "../text/json.ts";
import { Attempts } from "./attempts.ts";
import { personKey } from "../model/session/who.ts";
import { isFailure, partOf } from "./rowKind.ts";
import { CLIENT_TEXTS, clientOf, firstOf, inOrder, tunnelOf } from "./rows.ts";
import { compareText } from "../model/order.ts";

export interface FoldedRecords {
  /** The newest first. */
  readonly connections: readonly Connection[];
  /** The newest first. */
  readonly failures: readonly FailedSignIn[];
  /**
   * When else a person used an account: starts that one ID has besides the first, and rows that tell of no start and no end.
   * They make no connection of their own, but another's person isn't certain beside them.
   */
  readonly sightings: readonly FailedSignIn[];
}

/** Folds rows of any hosts, in any order; duplicates change nothing. */
export function foldRecords(records: readonly AuditRecord[]): FoldedRecords {
  const failures = new Map<string, AuditRecord>();
  const hosts = new Map<ArmKey, Map<string, AuditRecord[]>>();
  for (const record of records) {
    if (isFailure(record)) {
      failures.set(failureKey(record), record);
    } else {
      const groups = hosts.get(record.hostKey) ?? new Map<string, AuditRecord[]>();
      hosts.set(record.hostKey, groups);
      const key = groupKey(record);
      const group = groups.get(key);
      if (group) {
        group.push(record);
      } else {
        groups.set(key, [record]);
      }
    }
  }
  const attempts = new Attempts([...failures.values()]);
  const folded = [...hosts.values()]
    .flatMap((groups) => [...groups])
    .flatMap(([key, rows]) => byClient(key, rows))
    .map((group) => ({ group, connection: connectionOf(group) }));
  const connections = folded
    .flatMap(({ connection }) => connection ?? [])
    .filter((connection) => connection.endOnly !== true || !attempts.include(connection));
  return {
    sightings: folded.flatMap(({ group, connection }) => sightingsOf(group, connection)),
    connections: connections.sort(newestConnectionFirst),
    failures: [...failures]
      .map(([key, row]) => ({ key, ...clientOf([row], row.hostKey), ...present({ time: row.time ?? row.started }) }))
      .sort(newestFailureFirst),
  };
}

/** Starts of one connection are logged within so many milliseconds. */
const SAME_START_MS = 5_000;

function sightingsOf({ key, rows }: Group, connection: Connection | undefined): readonly FailedSignIn[] {
  const isOther = (time: number) =>
    connection?.started === undefined || Math.abs(time - connection.started) > SAME_START_MS;
  const told = connection ? rows.filter((row) => partOf(row).start) : rows;
  return told.flatMap((row) => {
    const time = row.started ?? row.time;
    return time !== undefined && isOther(time)
      ? [{ key: `${key} ${time}`, ...clientOf([row], row.hostKey), time }]
      : [];
  });
}

/** Equal for rows of the same connection of a host. */
function groupKey(record: AuditRecord): string {
  const tunnel = tunnelOf(record);
  return tunnel === undefined ? placeKey(record) : `tunnel:${tunnel}`;
}

function placeKey({ targetResourceId, targetAddress, protocol, userName, started, time }: AuditRecord): string {
  const target = targetResourceId ?? targetAddress;
  return JSON.stringify([target?.toLowerCase(), protocol?.toLowerCase(), userName, started ?? time]);
}

interface Group {
  readonly key: string;
  readonly rows: readonly AuditRecord[];
}

/**
 * Splits the rows of one key by person: rows of different people are never merged, whatever else they share. Two people can
 * connect to the same account of a VM in the same second, so without an ID two starts must also have the same address.
 */
function byClient(key: string, rows: readonly AuditRecord[]): readonly Group[] {
  const hasId = rows.some((row) => tunnelOf(row) !== undefined);
  const clientKey = (row: AuditRecord) =>
    hasId ? personKey(row.person) : `${personKey(row.person)} ${row.clientAddress ?? ""}`;
  const isMany = (keys: readonly string[]) => keys.some((one) => one !== keys[0]);
  const people = rows.map(({ person }) => personKey(person)).filter((person) => person !== "");
  const starts = hasId ? [] : rows.filter((row) => partOf(row).start).map(clientKey);
  return isMany(people) || isMany(starts)
    ? [...Map.groupBy(rows, clientKey)].map(([client, own]) => ({ key: `${key} ${client}`, rows: own }))
    : [{ key, rows }];
}

function connectionOf({ key, rows: unordered }: Group): Connection | undefined {
  const [starts, others]: [AuditRecord[], AuditRecord[]] = [[], []];
  const ends: { readonly row: AuditRecord; readonly start: boolean }[] = [];
  for (const row of inOrder(unordered)) {
    const { start, end } = partOf(row);
    (start ? starts : others).push(row);
    if (end) {
      ends.push({ row, start });
    }
  }
  const rows = [...starts, ...others];
  const [first] = rows;
  if (first === undefined || (starts.length === 0 && ends.length === 0)) {
    return undefined;
  }
  const started = firstOf(rows, "started") ?? firstOf(starts, "time");
  const connection: { -readonly [Field in keyof Connection]: Connection[Field] } = {
    key,
    ...clientOf(rows, first.hostKey),
    hasEnded: ends.length > 0,
  };
  if (tunnelOf(first) !== undefined && first.tunnelId !== undefined) {
    connection.tunnelId = first.tunnelId;
  }
  if (started !== undefined) {
    connection.started = started;
  }
  for (const { row, start } of ends) {
    const ended = row.ended ?? (start ? undefined : row.time);
    if (ended !== undefined && ended >= (started ?? 0) && ended >= (connection.ended ?? 0)) {
      connection.ended = ended;
    }
    if (row.durationMs !== undefined) {
      connection.durationMs ??= row.durationMs;
    }
  }
  if (starts.length === 0) {
    connection.endOnly = true;
  }
  return connection;
}

function failureKey(record: AuditRecord): string {
  const said = CLIENT_TEXTS.map((field) => record[field]);
  return JSON.stringify([record.hostKey, record.time ?? record.started, tunnelOf(record), ...said]);
}

/** Compares connections by start, or by end if the start is unknown, newest first. */
export function newestConnectionFirst(a: Connection, b: Connection): number {
  return newestFirst(a.started ?? a.ended, b.started ?? b.ended) || byHostAndKey(a, b);
}

/** Compares failed sign-ins by time, newest first. */
export function newestFailureFirst(a: FailedSignIn, b: FailedSignIn): number {
  return newestFirst(a.time, b.time) || byHostAndKey(a, b);
}

function newestFirst(a: number | undefined, b: number | undefined): number {
  return (b ?? 0) - (a ?? 0);
}

function byHostAndKey(a: Connection | FailedSignIn, b: Connection | FailedSignIn): number {
  return compareText(a.hostKey, b.hostKey) || compareText(a.key, b.key);
}
