/** What the extension and the page say to each other about the history. Knows neither VS Code nor the browser. */
import type { HistoryColumn, HistoryRecord } from "../../../core/model/history/historyFields.ts";
import type { HistoryRange } from "../../../core/model/history/historyRange.ts";
import type { GridLayout, RowId } from "../gridProtocol.ts";

export const HISTORY_GROUPINGS = ["none", "person", "vm", "host"] as const;
export type HistoryGrouping = (typeof HISTORY_GROUPINGS)[number];

/** The pictures above the rows. */
export const PICTURES = ["timeline", "hours", "failures", "addresses"] as const;
export type PictureId = (typeof PICTURES)[number];

/** How the user has arranged the history. */
export interface HistoryLayout extends GridLayout<HistoryColumn, HistoryGrouping> {
  readonly range: HistoryRange;
  /** The pictures that are open. */
  readonly pictures: readonly PictureId[];
  /** What a lane of the timeline is for. */
  readonly lanes: "person" | "vm";
  /** Whether what the Activity Log has is shown, too. */
  readonly activity: boolean;
}

/** A connection, a sign-in that failed, or what somebody did to a host. */
export interface HistoryRow extends HistoryRecord {
  readonly id: RowId;
  /** The number of its host. */
  readonly hostNumber: number;
  /** Tells target VMs of one name apart. Absent where the log named none. */
  readonly machine?: number;
  /** What a filter may name it by: hashes of IDs. */
  readonly ids?: readonly number[];
}

/** Why nothing, or not everything, is known of a host's connections, or of what was done to the hosts of a subscription. */
export interface HistoryGapRow {
  /** The host that a diagnosis is about. */
  readonly hostNumber: number;
  readonly text: string;
  /** A diagnosis says more. */
  readonly canDiagnose: boolean;
}

/** How complete and how current the rows are. Every text is fit to be shown. */
export interface HistoryStatus {
  /** Azure is being asked. */
  readonly isReading: boolean;
  /** What was read, in milliseconds of the date; absent before the first answer. */
  readonly read?: { readonly from: number; readonly to: number };
  /** As of when, in which zone, and how late it is; empty before the first answer. */
  readonly about: string;
  /** Why nothing could be read. */
  readonly problem?: string;
  readonly gaps: readonly HistoryGapRow[];
}

export type HistoryMessage =
  /** With `reset` these are all rows, otherwise those that have changed. */
  | { readonly type: "historyRows"; readonly reset?: true; readonly rows: readonly HistoryRow[] }
  | ({ readonly type: "historyStatus" } & HistoryStatus);

/** The texts of the history, in the user's language. */
export const HISTORY_TEXTS = [
  "label",
  "person",
  "user",
  "vm",
  "host",
  "from",
  "client",
  "protocol",
  "started",
  "ended",
  "duration",
  "end",
  "ip",
  "subscription",
  "group.none",
  "group.person",
  "group.vm",
  "group.host",
  "range",
  "range.1h",
  "range.1d",
  "range.7d",
  "range.30d",
  "range.90d",
  "filter",
  "filterHint",
  "end.live",
  "end.failed",
  "end.byUs",
  "end.byUsBecause",
  "end.probablyBy",
  "end.ended",
  "end.open",
  "end.disconnected",
  "end.listed",
  "end.changed",
  "end.deleted",
  "end.linksCreated",
  "end.linksRead",
  "end.linksDeleted",
  "end.outcomeFailed",
  "end.outcomeRejected",
  "gone",
  "rowsNone",
  "rowsOne",
  "rowsMany",
  "reading",
  "nothing",
  "noMatch",
  "diagnose",
  "gaps",
  "showSession",
  "activity",
  "activityHint",
  "timeline",
  "timelineKeys",
  "timelineText",
  "lanes",
  "lanes.person",
  "lanes.vm",
  "others",
  "whole",
  "zoomIn",
  "zoomOut",
  "hours",
  "hoursText",
  "hourCell",
  "weekday",
  "hour",
  "failures",
  "failuresText",
  "addresses",
  "addressesText",
  "newAddress",
  "attempts",
  "attemptOne",
  "connections",
  "connectionOne",
  "noFailures",
  "noAddresses",
  "more",
  "laneText",
] as const;
export type HistoryTextKey = `history.${(typeof HISTORY_TEXTS)[number]}`;
