/**
 * Every field of a session, once: the table's columns, its sort order and exports, the details, the filter's words and
 * the API follow from it. To add a field, add an entry here and its titles in table/pageTexts.ts (a column) or
 * tree/tooltip.ts (details), which the compiler then misses.
 */
import type { BastionSession } from "./session.ts";
import { targetResourceGroup } from "./target.ts";

/** What fields tell of a session's host. */
export interface FieldHost {
  readonly name: string;
  /** The subscription's name. */
  readonly subscription: string;
  readonly resourceGroup?: string;
  readonly sku?: string;
  readonly location?: string;
  /** Whether the sessions are known, all but some of them, are being read, or could not be read. */
  readonly reading: "known" | "partly" | "pending" | "failed";
  /** When the sessions were listed, if that may no longer be true; milliseconds of the date. */
  readonly asOf?: number;
}

/** What fields tell of a session besides texts. */
export interface FieldFacts {
  /** Milliseconds of the date, or Azure's own text where it is no time. */
  readonly started?: number | string;
  readonly work?: "disconnecting" | "checking";
  /** Azure gave no id: it cannot be disconnected. */
  readonly anonymous?: true;
  /** It may be a leftover of a client that is gone. */
  readonly suspect?: true;
}

/** What a column is made of. */
export interface FieldRecord extends FieldFacts {
  readonly on: FieldHost;
  /** When the session began, in milliseconds of a monotonic clock. */
  readonly began?: number | undefined;
}

/** Writes values for the user. */
export interface FieldFormat {
  readonly format: (key: StateId) => string;
  readonly time: (ms: number) => string;
  readonly duration: (minutes: number | undefined) => string;
}

/** Where a session's target VM and its host are. */
interface FieldPlaces {
  readonly resourceGroup?: string;
  readonly on: Partial<FieldHost>;
}

interface SessionField {
  /** Its name in files that programs read, where that is not its id. */
  readonly name?: string;
  /** What Azure calls it, and so do details, journal and API. */
  readonly azure?: keyof BastionSession;
  /** The text that the table's row of a session carries for it. */
  readonly row?: (session: BastionSession) => string | undefined;
  /** The text of the host that it is. */
  readonly host?: "name" | "subscription" | "sku" | "location";
  /** A column of the table, in the order of the entries. */
  readonly column?: {
    /** In pixels, until the user changes it. */
    readonly width: number;
    /** Until the user shows it. */
    readonly isHidden?: true;
    /** A number: largest first, and to the right. */
    readonly isAmount?: true;
  };
  /** The filter knows it by its id; a number for the order of its proposals. */
  readonly filter?: number;
  /** The texts that the filter looks at, where that is not the field's own. */
  readonly search?: (record: FieldPlaces) => readonly (string | undefined)[];
  /** Details show it; a number for the order. */
  readonly details?: number;
  /** Other extensions get it. */
  readonly api?: true;
  /** What a column is sorted by, where that is not its text. */
  readonly sort?: (record: FieldRecord) => string | number | undefined;
  /** What a cell shows, where that is not its text. */
  readonly text?: (record: FieldRecord, minutes: number | undefined, format: FieldFormat) => string | undefined;
  /** What the table exports, where that is not its text. */
  readonly value?: (record: FieldRecord, minutes: number | undefined) => string | number | undefined;
}

/** The states of a session, the one that a row is sorted by first, with their names in exports. */
const STATES = {
  disconnecting: "disconnecting",
  checking: "checking",
  anonymous: "noSessionId",
  suspect: "suspectedLeftover",
  outdated: "outdated",
  active: "active",
};
export type StateId = keyof typeof STATES;
const STATE_ORDER = Object.keys(STATES);

/** As many as apply. A row from a list that may no longer be true must not look like a live one. */
function statesOf({ work, anonymous, suspect, on }: FieldRecord): readonly StateId[] {
  const states: readonly StateId[] = [
    ...(work ? [work] : []),
    ...(anonymous ? (["anonymous"] as const) : []),
    ...(suspect ? (["suspect"] as const) : []),
    ...(on.asOf !== undefined ? (["outdated"] as const) : []),
  ];
  return states.length > 0 ? states : ["active"];
}

const FIELDS = {
  user: {
    azure: "userName",
    row: ({ userName }) => userName,
    column: { width: 190 },
    filter: 1,
    details: 1,
    api: true,
  },
  vm: {
    azure: "targetHostName",
    row: ({ targetHostName }) => targetHostName,
    column: { width: 150 },
    filter: 2,
    details: 2,
    api: true,
  },
  host: { host: "name", column: { width: 170 }, filter: 4, details: 12 },
  protocol: {
    azure: "protocol",
    row: ({ protocol }) => protocol,
    column: { width: 110 },
    filter: 6,
    details: 4,
    api: true,
  },
  started: {
    azure: "startTime",
    column: { width: 190 },
    details: 5,
    api: true,
    sort: ({ started }) => (typeof started === "number" ? started : undefined),
    text: ({ started }, _minutes, format) => (typeof started === "number" ? format.time(started) : started),
    value: ({ started }) => (typeof started === "number" ? new Date(started).toISOString() : started),
  },
  duration: {
    name: "durationMinutes",
    azure: "durationMinutes",
    column: { width: 116, isAmount: true },
    details: 6,
    api: true,
    // The shortest began last.
    sort: ({ began }) => began && -began,
    text: (_record, minutes, format) => format.duration(minutes),
    value: (_record, minutes) => minutes && Math.floor(minutes),
  },
  ip: {
    azure: "targetIpAddress",
    row: ({ targetIpAddress }) => targetIpAddress,
    column: { width: 120 },
    filter: 3,
    details: 3,
    api: true,
  },
  resourceGroup: { azure: "targetResourceGroup", row: targetResourceGroup, column: { width: 150 }, details: 7 },
  subscription: { host: "subscription", column: { width: 150 }, filter: 5 },
  state: {
    column: { width: 130 },
    sort: (record) => STATE_ORDER.indexOf(statesOf(record)[0] ?? "active"),
    text: (record, _minutes, format) =>
      statesOf(record)
        .map((state) => format.format(state))
        .join(" · "),
    value: (record) =>
      statesOf(record)
        .map((state) => STATES[state])
        .join(" "),
  },
  // Of the target VM and of the host: a user who looks for one seldom says which.
  group: { filter: 7, search: ({ resourceGroup, on }: FieldPlaces) => [resourceGroup, on.resourceGroup] },
  // A whole ID, see sessionFilter.ts.
  id: { filter: 8, search: () => [] },
  sku: { host: "sku", column: { width: 90, isHidden: true } },
  location: { host: "location", column: { width: 120, isHidden: true } },
  targetSubscription: { azure: "targetSubscriptionId", details: 8 },
  resourceId: { azure: "targetResourceId", details: 9, api: true },
  resourceType: { azure: "resourceType", details: 10 },
  sessionId: { azure: "sessionId", details: 11, api: true },
} as const satisfies Record<string, SessionField>;

type FieldId = keyof typeof FIELDS;
type FieldsWith<Property extends keyof SessionField> = {
  [Id in FieldId]: (typeof FIELDS)[Id] extends Readonly<Record<Property, unknown>> ? Id : never;
}[FieldId];

export type ColumnId = FieldsWith<"column">;
export type FilterField = FieldsWith<"filter">;
export type DetailField = FieldsWith<"details">;
type RowTextId = FieldsWith<"row">;
type ApiKey = (typeof FIELDS)[FieldsWith<"api">]["azure"];

/** The texts that the table's row of a session carries, by field. */
export type RowTexts = Readonly<Partial<Record<RowTextId, string>>>;

/** What the filter looks at. */
export type SearchedRecord = RowTexts & Pick<FieldPlaces, "on">;

/** The columns that there are, in their first order. */
export const COLUMNS = fieldsWith("column");
/** The fields that a term of the filter may name, as in `user:alice`. */
export const FILTER_FIELDS = fieldsWith("filter");
export const DETAIL_FIELDS = fieldsWith("details");
const ROW_TEXTS = fieldsWith("row");
const API_KEYS: ReadonlySet<string | undefined> = new Set(fieldsWith("api").map((id) => field(id).azure));

/** The fields that have a property: in the order of its numbers, or in that of the entries. */
function fieldsWith<Property extends keyof SessionField>(property: Property): readonly FieldsWith<Property>[] {
  const order = ({ [property]: place }: SessionField) => (typeof place === "number" ? place : 0);
  return Object.entries<SessionField>(FIELDS)
    .filter(([, entry]) => property in entry)
    .sort(([, a], [, b]) => order(a) - order(b))
    .map(([id]) => id as FieldsWith<Property>);
}

function field(id: FieldId): SessionField {
  return FIELDS[id];
}

/** What a column is like until the user arranges it. */
export function columnOf(id: ColumnId): NonNullable<SessionField["column"]> {
  return FIELDS[id].column;
}

/** What a column is called in files that programs read: the same in every language. */
export function exportName(id: ColumnId): string {
  return field(id).name ?? id;
}

/** The texts of a session for its row, each made fit to be shown. */
export function rowTexts(session: BastionSession, shown: (text: string) => string): RowTexts {
  const texts: Partial<Record<RowTextId, string>> = {};
  for (const id of ROW_TEXTS) {
    const text = FIELDS[id].row(session);
    if (text !== undefined) {
      texts[id] = shown(text);
    }
  }
  return texts;
}

/** The text of a field that a row or its host carries; `undefined` where Azure did not say. */
export function fieldText(id: FieldId, record: SearchedRecord): string | undefined {
  const { host } = field(id);
  return host ? record.on[host] : (record as Readonly<Partial<Record<FieldId, string>>>)[id];
}

/** What the filter looks at for a field, a line for each text. */
export function searchText(id: FilterField, record: SearchedRecord): string {
  const { search } = field(id);
  return search ? [...new Set(search(record))].filter(Boolean).join("\n") : (fieldText(id, record) ?? "");
}

/** What a cell shows; `undefined` where Azure did not say. */
export function cellText(
  id: ColumnId,
  record: FieldRecord & RowTexts,
  minutes: number | undefined,
  format: FieldFormat,
): string | undefined {
  const { text } = field(id);
  return text ? text(record, minutes, format) : fieldText(id, record);
}

/** What the table exports; `undefined` where Azure did not say. */
export function exportValue(
  id: ColumnId,
  record: FieldRecord & RowTexts,
  minutes: number | undefined,
): string | number | undefined {
  const { value } = field(id);
  return value ? value(record, minutes) : fieldText(id, record);
}

/** What a column is sorted by. */
export function sortValueOf(id: ColumnId): (record: FieldRecord & RowTexts) => string | number | undefined {
  return field(id).sort ?? ((record) => fieldText(id, record));
}

/** What details say of a field, as Azure wrote it. */
export function azureText(id: DetailField, session: BastionSession): string | undefined {
  const { azure } = field(id);
  const value = azure && session[azure];
  return value === undefined ? undefined : String(value);
}

/** What other extensions get of a session. */
export function apiFields(session: BastionSession): Pick<BastionSession, ApiKey> {
  return Object.fromEntries(Object.entries(session).filter(([key]) => API_KEYS.has(key)));
}
