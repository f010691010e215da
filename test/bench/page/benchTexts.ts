import { RANGES, type MetricsRange } from "../../../src/core/model/metrics.ts";
import type { ColumnId } from "../../../src/core/model/session/sessionFields.ts";
import { HISTORY_TEXTS, type HistoryTextKey } from "../../../src/extension/table/history/historyProtocol.ts";
import {
  FACES,
  TABLE_GROUPINGS,
  type FaceId,
  type TableGrouping,
  type TextKey,
  type Texts,
} from "../../../src/extension/table/protocol.ts";
import { INITIAL_LAYOUT } from "../../../src/extension/table/tableLayout.ts";

type OwnKey = Exclude<
  TextKey,
  HistoryTextKey | `face.${FaceId}` | ColumnId | `group.${TableGrouping}` | `range.${MetricsRange}`
>;

/** Their wording costs nothing, so each says its own name. */
const OWN: Readonly<Record<OwnKey, string>> = {
  notLoggedYet: "notLoggedYet",
  noRecord: "noRecord",
  notLogged: "notLogged",
  notLoggedBySku: "notLoggedBySku",
  notAllowed: "notAllowed",
  shareableLink: "shareableLink",
  incomplete: "incomplete",
  active: "active",
  disconnecting: "disconnecting",
  checking: "checking",
  anonymous: "anonymous",
  suspect: "suspect",
  unknown: "unknown",
  outdated: "outdated",
  table: "table",
  filter: "filter",
  filterHint: "filterHint",
  clearFilter: "clearFilter",
  groupBy: "groupBy",
  columns: "columns",
  export: "export",
  refresh: "refresh",
  overview: "overview",
  details: "details",
  ended: "ended",
  close: "close",
  moveLeft: "moveLeft",
  moveRight: "moveRight",
  countFiltered: "countFiltered",
  selected: "selected",
  searching: "searching",
  loading: "loading",
  notKnown: "notKnown",
  noMatch: "noMatch",
  scope: "scope",
  showView: "showView",
  sessions: "sessions",
  users: "users",
  machines: "machines",
  longest: "longest",
  capacity: "capacity",
  capacityText: "capacityText",
  capacityUnknown: "capacityUnknown",
  unread: "unread",
  reading: "reading",
  durations: "durations",
  durationsText: "durationsText",
  observed: "observed",
  observedText: "observedText",
  observedPartly: "observedPartly",
  observedSoon: "observedSoon",
  history: "history",
  historyRange: "historyRange",
  historySource: "historySource",
  historyLoading: "historyLoading",
  historyEmpty: "historyEmpty",
  cpu: "cpu",
  memory: "memory",
  valueAt: "valueAt",
  noValueAt: "noValueAt",
  lowestHighest: "lowestHighest",
  noPlots: "noPlots",
  linksPossible: "linksPossible",
  retry: "retry",
  face: "face",
  days: "days",
  daysHours: "daysHours",
  hours: "hours",
  hoursMinutes: "hoursMinutes",
  minutes: "minutes",
  underMinute: "underMinute",
  sessionsNone: "sessionsNone",
  sessionsOne: "sessionsOne",
  sessionsMany: "sessionsMany",
  atLeast: "atLeast",
  asOf: "asOf",
  about: "about",
  atLeastAbout: "atLeastAbout",
};

/** The texts of the page, each its own name. */
export function benchTexts(): Texts {
  const others = [
    ...INITIAL_LAYOUT.order,
    ...TABLE_GROUPINGS.map((grouping) => `group.${grouping}` as const),
    ...RANGES.map((range) => `range.${range}` as const),
    ...FACES.map((face) => `face.${face}` as const),
    ...HISTORY_TEXTS.map((key) => `history.${key}` as const),
  ];
  return {
    ...(Object.fromEntries(others.map((key) => [key, key])) as Readonly<Record<(typeof others)[number], string>>),
    ...OWN,
  };
}
