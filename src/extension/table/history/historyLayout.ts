import { HISTORY_COLUMNS, historyColumn, type HistoryColumn } from "../../../core/model/history/historyFields.ts";
import { HISTORY_RANGE_IDS } from "../../../core/model/history/historyRange.ts";
import { parseGridLayout, textsAmong } from "../tableLayout.ts";
import { HISTORY_GROUPINGS, PICTURES, type HistoryLayout } from "./historyProtocol.ts";

/** The history until the user arranges it. */
export const INITIAL_HISTORY: HistoryLayout = {
  order: HISTORY_COLUMNS,
  hidden: HISTORY_COLUMNS.filter((id) => historyColumn(id).isHidden),
  widths: {},
  sort: { column: "started", descending: true },
  filter: "",
  groupBy: "none",
  range: "1d",
  pictures: ["timeline"],
  lanes: "person",
  activity: false,
};

/** Reads a stored or posted layout: invalid parts become the initial ones. Never throws. */
export function parseHistoryLayout(value: unknown): HistoryLayout {
  const { range, pictures, lanes, activity } = (typeof value === "object" && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    ...parseGridLayout(value, INITIAL_HISTORY, HISTORY_GROUPINGS),
    range: HISTORY_RANGE_IDS.find((known) => known === range) ?? INITIAL_HISTORY.range,
    pictures: Array.isArray(pictures) ? textsAmong(PICTURES, pictures) : INITIAL_HISTORY.pictures,
    lanes: lanes === "vm" ? "vm" : "person",
    activity: activity === true,
  };
}

/** The columns among values, each once. */
export function historyColumns(value: unknown): readonly HistoryColumn[] {
  return textsAmong(HISTORY_COLUMNS, value);
}
