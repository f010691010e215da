/** What the rows of the audit log have in common: their order, and what the rows of one connection say together. */
import type { AuditRecord } from "../azure/auditLog.ts";
import type { ArmKey } from "../model/armId.ts";
import type { LoggedClient } from "../model/session/connection.ts";

/** What the log says of a client. */
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

/** What rows of one connection say of its client: of each field the first that isn't blank. */
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

/** The first value of a field that the rows have. */
export function firstOf<Field extends keyof AuditRecord>(
  rows: readonly AuditRecord[],
  field: Field,
): AuditRecord[Field] | undefined {
  return rows.find((row) => row[field] !== undefined)?.[field];
}

/** The oldest first; the same for the same rows, in whatever order they came. */
export function inOrder(rows: readonly AuditRecord[]): readonly AuditRecord[] {
  return rows.length < 2 ? rows : rows.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0) || byContent(a, b));
}

function byContent(a: AuditRecord, b: AuditRecord): number {
  const field = FIELDS.find((name) => a[name] !== b[name]);
  return field === undefined ? 0 : compareText(String(a[field] ?? ""), String(b[field] ?? ""));
}

/** Code unit by code unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Equal for rows of one person; empty where the log names none. */
export function personKey({ person }: Pick<LoggedClient, "person">): string {
  return person?.trim().toLowerCase() ?? "";
}

/** A connection's ID, to be compared; the ID of zeros is how .NET writes one that was never set. */
export function tunnelOf({ tunnelId }: Pick<AuditRecord, "tunnelId">): string | undefined {
  return tunnelId === undefined || /^[0-]*$/u.test(tunnelId) ? undefined : tunnelId.toLowerCase();
}
