import type { AuditRecord } from "../azure/auditLog.ts";
import type { Connection, LoggedClient } from "../model/session/connection.ts";
import { tunnelOf } from "./rows.ts";

/** How long a tunnel can stay open after a wrong password, in milliseconds: sshd waits two minutes for another one. */
const LINGER_MS = 120_000;
/** How much the times of one event may differ between rows, in milliseconds. */
const APART_MS = 5_000;

/** Failed sign-ins. The log can write a disconnect row after a wrong password, which is no connection (azure-docs#79028). */
export class Attempts {
  readonly #byTunnel: ReadonlyMap<string | undefined, readonly AuditRecord[]>;
  readonly #byTarget: ReadonlyMap<string, readonly AuditRecord[]>;

  constructor(failures: readonly AuditRecord[]) {
    this.#byTunnel = Map.groupBy(failures, tunnelKey);
    this.#byTarget = Map.groupBy(failures, targetKeyOf);
  }

  /** Whether what looks like the end of a connection is the end of a failed sign-in. */
  include(end: Connection): boolean {
    const key = tunnelKey(end);
    const sameTunnel = key === undefined ? [] : (this.#byTunnel.get(key) ?? []);
    const sameTarget = this.#byTarget.get(targetKeyOf(end)) ?? [];
    return (
      sameTunnel.some((failure) => endsSoonAfter(end, timeOf(failure))) ||
      sameTarget.some(
        (failure) =>
          // Different IDs mean different tunnels.
          (key === undefined || tunnelOf(failure) === undefined) &&
          (end.userName === undefined || failure.userName === end.userName) &&
          isWithin(end, timeOf(failure)),
      )
    );
  }
}

function timeOf({ time, started }: AuditRecord): number | undefined {
  return time ?? started;
}

function endsSoonAfter({ ended }: Connection, failed: number | undefined): boolean {
  return ended === undefined || failed === undefined || ended - failed <= LINGER_MS;
}

function isWithin(end: Connection, failed: number | undefined): boolean {
  const { ended, started = (ended ?? 0) - LINGER_MS } = end;
  return (
    ended !== undefined &&
    failed !== undefined &&
    failed >= started - APART_MS &&
    failed <= ended + APART_MS &&
    endsSoonAfter(end, failed)
  );
}

function tunnelKey(row: Pick<Connection, "hostKey" | "tunnelId">): string | undefined {
  const tunnel = tunnelOf(row);
  return tunnel === undefined ? undefined : `${row.hostKey} ${tunnel}`;
}

function targetKeyOf({ hostKey, targetResourceId, targetAddress, protocol }: LoggedClient): string {
  return JSON.stringify([hostKey, (targetResourceId ?? targetAddress)?.toLowerCase(), protocol?.toLowerCase()]);
}
