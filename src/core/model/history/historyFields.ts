/**
 * Every field of what the audit log tells, once: the columns of the history, its sort order, filter and exports follow from
 * it. To add one, add an entry here and its title in table/history/historyTexts.ts, which the compiler then misses.
 */

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
};
export type EndId = keyof typeof ENDS;
export const END_IDS = Object.keys(ENDS) as readonly EndId[];

/** What a row is made of: a connection, or a sign-in that failed. Every text is fit to be shown. */
export interface HistoryRecord {
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
}

/** Writes values for the user. */
export interface HistoryFormat {
  readonly end: (end: EndId, because: string | undefined) => string;
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
  /** Its name in files that programs read, where that is not its id. */
  readonly name?: string;
  /** What is sorted by, where that is not its text. */
  readonly sort?: (record: HistoryRecord) => string | number | undefined;
  /** What a cell shows, where that is not its text. */
  readonly text?: (record: HistoryRecord, format: HistoryFormat) => string | undefined;
  /** What is exported, where that is not its text. */
  readonly value?: (record: HistoryRecord) => string | number | undefined;
}

const FIELDS = {
  person: { width: 190, isPersonal: true },
  user: { width: 130, isPersonal: true },
  vm: { width: 140 },
  host: { width: 140 },
  from: { name: "clientAddress", width: 120, isPersonal: true },
  client: { width: 90, isPersonal: true },
  protocol: { width: 84 },
  started: {
    width: 180,
    sort: ({ started }) => started,
    text: ({ started }, format) => (started === undefined ? undefined : format.time(started)),
    value: ({ started }) => isoTime(started),
  },
  ended: {
    width: 180,
    sort: ({ ended }) => ended,
    text: ({ ended }, format) => (ended === undefined ? "" : format.time(ended)),
    value: ({ ended }) => isoTime(ended),
  },
  duration: {
    name: "durationMinutes",
    width: 100,
    isAmount: true,
    sort: ({ minutes }) => minutes,
    text: ({ minutes, end }, format) => (end === "failed" ? "" : format.duration(minutes)),
    value: ({ minutes }) => minutes && Math.floor(minutes),
  },
  end: {
    width: 220,
    sort: ({ end, because = "" }) => `${END_IDS.indexOf(end)}${because}`,
    text: ({ end, because }, format) => format.end(end, because),
    value: ({ end }) => ENDS[end],
  },
  ip: { name: "targetIp", width: 110, isHidden: true },
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
  const { text } = field(id);
  return text ? text(record, format) : ownText(id, record);
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
