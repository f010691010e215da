/** The messages between the extension and the page of the sessions table. Knows neither VS Code nor the browser. */
import type { Count } from "../../core/model/count.ts";
import type { MetricsRange, Timeline } from "../../core/model/metrics.ts";
import type { LogBlank } from "../../core/model/session/connection.ts";
import type { HistoryRange } from "../../core/model/history/historyRange.ts";
import type { FieldFacts, FieldHost } from "../../core/model/session/sessionField.ts";
import type { ColumnId, RowTexts } from "../../core/model/session/sessionFields.ts";
import type { StateId } from "../../core/model/session/sessionStates.ts";
import type { GridLayout, RowId, RowMessage, TablePosition } from "./gridProtocol.ts";
import type { HistoryLayout, HistoryMessage, HistoryTextKey } from "./history/historyProtocol.ts";

export type { GridLayout, RowId, RowMessage, TablePosition };
export { NARROWEST, WIDEST } from "./gridProtocol.ts";

/** What the table shows: the sessions that there are, or the connections that there were. */
export const FACES = ["sessions", "history"] as const;
export type FaceId = (typeof FACES)[number];

export const TABLE_GROUPINGS = ["none", "user", "person", "vm", "host", "subscription"] as const;
export type TableGrouping = (typeof TABLE_GROUPINGS)[number];

/** A bastion host as the page needs it. Every text is fit to be shown. */
export interface HostRow extends FieldHost {
  readonly id: number;
  /** Tells subscriptions of one name apart. */
  readonly subscriptionNumber: number;
  readonly resourceGroup: string;
  /** What a filter may name it by: {@link idHash} of its ID. */
  readonly ids?: readonly number[];
  /** Sessions that it carries at once. */
  readonly capacity?: { readonly rdp: number; readonly ssh: number };
  /** VMs may have shareable links on it; left out where they can't, or Azure didn't say. */
  readonly links?: true;
  /** What Azure Monitor says of how many sessions it has, while it has no list. */
  readonly approximate?: {
    readonly value: number;
    /** `≈ 11` */
    readonly short: string;
    /** The same in words, with its time. */
    readonly text: string;
  };
  /** Why its sessions could not be read, or are older than they look. */
  readonly problem?: string;
}

/** A session. Every text is fit to be shown; absent means that Azure did not say. */
export interface SessionRow extends FieldFacts, RowTexts {
  readonly id: RowId;
  /** {@link HostRow.id} */
  readonly host: number;
  /** Tells target VMs of one name apart; the same for sessions on one, as far as Azure tells. Absent where it told nothing. */
  readonly machine?: number;
  /** What a filter may name it by: {@link idHash} of its ID and of its target VM's. */
  readonly ids?: readonly number[];
  /** Minutes that it has lasted when this was sent. */
  readonly age?: number;
}

/** What has changed since the last message. */
export interface RowChanges {
  readonly hosts: readonly HostRow[];
  readonly goneHosts: readonly number[];
  readonly rows: readonly SessionRow[];
  readonly goneRows: readonly RowId[];
}

/** How the user has arranged the sessions. */
export interface TableLayout extends GridLayout<ColumnId, TableGrouping> {
  readonly overview: boolean;
  /** How far back the plots of a host reach. */
  readonly plotRange: MetricsRange;
}

/** What a menu or the palette has the page do with what is selected in it. */
export const ACTIONS = ["details", "copy", "copyLink", "export", "reveal", "delete", "incident"] as const;
export type Action = (typeof ACTIONS)[number];

/** How complete and how current the rows are. */
export interface DataStatus {
  /** How many sessions there are, the filter apart. */
  readonly count: Count;
  /** What they leave out, in sentences; empty if nothing. */
  readonly notice: string;
  /** What an empty table says; empty if it is not known that there are no sessions. */
  readonly empty: string;
  /** When they were updated; empty while nothing is known. */
  readonly updated: string;
}

/** How many sessions there were at a time. */
export interface SessionCount {
  /** Milliseconds of the date. */
  readonly at: number;
  /** Unknown where the last answers are too old to say. */
  readonly count: Count;
  /** Hosts that were never read, whose sessions are not among them. */
  readonly unread: number;
}

/** What is plotted of one host: how many sessions it carried, and its CPU and memory in percent. */
export const METRIC_IDS = ["sessions", "cpu", "memory"] as const;
export type MetricId = (typeof METRIC_IDS)[number];

/** A value for each step of time, `null` where Azure Monitor has none; or why nothing is known. */
export type MetricSeries =
  { readonly values: readonly (number | null)[]; readonly problem?: undefined } | { readonly problem: string };

/** Azure Monitor's metrics of a host; without `known`, the request is under way. */
export interface HostMetricsMessage {
  readonly type: "hostMetrics";
  /** {@link HostRow.id} */
  readonly host: number;
  readonly range: MetricsRange;
  readonly known?: { readonly times: Timeline; readonly series: Readonly<Record<MetricId, MetricSeries>> };
}

export type ExtensionMessage =
  | {
      readonly type: "init";
      readonly texts: Texts;
      readonly locale: string;
      readonly timeZone: string;
      readonly face: FaceId;
      /** Whether the people behind sessions are known, from the audit log. */
      readonly hasPeople: boolean;
      readonly layout: TableLayout;
      readonly historyLayout: HistoryLayout;
      readonly scope?: string;
      readonly positions: Readonly<Partial<Record<FaceId, TablePosition | undefined>>>;
    }
  | ({ readonly type: "changes"; readonly reset?: true } & RowChanges)
  | { readonly type: "loading"; readonly done: number; readonly total: number }
  | { readonly type: "loaded" }
  | ({ readonly type: "dataStatus" } & DataStatus)
  | {
      readonly type: "details";
      readonly face: FaceId;
      readonly row: RowId;
      readonly title: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
      /** It is a connection of which there is a session. */
      readonly hasSession?: true;
    }
  | { readonly type: "sessionCounts"; readonly counts: readonly SessionCount[] }
  | HostMetricsMessage
  | HistoryMessage
  /** Shows a face, with a filter or a row if they are given. */
  | { readonly type: "face"; readonly face: FaceId; readonly filter?: string; readonly row?: RowId }
  | { readonly type: "do"; readonly action: Action };

/** An error in the page that nothing there handled. */
export interface PageError {
  /** What kind of error it is, such as `RangeError`. */
  readonly name: string;
  /** May quote a user's name. */
  readonly message: string;
  /** Where it happened, the innermost place first: script, line, and column. */
  readonly at: readonly string[];
}

export type PageMessage =
  | { readonly type: "ready" }
  | (RowMessage<TableLayout> & { readonly face: "sessions" })
  | (RowMessage<HistoryLayout> & { readonly face: "history" })
  /** The user has chosen a face. */
  | { readonly type: "face"; readonly face: FaceId }
  /** With `withActivity`, what the Activity Log has is wanted too. */
  | { readonly type: "readHistory"; readonly range: HistoryRange; readonly withActivity?: true }
  /** What is missing of a host's log is to be diagnosed. */
  | { readonly type: "diagnose"; readonly hostNumber: number }
  /** The session of a connection is to be shown. */
  | { readonly type: "showSession"; readonly row: RowId }
  | { readonly type: "refresh" | "showView" }
  /** Which host's plots are on screen; `host` is left out if none are. Sent again, it retries what failed. */
  | { readonly type: "hostMetrics"; readonly host?: number; readonly range: MetricsRange }
  | { readonly type: "error"; readonly error: PageError };

/** The texts of the page, in the user's language. `{0}` stands for a value. */
export type Texts = Readonly<Record<TextKey, string>>;
export type TextKey =
  | HistoryTextKey
  | `face.${FaceId}`
  | "face"
  | ColumnId
  | `group.${TableGrouping}`
  | `range.${MetricsRange}`
  | StateId
  | LogBlank
  | "unknown"
  | "table"
  | "filter"
  | "filterHint"
  | "clearFilter"
  | "groupBy"
  | "columns"
  | "export"
  | "refresh"
  | "overview"
  | "details"
  | "ended"
  | "close"
  | "moveLeft"
  | "moveRight"
  | "countFiltered"
  | "selected"
  | "searching"
  | "loading"
  | "notKnown"
  | "noMatch"
  | "scope"
  | "showView"
  | "sessions"
  | "users"
  | "machines"
  | "longest"
  | "capacity"
  | "capacityText"
  | "capacityUnknown"
  | "unread"
  | "reading"
  | "durations"
  | "durationsText"
  | "observed"
  | "observedText"
  | "observedPartly"
  | "observedSoon"
  | "history"
  | "historyRange"
  | "historySource"
  | "historyLoading"
  | "historyEmpty"
  | "cpu"
  | "memory"
  | "valueAt"
  | "noValueAt"
  | "lowestHighest"
  | "noPlots"
  | "linksPossible"
  | "retry"
  | "days"
  | "daysHours"
  | "hours"
  | "hoursMinutes"
  | "minutes"
  | "underMinute"
  | "sessionsNone"
  | "sessionsOne"
  | "sessionsMany"
  | "atLeast"
  | "asOf"
  | "about"
  | "atLeastAbout";
