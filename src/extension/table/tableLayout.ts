import { RANGES } from "../../core/model/metrics.ts";
import { columnOf, COLUMNS, isLoggedField, type ColumnId } from "../../core/model/session/sessionFields.ts";
import { withoutPeopleTerms } from "../../core/model/session/sessionFilter.ts";
import { NARROWEST, WIDEST, type GridLayout } from "./gridProtocol.ts";
import { TABLE_GROUPINGS, type TableLayout } from "./protocol.ts";

const LONGEST_FILTER = 500;

/** The sessions until the user arranges them. */
export const INITIAL_LAYOUT: TableLayout = {
  order: COLUMNS,
  hidden: COLUMNS.filter((id) => columnOf(id).isHidden),
  widths: {},
  sort: { column: "duration", descending: true },
  filter: "",
  groupBy: "none",
  overview: true,
  plotRange: "24h",
};

/** Reads a stored or posted layout: invalid parts become the initial ones. Never throws. */
export function parseTableLayout(value: unknown): TableLayout {
  const { overview, plotRange } = fields(value);
  return {
    ...parseGridLayout(value, INITIAL_LAYOUT, TABLE_GROUPINGS),
    overview: overview !== false,
    plotRange: RANGES.find((range) => range === plotRange) ?? INITIAL_LAYOUT.plotRange,
  };
}

/** What is kept of a layout between windows: no names or addresses of people, which stay in memory. */
export function storableLayout(layout: TableLayout): TableLayout {
  return { ...layout, filter: withoutPeopleTerms(layout.filter) };
}

/** A layout without what only the audit log tells, while that isn't read. */
export function withoutLoggedFields({ order, groupBy, sort, ...layout }: TableLayout): TableLayout {
  return {
    ...layout,
    order: order.filter((column) => !isLoggedField(column)),
    groupBy: isLoggedField(groupBy) ? INITIAL_LAYOUT.groupBy : groupBy,
    sort: isLoggedField(sort.column) ? INITIAL_LAYOUT.sort : sort,
  };
}

/** The part of a layout that every grid has. */
export function parseGridLayout<Column extends string, Grouping extends string>(
  value: unknown,
  initial: GridLayout<Column, Grouping>,
  groupings: readonly Grouping[],
): GridLayout<Column, Grouping> {
  const { order, hidden, widths, sort, filter, groupBy } = fields(value);
  const all = initial.order;
  const known = textsAmong(all, order);
  const { column, descending } = fields(sort);
  const sorted = all.find((id) => id === column);
  return {
    // A column that did not exist when this was stored is at the end.
    order: [...known, ...all.filter((id) => !known.includes(id))],
    hidden: Array.isArray(hidden) ? textsAmong(all, hidden) : initial.hidden,
    widths: Object.fromEntries(
      textsAmong(all, Object.keys(fields(widths))).flatMap((id) => width(id, fields(widths)[id])),
    ) as Partial<Record<Column, number>>,
    sort: sorted === undefined ? initial.sort : { column: sorted, descending: descending === true },
    filter: typeof filter === "string" ? filter.slice(0, LONGEST_FILTER) : "",
    groupBy: groupings.find((grouping) => grouping === groupBy) ?? initial.groupBy,
  };
}

/** The columns of the sessions among values, each once. */
export function columns(value: unknown): readonly ColumnId[] {
  return textsAmong(COLUMNS, value);
}

/** Those of the texts that are among values, each once and in the order of the values. */
export function textsAmong<Text extends string>(texts: readonly Text[], values: unknown): readonly Text[] {
  const found = Array.isArray(values) ? values.flatMap((value) => texts.find((text) => text === value) ?? []) : [];
  return [...new Set(found)];
}

function width<Id extends string>(id: Id, value: unknown): [Id, number][] {
  return typeof value === "number" && value >= NARROWEST && value <= WIDEST ? [[id, Math.round(value)]] : [];
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
