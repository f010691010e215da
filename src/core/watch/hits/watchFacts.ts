/** What is known, for rules to be evaluated on. Plain data; times in milliseconds of the date. */
import type { HostState } from "../../inventory/hostState.ts";
import type { AzureError } from "../../azure/http/azureError.ts";
import type { ArmKey } from "../../model/armId.ts";
import type { Count } from "../../model/count.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../../model/session/connection.ts";
import type { Moment } from "../../model/time/moment.ts";
import type { BlindReason } from "../hit.ts";

/** What the audit log has of a host, of the last {@link KEPT_MS}. */
export interface WatchedLog {
  readonly connections: readonly Connection[];
  readonly failures: readonly FailedSignIn[];
  /** Why it doesn't tell everything; absent if it does. */
  readonly blind?: { readonly reason: BlindReason; readonly error?: AzureError };
}

/** How many sessions a host had, and how many at the observation before it, by the same source. */
export interface CountChange {
  readonly count: Count;
  readonly before: Count;
  /** When that many were observed. */
  readonly at: number;
}

export interface HostFacts {
  readonly state: HostState;
  /** As Azure writes it. */
  readonly subscriptionName: string;
  /** Absent: not read yet. */
  readonly log?: WatchedLog;
  /** Whether the last 30 days were read, so that it is known which addresses were used; absent before that was tried. */
  readonly isPastKnown?: boolean;
  /** The newest first. */
  readonly countChanges: readonly CountChange[];
  /** Sessions that a list had and the list before it didn't, by key, with the time when the list came. */
  readonly newcomers: ReadonlyMap<string, number>;
  /** Why there is no count; absent before it was asked for. */
  readonly countBlind?: BlindReason;
  /** No list may be asked for now, so many were. */
  readonly isListsUsedUp?: boolean;
}

/** A session that this extension disconnected. */
export interface DisconnectedSession {
  readonly hostKey: ArmKey;
  readonly sessionId: string;
  readonly at: number;
  readonly userName?: string;
  /** Their sign-in name, as far as it was known. */
  readonly person?: string;
  /** See `targetKey` in model/session/target.ts. */
  readonly target: string;
}

export interface WatchFacts {
  readonly now: Moment;
  readonly hosts: readonly HostFacts[];
  readonly disconnected: readonly DisconnectedSession[];
  /** Whether the person of a connection used its address in the 30 days before; `undefined` where that isn't known. */
  readonly isKnownAddress: (connection: LoggedClient & { readonly started: number }) => boolean | undefined;
}

/** How long something that has happened is shown, in milliseconds. */
export const KEPT_MS = 24 * 60 * 60_000;
