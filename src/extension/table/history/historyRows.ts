/** Rows of the page from what the audit log and the Activity Log have. Everything in it is text that somebody else wrote. */
import { historyRecord, type PastEntry, type RecordContext } from "../../../core/history/historyRecord.ts";
import { idHash } from "../../../core/text/idHash.ts";
import type { HistoryRow } from "./historyProtocol.ts";

/** What a row is made with. */
export interface RowContext extends RecordContext {
  /** A number for what has an id that the page need not know. */
  readonly numberOf: (key: string) => number;
}

/** Unique among all entries. */
export function entryKey({ kind, logged }: PastEntry): string {
  return `${kind} ${logged.hostKey} ${logged.key}`;
}

export function historyRow(entry: PastEntry, context: RowContext): HistoryRow {
  const target = targetOf(entry);
  return {
    id: context.numberOf(entryKey(entry)),
    hostNumber: context.numberOf(entry.logged.hostKey),
    ...historyRecord(entry, context),
    ...(target !== undefined && { machine: context.numberOf(`on ${target.toLowerCase()}`) }),
    ids: idsOf(entry).flatMap((id) => (id ? idHash(id.toLowerCase()) : [])),
  };
}

function targetOf(entry: PastEntry): string | undefined {
  return entry.kind === "activity" ? undefined : (entry.logged.targetResourceId ?? entry.logged.targetAddress);
}

function idsOf(entry: PastEntry): readonly (string | undefined)[] {
  if (entry.kind === "activity") {
    return [entry.logged.correlationId, entry.logged.hostKey];
  }
  const tunnelId = entry.kind === "connection" ? entry.logged.tunnelId : undefined;
  return [tunnelId, entry.logged.targetResourceId, entry.logged.hostKey];
}
