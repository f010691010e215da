import { RANGES } from "../../core/model/metrics.ts";
import { columnOf, COLUMNS, type ColumnId } from "../../core/model/session/sessionFields.ts";
import { withoutPeopleTerms } from "../../core/model/session/sessionFilter.ts";
import { NARROWEST, TABLE_GROUPINGS, WIDEST, type TableLayout } from "./protocol.ts";

const HIDDEN = COLUMNS.filter((id) => columnOf(id).isHidden);
const LONGEST_FILTER = 500;

/** The table until the user arranges it. */
export const INITIAL_LAYOUT: TableLayout = {
  order: COLUMNS,
  hidden: HIDDEN,
  widths: {},
  sort: { column: "duration", descending: true },
  filter: "",
  groupBy: "none",
  overview: true,
  plotRange: "24h",
};

/** Reads a stored or posted layout: invalid parts become the initial ones. Never throws. */
export function parseTableLayout(value: unknown): TableLayout {
  const { order, hidden, widths, sort, filter, groupBy, overview, plotRange } = fields(value);
  const known = columns(order);
  const { column, descending } = fields(sort);
  return {
    // A column that did not exist when this was stored is at the end.
    order: [...known, ...COLUMNS.filter((id) => !known.includes(id))],
    hidden: Array.isArray(hidden) ? columns(hidden) : HIDDEN,
    widths: Object.fromEntries(columns(Object.keys(fields(widths))).flatMap((id) => width(id, fields(widths)[id]))),
    sort: isColumn(column) ? { column, descending: descending === true } : INITIAL_LAYOUT.sort,
    filter: typeof filter === "string" ? filter.slice(0, LONGEST_FILTER) : "",
    groupBy: TABLE_GROUPINGS.find((grouping) => grouping === groupBy) ?? "none",
    overview: overview !== false,
    plotRange: RANGES.find((range) => range === plotRange) ?? INITIAL_LAYOUT.plotRange,
  };
}

/** What is kept of a layout between windows: no names or addresses of people, which stay in memory. */
export function storableLayout(layout: TableLayout): TableLayout {
  return { ...layout, filter: withoutPeopleTerms(layout.filter) };
}

export function isColumn(value: unknown): value is ColumnId {
  return COLUMNS.some((id) => id === value);
}

/** The columns among values, each once. */
export function columns(value: unknown): readonly ColumnId[] {
  return Array.isArray(value) ? [...new Set(value.filter(isColumn))] : [];
}

function width(id: ColumnId, value: unknown): [ColumnId, number][] {
  return typeof value === "number" && value >= NARROWEST && value <= WIDEST ? [[id, Math.round(value)]] : [];
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
