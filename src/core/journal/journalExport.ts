import { csv } from "../text/csv.ts";
import type { Entry, EntrySession } from "./entries.ts";
import type { JournalContents } from "./journal.ts";

type Cell = string | number | boolean | undefined;

/** The columns of the CSV export, one row a session. Their names are the journal's own and the same in every language. */
const columns: Readonly<Record<string, (session: EntrySession, entry: Entry) => Cell>> = {
  entry: (_session, { id }) => id,
  confirmedAt: (_session, { at }) => at,
  by: (_session, { by }) => by,
  account: ({ actor }) => actor.account,
  accountId: ({ actor }) => actor.accountId,
  tenantId: ({ actor }) => actor.tenantId,
  tenant: ({ actor }) => actor.tenant,
  reason: (_session, { reason }) => reason,
  ticket: (_session, { ticket }) => ticket,
  hostId: ({ hostId }) => hostId,
  hostName: ({ hostName }) => hostName,
  sessionId: ({ session }) => session.sessionId,
  userName: ({ session }) => session.userName,
  protocol: ({ session }) => session.protocol,
  targetHostName: ({ session }) => session.targetHostName,
  targetIpAddress: ({ session }) => session.targetIpAddress,
  targetResourceId: ({ session }) => session.targetResourceId,
  targetResourceGroup: ({ session }) => session.targetResourceGroup,
  targetSubscriptionId: ({ session }) => session.targetSubscriptionId,
  resourceType: ({ session }) => session.resourceType,
  startTime: ({ session }) => session.startTime,
  durationMinutes: ({ session }) => session.durationMinutes,
  verdict: ({ verdict }) => verdict,
  message: ({ message }) => message,
  failure: ({ failure }) => failure,
  requestId: ({ requestId }) => requestId,
  answeredAt: ({ answeredAt }) => answeredAt,
  stillListed: ({ listed }) => listed?.listed,
  listedAt: ({ listed }) => listed?.at,
  foundAfterwards: ({ listed }) => listed?.afterwards,
  reconnectedAt: ({ reconnected }) => reconnected?.at,
  reconnectedThrough: ({ reconnected }) => reconnected?.sessionId,
};

/** The journal for a spreadsheet. */
export function toCsv(entries: readonly Entry[]): string {
  const rows = entries.flatMap((entry) =>
    entry.sessions.map((session) => Object.values(columns).map((cell) => cell(session, entry))),
  );
  return csv([Object.keys(columns), ...rows]);
}

/** The journal whole, for programs. */
export function toJson({ entries, torn }: JournalContents): string {
  return `${JSON.stringify({ version: 1, entries, unreadableLines: torn }, undefined, 2)}\n`;
}
