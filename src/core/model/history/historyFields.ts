/**
 * Every field of what the audit log tells, once: the columns of the history, its sort order, filter and exports follow from
 * it. To add one, add an entry here and its title in words/columnTitles.ts, which the compiler then misses.
 */

/** What somebody did to a host, by the Activity Log. */
const DONE = {
  disconnected: "disconnectedSessions",
  listed: "listedSessions",
  changed: "changedHost",
  deleted: "deletedHost",
  linksCreated: "createdShareableLinks",
  linksRead: "readShareableLinks",
  linksDeleted: "deletedShareableLinks",
};

/**
 * How a connection ended, or that it was none: the one that a row is sorted by first, with their names in exports.
 * - `byUs`: this extension disconnected it, as the journal says
 * - `probablyBy`: Azure's Activity Log has somebody's disconnect shortly before it ended
 * - `open`: the log has no end, and the live list doesn't have it
 */
const ENDS = {
  live: "stillConnected",
  failed: "failedSignIn",
  byUs: "disconnectedByUs",
  probablyBy: "probablyDisconnected",
  ended: "ended",
  open: "noEndLogged",
  ...DONE,
};
export type EndId = keyof typeof ENDS;
export const END_IDS = Object.keys(ENDS) as readonly EndId[];

/** Whether a row is what somebody did to a host. */
export function isActivity(end: EndId): boolean {
  return Object.hasOwn(DONE, end);
}

/** Whether a row is a connection: neither a sign-in that failed, nor what somebody did to a host. */
export function isConnection(end: EndId): boolean {
  return end !== "failed" && !isActivity(end);
}

/** What a row is made of: a connection, a sign-in that failed, or what somebody did to a host. Every text is fit to be shown. */
export interface HistoryRecord {
  /** Of what was done to a host, the caller: a person's sign-in name, or the ID of an application. */
  readonly person?: string;
  /** The account on the target VM; of a failed sign-in, what was typed. */
  readonly user?: string;
  readonly vm?: string;
  readonly ip?: string;
  readonly host: string;
  readonly subscription?: string;
  /** Where the person came from. */
  readonly from?: string;
  /** The short name of the browser or client. */
  readonly client?: string;
  readonly protocol?: string;
  /** Milliseconds of the date. */
  readonly started?: number;
  readonly ended?: number;
  /** That it lasted; of a connection that still lasts, when this was sent. */
  readonly minutes?: number;
  readonly end: EndId;
  /** The reason that the journal has, or who probably disconnected it. */
  readonly because?: string;
  /** What was done to a host did not succeed: it failed, perhaps halfway, or Azure refused it. */
  readonly outcome?: "failed" | "rejected";
}

/** Writes values for the user. */
export interface HistoryFormat {
  readonly end: (record: Pick<HistoryRecord, "end" | "because" | "outcome">) => string;
  readonly time: (ms: number) => string;
  readonly duration: (minutes: number | undefined) => string;
}

interface HistoryField {
  /** In pixels, until the user changes it. */
  readonly width: number;
  /** Until the user shows it. */
  readonly isHidden?: true;
  /** A number: largest first, and to the right. */
  readonly isAmount?: true;
  /** It tells of a person: what leaves the screen can do without it. */
  readonly isPersonal?: true;
  /** Only of connections and sign-ins: blank for what was done to a host, and not unknown. */
  readonly isOfConnections?: true;
  /** Its name in files that programs read, where that is not its id. */
  readonly name?: string;
  /** What is sorted by, where that is not its text. */
  readonly sort?: (record: HistoryRecord) => string | number | undefined;
  /** What a cell shows, where that is not its text. */
  readonly text?: (record: HistoryRecord, format: HistoryFormat) => string | undefined;
  /** What is exported, where that is not its text. */
  readonly value?: (record: HistoryRecord) => string | number | undefined;
}

/** What follows in exports where it did not succeed. */
const SUFFIXES = { failed: "Failed", rejected: "Rejected" };

const FIELDS = {
  person: { width: 190, isPersonal: true },
  user: { width: 130, isPersonal: true, isOfConnections: true },
  vm: { width: 140, isOfConnections: true },
  host: { width: 140 },
  from: { name: "clientAddress", width: 130, isPersonal: true },
  client: { width: 90, isPersonal: true, isOfConnections: true },
  protocol: { width: 84, isOfConnections: true },
  started: {
    width: 210,
    sort: ({ started }) => started,
    text: ({ started }, format) => (started === undefined ? undefined : format.time(started)),
    value: ({ started }) => isoTime(started),
  },
  ended: {
    width: 210,
    sort: ({ ended }) => ended,
    text: ({ ended }, format) => (ended === undefined ? "" : format.time(ended)),
    value: ({ ended }) => isoTime(ended),
  },
  duration: {
    name: "durationMinutes",
    width: 100,
    isAmount: true,
    sort: ({ minutes }) => minutes,
    text: ({ minutes, end }, format) => (isConnection(end) ? format.duration(minutes) : ""),
    value: ({ minutes }) => minutes && Math.floor(minutes),
  },
  end: {
    width: 220,
    sort: ({ end, because = "", outcome = "" }) => `${END_IDS.indexOf(end)} ${because}${outcome}`,
    text: (record, format) => format.end(record),
    value: ({ end, outcome }) => `${ENDS[end]}${outcome === undefined ? "" : SUFFIXES[outcome]}`,
  },
  ip: { name: "targetIp", width: 110, isHidden: true, isOfConnections: true },
  subscription: { width: 140, isHidden: true },
} as const satisfies Record<string, HistoryField>;

export type HistoryColumn = keyof typeof FIELDS;

/** The columns that there are, in their first order. */
export const HISTORY_COLUMNS = Object.keys(FIELDS) as readonly HistoryColumn[];

function field(id: HistoryColumn): HistoryField {
  return FIELDS[id];
}

/** What a column is like until the user arranges it. */
export function historyColumn(id: HistoryColumn): Pick<HistoryField, "width" | "isHidden" | "isAmount" | "isPersonal"> {
  return field(id);
}

/** What a column is called in files that programs read: the same in every language. */
export function historyExportName(id: HistoryColumn): string {
  return field(id).name ?? id;
}

/** What a cell shows; `undefined` where the log did not say. */
export function historyText(id: HistoryColumn, record: HistoryRecord, format: HistoryFormat): string | undefined {
  const { text, isOfConnections } = field(id);
  if (text) {
    return text(record, format);
  }
  return ownText(id, record) ?? (isOfConnections && isActivity(record.end) ? "" : undefined);
}

/** What is exported; `undefined` where the log did not say. */
export function historyValue(id: HistoryColumn, record: HistoryRecord): string | number | undefined {
  const { value } = field(id);
  return value ? value(record) : ownText(id, record);
}

/** What a column is sorted by. */
export function historySortValue(id: HistoryColumn): (record: HistoryRecord) => string | number | undefined {
  return field(id).sort ?? ((record) => ownText(id, record));
}

/** The text that a record has of its own under a name. */
export function ownText(id: string, record: HistoryRecord): string | undefined {
  const value = (record as unknown as Readonly<Record<string, unknown>>)[id];
  return typeof value === "string" ? value : undefined;
}

function isoTime(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
