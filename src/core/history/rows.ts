/** Helpers for rows of the audit log: their order, and merging the rows of one connection. */
import type { AuditRecord } from "../azure/auditLog.ts";
import type { ArmKey } from "../model/armId.ts";
import type { LoggedClient } from "../model/session/connection.ts";
import { compareText } from "../model/order.ts";

/** What the log says about a client. */
export const CLIENT_TEXTS = [
  "userName",
  "person",
  "clientAddress",
  "userAgent",
  "protocol",
  "resourceType",
  "targetResourceId",
  "targetAddress",
] as const satisfies readonly Exclude<keyof LoggedClient, "hostKey">[];

const FIELDS = [...CLIENT_TEXTS, "operation", "message", "tunnelId", "started", "ended", "durationMs"] as const;

/** Merges what the rows of one connection say about its client: of each field, the first value that isn't blank. */
export function clientOf(rows: readonly AuditRecord[], hostKey: ArmKey): LoggedClient {
  const client: { -readonly [Field in keyof LoggedClient]: LoggedClient[Field] } = { hostKey };
  for (const field of CLIENT_TEXTS) {
    const said = firstOf(rows, field);
    if (said !== undefined) {
      client[field] = said;
    }
  }
  return client;
}

/** The first value of a field that isn't blank. */
export function firstOf<Field extends keyof AuditRecord>(
  rows: readonly AuditRecord[],
  field: Field,
): AuditRecord[Field] | undefined {
  for (const row of rows) {
    if (row[field] !== undefined) {
      return row[field];
    }
  }
  return undefined;
}

/** Sorts rows, oldest first. The same rows always end up in the same order. */
export function inOrder(rows: readonly AuditRecord[]): readonly AuditRecord[] {
  return rows.length < 2 ? rows : rows.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0) || byContent(a, b));
}

function byContent(a: AuditRecord, b: AuditRecord): number {
  const field = FIELDS.find((name) => a[name] !== b[name]);
  return field === undefined ? 0 : compareText(String(a[field] ?? ""), String(b[field] ?? ""));
}

/** A connection's ID in a form that can be compared. An ID of zeros is how .NET writes one that was never set. */
export function tunnelOf({ tunnelId }: Pick<AuditRecord, "tunnelId">): string | undefined {
  return tunnelId === undefined || /^[0-]*$/u.test(tunnelId) ? undefined : tunnelId.toLowerCase();
}
