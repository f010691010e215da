import { parseAzureTime } from "../model/azureTime.ts";
import { SESSION_KEYS } from "../model/session/session.ts";
import { jsonFile, toCsv, type Cell } from "../text/tabularExport.ts";
import type { JournalEntry, EntrySession } from "./journalEntry.ts";
import type { JournalContents } from "./journal.ts";

const PERSON_KEYS = ["person", "confidence", "clientAddress"] as const;

/** The columns of the CSV export, one row a session. Their names are the journal's own and the same in every language. */
const columns: Readonly<Record<string, (session: EntrySession, entry: JournalEntry) => Cell>> = {
  entry: (_session, { id }) => id,
  confirmedAt: (_session, { at }) => at,
  by: (_session, { by }) => by,
  account: ({ actor }) => actor.account,
  accountId: ({ actor }) => actor.accountId,
  tenantId: ({ actor }) => actor.tenantId,
  tenant: ({ actor }) => actor.tenant,
  reason: (_session, { reason }) => reason,
  ticket: (_session, { ticket }) => ticket,
  notes: (_session, { notes }) => notes?.join(" "),
  hostId: ({ hostId }) => hostId,
  hostName: ({ hostName }) => hostName,
  asOf: ({ asOf }) => asOf,
  ...Object.fromEntries(
    [...SESSION_KEYS, ...PERSON_KEYS].map((key) => [key, ({ session }: EntrySession): Cell => session[key]]),
  ),
  verdict: ({ verdict }) => verdict,
  message: ({ message }) => message,
  failure: ({ failure }) => failure,
  requestId: ({ requestId }) => requestId,
  answeredAt: ({ answeredAt }) => answeredAt,
  stillListed: ({ listed }) => listed?.listed,
  listedAt: ({ listed }) => listed?.at,
  foundAfterwards: ({ listed }) => listed?.afterwards,
  reconnectedAt: ({ reconnected }) => reconnected?.at,
  reconnectedHostId: ({ reconnected }) => reconnected?.hostId,
  reconnectedThrough: ({ reconnected }) => reconnected?.sessionId,
};

/** The journal for a spreadsheet. */
export function journalCsv(entries: readonly JournalEntry[]): string {
  return toCsv(
    entries.map(inUtc).flatMap((entry) => entry.sessions.map((session) => ({ session, entry }))),
    Object.entries(columns).map(([name, cell]) => ({ name, value: ({ session, entry }) => cell(session, entry) })),
  );
}

/** The journal whole, for programs. */
export function journalJson({ entries, torn }: JournalContents): string {
  return jsonFile({ version: 1, entries: entries.map(inUtc), unreadableLines: torn });
}

/** Whether the audit log named a person, or an address that someone came from, for any session. */
export function hasPeople({ entries }: Pick<JournalContents, "entries">): boolean {
  return entries.some(({ sessions }) => sessions.some(({ session }) => PERSON_KEYS.some((key) => key in session)));
}

/** The journal without what the audit log told: only what Azure's list of sessions has. */
export function withoutPeople<T extends Pick<JournalContents, "entries">>(journal: T): T {
  const entries = journal.entries.map((entry) => ({
    ...entry,
    sessions: entry.sessions.map((one) => {
      const { person: _person, confidence: _confidence, clientAddress: _address, ...session } = one.session;
      return { ...one, session };
    }),
  }));
  return { ...journal, entries };
}

/** The journal has start times as Azure wrote them, which may be without a zone. */
function inUtc(entry: JournalEntry): JournalEntry {
  const sessions = entry.sessions.map((one) => {
    const started = parseAzureTime(one.session.startTime ?? "");
    return started ? { ...one, session: { ...one.session, startTime: started.toISOString() } } : one;
  });
  return { ...entry, sessions };
}
