/**
 * What Azure's audit log tells of connections through a bastion host. Everything in it is text that somebody else wrote: the
 * user names of failed sign-ins are what an attacker typed, and a browser names itself.
 */
import type { ArmKey } from "../armId.ts";

/** What the log says of a connection or of an attempt. Absent means that the log did not say. */
export interface LoggedClient {
  readonly hostKey: ArmKey;
  /** The account on the target VM. */
  readonly userName?: string;
  /** The person's sign-in name in Microsoft Entra, such as `ann@contoso.com`. */
  readonly person?: string;
  /** Where the person came from, without a port. */
  readonly clientAddress?: string;
  /** What the browser or client says it is. */
  readonly userAgent?: string;
  /** `ssh` or `rdp`; an open set. */
  readonly protocol?: string;
  /** `VM`, `VMSS`, or `BSL`, which is probably a shareable link; an open set. */
  readonly resourceType?: string;
  readonly targetResourceId?: string;
  /** Without a port. */
  readonly targetAddress?: string;
}

/** A connection that was made: the rows of its start and its end as one. */
export interface Connection extends LoggedClient {
  /** Unique among the connections of a host, whatever the log has. */
  readonly key: string;
  /** Its GUID; compared without case. */
  readonly tunnelId?: string;
  /** Milliseconds of the date. */
  readonly started?: number;
  /** Milliseconds of the date, where the log has it. */
  readonly ended?: number;
  /** Whether the log has an end, with or without its time. */
  readonly hasEnded: boolean;
  /** Milliseconds, where the log has it. */
  readonly durationMs?: number;
  /** Only its end is logged: it started before the range that was read, or that row was lost. */
  readonly endOnly?: true;
}

/** An attempt to sign in to a target VM that failed: an event, not a connection. */
export interface FailedSignIn extends LoggedClient {
  readonly key: string;
  /** Milliseconds of the date. */
  readonly time?: number;
}

/**
 * How certain it is that a connection in the log is a live session.
 * - `exact`: they have the same ID
 * - `matched`: everything that both name agrees, both began within 5 s, and there is no other candidate for either. Probable
 *   only: the log is late and loses rows
 * - `samePerson`: there are several candidates, and all are of one person
 * - `possible`: anything less. Never a label, never checked, never counted
 */
export type Confidence = "exact" | "matched" | "samePerson" | "possible";

/** Why a possible connection is no more than that. */
export type Doubt =
  /** It started at another time than the session. */
  | "apart"
  /** It may belong to another session, or the session to another connection. */
  | "ambiguous"
  /** Another person used the account within 15 min. */
  | "otherPerson"
  /** The log has its end. */
  | "ended"
  /** The log around its start couldn't be read completely. */
  | "incomplete"
  /** The session started less than 15 min before the log was read, so that other people's rows may still be missing. */
  | "tooSoon";

/** Why the log names nobody for a session. */
export type LogBlank =
  /** The session is younger than the log's delay. */
  | "notLoggedYet"
  /** The log was read and has no connection that fits. */
  | "noRecord"
  /** Nothing is sent to a workspace that the account may read. */
  | "notLogged"
  | "notLoggedBySku"
  | "notAllowed"
  /** A shareable link: whoever has it needs no account in Microsoft Entra. */
  | "shareableLink"
  /** The log could not be read, or only a part of it. */
  | "incomplete";

/** Who is behind a live session, as far as the log tells. */
export type Attribution =
  | {
      readonly confidence: Confidence;
      /** Connections that it may be, the best first: one if `exact` or `matched`. */
      readonly candidates: readonly [Connection, ...Connection[]];
      readonly doubt?: Doubt;
    }
  | { readonly confidence: "none"; readonly blank: LogBlank };
