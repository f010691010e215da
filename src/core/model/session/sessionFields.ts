/**
 * Every field of a session, once: the table's columns, its sort order and exports, the details, the filter's words and
 * the API follow from it. To add a field, add an entry here and its titles in words/columnTitles.ts (a column) or
 * tree/tooltip.ts (details), which the compiler then misses.
 */
import type { BastionSession } from "./session.ts";
import type { FieldFormat, FieldPlaces, FieldRecord, SessionField } from "./sessionField.ts";
import { STATE_ORDER, STATES, statesOf } from "./sessionStates.ts";
import { targetResourceGroup } from "./target.ts";
import type { Who } from "./who.ts";

const FIELDS = {
  user: {
    azure: "userName",
    row: ({ userName }) => userName,
    column: { width: 190 },
    filter: 1,
    details: 1,
    api: true,
  },
  person: {
    row: (_session, { person }) => person,
    column: { width: 190 },
    filter: 2,
    details: 2,
    isLogged: true,
  },
  vm: {
    azure: "targetHostName",
    row: ({ targetHostName }) => targetHostName,
    column: { width: 150 },
    filter: 3,
    details: 5,
    api: true,
  },
  host: { host: "name", column: { width: 170 }, filter: 6, details: 15 },
  protocol: {
    azure: "protocol",
    row: ({ protocol }) => protocol,
    column: { width: 110 },
    filter: 8,
    details: 7,
    api: true,
  },
  started: {
    azure: "startTime",
    column: { width: 210 },
    details: 8,
    api: true,
    sort: ({ started }) => (typeof started === "number" ? started : undefined),
    text: ({ started }, _minutes, format) => (typeof started === "number" ? format.time(started) : started),
    value: ({ started }) => (typeof started === "number" ? new Date(started).toISOString() : started),
  },
  duration: {
    name: "durationMinutes",
    azure: "durationMinutes",
    column: { width: 116, isAmount: true },
    details: 9,
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
    filter: 4,
    details: 6,
    api: true,
  },
  from: {
    name: "clientAddress",
    row: (_session, { clientAddress }) => clientAddress,
    column: { width: 120 },
    filter: 5,
    details: 3,
    isLogged: true,
  },
  client: { details: 4, isLogged: true },
  resourceGroup: { azure: "targetResourceGroup", row: targetResourceGroup, column: { width: 150 }, details: 10 },
  subscription: { host: "subscription", column: { width: 150 }, filter: 7 },
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
  group: { filter: 9, search: ({ resourceGroup, on }: FieldPlaces) => [resourceGroup, on.resourceGroup] },
  // A whole ID, see sessionFilter.ts.
  id: { filter: 10, search: () => [] },
  sku: { host: "sku", column: { width: 90, isHidden: true } },
  location: { host: "location", column: { width: 120, isHidden: true } },
  targetSubscription: { azure: "targetSubscriptionId", details: 11 },
  resourceId: { azure: "targetResourceId", details: 12, api: true },
  resourceType: { azure: "resourceType", details: 13 },
  sessionId: { azure: "sessionId", details: 14, api: true },
} as const satisfies Record<string, SessionField>;

type FieldId = keyof typeof FIELDS;
type FieldsWith<Property extends keyof SessionField> = {
  [Id in FieldId]: (typeof FIELDS)[Id] extends Readonly<Record<Property, unknown>> ? Id : never;
}[FieldId];

export type ColumnId = FieldsWith<"column">;
export type FilterField = FieldsWith<"filter">;
export type DetailField = FieldsWith<"details">;
/** What only Azure's audit log tells. */
export type LoggedField = FieldsWith<"isLogged">;
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
const LOGGED: ReadonlySet<string> = new Set(fieldsWith("isLogged"));
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

/** Whether only Azure's audit log tells a field, so that there is none while it isn't read. */
export function isLoggedField(id: string): id is LoggedField {
  return LOGGED.has(id);
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
export function rowTexts(session: BastionSession, who: Who, shown: (text: string) => string): RowTexts {
  const texts: Partial<Record<RowTextId, string>> = {};
  for (const id of ROW_TEXTS) {
    const text = FIELDS[id].row(session, who);
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
  const { text, isLogged } = field(id);
  const blank = isLogged && record.blank;
  return text ? text(record, minutes, format) : (fieldText(id, record) ?? (blank && format.format(blank)));
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
