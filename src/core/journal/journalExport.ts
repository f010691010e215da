import { parseAzureTime } from "../model/azureTime.ts";
import { formatDeepLink } from "../model/deepLink.ts";
import { SESSION_KEYS } from "../model/session/session.ts";
import { asText, present } from "../text/json.ts";
import { jsonFile, toCsv, type Cell } from "../text/tabularExport.ts";
import type { JournalEntry, EntrySession } from "./journalEntry.ts";
import type { JournalContents } from "./journal.ts";
import type { JournalLink, LinkDeletion, LinkMachine } from "./linkDeletion.ts";
import { compareText } from "../model/order.ts";

const PERSON_KEYS = ["person", "confidence", "clientAddress"] as const;

/** The deep link to an entry. */
interface Linked {
  readonly deepLink?: string;
}

/** A session that was to be disconnected, or a VM whose links were to be deleted. */
interface CsvRow {
  readonly entry: (JournalEntry | LinkDeletion) & Linked;
  readonly item: EntrySession | LinkMachine;
}

/**
 * The columns of the CSV export, one row a session, or a VM whose links were deleted; what only the other kind has is empty.
 * Their names are the journal's own and the same in every language.
 */
const columns: Readonly<Record<string, (row: CsvRow) => Cell>> = {
  entry: ({ entry }) => entry.id,
  confirmedAt: ({ entry }) => entry.at,
  action: ({ item }) => (isSession(item) ? "disconnect" : "deleteLinks"),
  by: ({ entry }) => entry.by,
  account: ({ item }) => item.actor.account,
  accountId: ({ item }) => item.actor.accountId,
  tenantId: ({ item }) => item.actor.tenantId,
  tenant: ({ item }) => item.actor.tenant,
  reason: ({ entry }) => entry.reason,
  ticket: ({ entry }) => entry.ticket,
  notes: ({ entry }) => entry.notes?.join(" "),
  hostId: ({ item }) => item.hostId,
  hostName: ({ item }) => item.hostName,
  asOf: ({ item }) => (isSession(item) ? item.asOf : undefined),
  ...Object.fromEntries(
    [...SESSION_KEYS, ...PERSON_KEYS].map((key) => [
      key,
      ({ item }: CsvRow): Cell => (isSession(item) ? item.session[key] : undefined),
    ]),
  ),
  targetResourceId: ({ item }) => (isSession(item) ? item.session.targetResourceId : item.vmId),
  links: ({ item }) => (isSession(item) ? undefined : item.links.length),
  linksCreatedAt: ({ item }) => (isSession(item) ? undefined : textsOf(item, "createdAt")),
  linksExpireAt: ({ item }) => (isSession(item) ? undefined : textsOf(item, "expiresAt")),
  verdict: ({ item }) => item.verdict,
  message: ({ item }) => item.message,
  failure: ({ item }) => item.failure,
  requestId: ({ item }) => item.requestId,
  answeredAt: ({ item }) => item.answeredAt,
  stillListed: ({ item }) => item.listed?.listed,
  listedAt: ({ item }) => item.listed?.at,
  foundAfterwards: ({ item }) => item.listed?.afterwards,
  reconnectedAt: ({ item }) => (isSession(item) ? item.reconnected?.at : undefined),
  reconnectedHostId: ({ item }) => (isSession(item) ? item.reconnected?.hostId : undefined),
  reconnectedThrough: ({ item }) => (isSession(item) ? item.reconnected?.sessionId : undefined),
  deepLink: ({ entry }) => entry.deepLink,
};

function isSession(item: CsvRow["item"]): item is EntrySession {
  return "session" in item;
}

function textsOf({ links }: LinkMachine, name: keyof JournalLink): string | undefined {
  return asText(links.flatMap((link) => link[name] ?? []).join(" "));
}

/** The journal for a spreadsheet, in the order of time. */
export function journalCsv(entries: readonly JournalEntry[], linkDeletions: readonly LinkDeletion[] = []): string {
  const rows: readonly CsvRow[] = [
    ...entries.map(inUtc).flatMap((entry) => entry.sessions.map((item) => ({ item, entry }))),
    ...linkDeletions.map(linksInUtc).flatMap((entry) => entry.machines.map((item) => ({ item, entry }))),
  ];
  return toCsv(
    rows.toSorted((a, b) => compareText(a.entry.at, b.entry.at)),
    Object.entries(columns).map(([name, value]) => ({ name, value })),
  );
}

/** The journal whole, for programs. */
export function journalJson({ entries, linkDeletions, torn }: JournalContents): string {
  return jsonFile({
    version: 1,
    entries: entries.map(inUtc),
    linkDeletions: linkDeletions.map(linksInUtc),
    unreadableLines: torn,
  });
}

/** The journal with the deep link to each entry that has one. @param scheme of the user's VS Code */
export function withDeepLinks(journal: JournalContents, scheme: string): JournalContents {
  const linked = <T extends { readonly id: string }>(entry: T): T & Linked => ({
    ...entry,
    ...present({ deepLink: formatDeepLink(scheme, { place: "journal", entry: entry.id }) }),
  });
  return { ...journal, entries: journal.entries.map(linked), linkDeletions: journal.linkDeletions.map(linked) };
}

/** Whether the audit log named a person, or an address that someone came from, for any session. */
export function hasPeople({ entries }: Pick<JournalContents, "entries">): boolean {
  return entries.some(({ sessions }) => sessions.some(({ session }) => PERSON_KEYS.some((key) => key in session)));
}

/** The journal without what the audit log told: of sessions, only what Azure's list has. */
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

/** The journal without what the user typed and the notes of the questions: a name may be in them. */
export function withoutFreeText<T extends Pick<JournalContents, "entries" | "linkDeletions">>(journal: T): T {
  const bare = <E extends JournalEntry | LinkDeletion>(entry: E) => {
    const { reason: _reason, ticket: _ticket, notes: _notes, ...rest } = entry;
    return rest;
  };
  return { ...journal, entries: journal.entries.map(bare), linkDeletions: journal.linkDeletions.map(bare) };
}

/** The journal has start times as Azure wrote them, which may be without a zone. */
function inUtc(entry: JournalEntry): JournalEntry {
  const sessions = entry.sessions.map((one) => {
    const started = parseAzureTime(one.session.startTime ?? "");
    return started ? { ...one, session: { ...one.session, startTime: started.toISOString() } } : one;
  });
  return { ...entry, sessions };
}

function linksInUtc(entry: LinkDeletion): LinkDeletion {
  const inUtcAt = (text: string | undefined) => parseAzureTime(text ?? "")?.toISOString() ?? text;
  const machines = entry.machines.map((machine) => ({
    ...machine,
    links: machine.links.map(({ createdAt, expiresAt }) =>
      present({ createdAt: inUtcAt(createdAt), expiresAt: inUtcAt(expiresAt) }),
    ),
  }));
  return { ...entry, machines };
}
