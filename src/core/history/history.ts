/** Who was there: the connections that the audit log has of some hosts in a range of time. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Connection, FailedSignIn } from "../model/session/connection.ts";
import type { HostActivity } from "./activity.ts";

/** Why nothing, or not everything, is known of a host's connections in a range. */
export type HistoryGap =
  /** Nothing is sent to a workspace that the account may read. */
  | { readonly kind: "notLogged" }
  | { readonly kind: "notLoggedBySku" }
  /** The account may read other hosts' records, and not these. */
  | { readonly kind: "leftOut" }
  /** Azure gave a part of the records. */
  | { readonly kind: "partial" }
  /** There are more records than can be read; these are the newest, back to this time in milliseconds of the date. */
  | { readonly kind: "cut"; readonly since: number }
  /** Records that could not be read. */
  | { readonly kind: "unreadable"; readonly count: number }
  | { readonly kind: "failed"; readonly error: AzureError };

/** Why the Activity Log of a subscription has nothing, or not everything, on the hosts of a range. */
export type ActivityGap = {
  readonly subscriptionId: string;
  /** One of the subscription's hosts: a diagnosis of it says more. */
  readonly hostKey: ArmKey;
} & (
  | { readonly kind: "failed"; readonly error: AzureError }
  /** There are more events than can be read; since then they are complete, where that is known. */
  | { readonly kind: "cut"; readonly since?: number }
  /** Events that could not be read. */
  | { readonly kind: "unreadable"; readonly count: number }
);

/** What the log has, and what it can't say. Times in milliseconds of the date. */
export interface History {
  readonly from: number;
  readonly to: number;
  /** When it was read. */
  readonly asOf: Date;
  /** The newest first; of a connection that began before the range, its end may be all that is known. */
  readonly connections: readonly Connection[];
  /** The newest first. */
  readonly failures: readonly FailedSignIn[];
  /** By host; a host without a gap has been read to the last record. */
  readonly gaps: ReadonlyMap<ArmKey, readonly HistoryGap[]>;
  /** What was done to the hosts, the newest first; empty unless it was asked for. */
  readonly activities: readonly HostActivity[];
  readonly activityGaps: readonly ActivityGap[];
}
