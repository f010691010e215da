/**
 * One timeline of an incident as data: what happened to a person, a target VM or a bastion host in a range of time, each line
 * with its source and how sure it is. Everything in it that comes from a log or a VM is text from outside.
 */
import type { ActivityOutcome } from "../history/activity.ts";
import type { ActivityGap, HistoryGap } from "../history/history.ts";
import type { JournalVerdict, WarningOutcome } from "../journal/journalFormat.ts";
import type { LinkVerdict } from "../journal/linkDeletion.ts";
import type { ArmKey } from "../model/armId.ts";

/** What the timeline is about. */
export type IncidentSubject =
  | { readonly kind: "person"; readonly person: string }
  | IncidentMachine
  | { readonly kind: "host"; readonly hostKey: ArmKey };

/** A target VM: by its resource ID, or where it has none by its address behind these hosts. */
export interface IncidentMachine {
  readonly kind: "machine";
  readonly name: string;
  readonly resourceId?: string;
  /** Without a port. */
  readonly address?: string;
  /** Bastion hosts through which it is known to be reached. */
  readonly hostKeys: readonly ArmKey[];
}

export const INCIDENT_SOURCES = ["auditLog", "activityLog", "journal"] as const;
export type IncidentSource = (typeof INCIDENT_SOURCES)[number];

/** What happened. */
export type IncidentEvent =
  /** The audit log: `disconnected` is an end with a cause, by the journal or probably by the Activity Log. */
  | "connected"
  | "ended"
  | "disconnected"
  | "failedSignIn"
  /** The Activity Log, which names hosts but neither sessions nor links. */
  | "sessionsDisconnected"
  | "hostChanged"
  | "hostDeleted"
  | "linksCreated"
  | "linksRead"
  | "linksDeleted"
  /** The journal. */
  | "disconnectConfirmed"
  | "warned"
  | "verdict"
  | "reconnected"
  | "linkDeletionConfirmed"
  | "linkVerdict";

/** How something came out; `noResponse` where the journal has no answer. */
export type IncidentOutcome = ActivityOutcome | JournalVerdict | LinkVerdict | WarningOutcome | "noResponse";

/**
 * How sure it is that this happened to the subject.
 * - `certain`: the source says so, about this very person, machine, host or session
 * - `probable`: a rule says so, which the line names
 * - `possible`: it may also concern another person or machine
 */
export const SURENESS = ["certain", "probable", "possible"] as const;
export type Sureness = (typeof SURENESS)[number];

/** Why something in a line is less than certain. */
export type SureRule =
  /** Disconnects of the host's sessions were logged within 90 s before the end; the log doesn't say of which sessions. */
  | { readonly kind: "endedSoonAfter"; readonly actors: readonly string[]; readonly hasUnnamed: boolean }
  /** We disconnected a session of this account on this machine within 90 s before the end; their IDs can't be compared. */
  | { readonly kind: "samePlace"; readonly actors: readonly string[] }
  /** We asked Azure to disconnect this very session shortly before the end, and its answer isn't known. */
  | { readonly kind: "askedUnknown"; readonly actors: readonly string[] }
  /** The log marks the connection as `BSL`, which is probably a shareable link. */
  | { readonly kind: "shareableLink" }
  /** The log has this name beside a connection through a link: it may be that of the person who made the link. */
  | { readonly kind: "namedBesideLink"; readonly person: string }
  /** The person was matched to the session by account, machine and start, not by its ID. */
  | { readonly kind: "personMatched" }
  /** The log names no person. These used the account on this machine in the range. */
  | { readonly kind: "accountUsedBy"; readonly people: readonly string[] }
  /** The same account is on the same machine again; the journal doesn't know who uses it. */
  | { readonly kind: "sameAccount" }
  /** Only the address, or the scale set, is the machine's. */
  | { readonly kind: "addressOnly" };

/** What else there is to say of a line. Times in milliseconds of the date. */
export type LineRemark =
  /** The log has no end of it in the range. */
  | { readonly kind: "noEndLogged" }
  | { readonly kind: "endWithoutTime" }
  | { readonly kind: "startNotLogged" }
  | { readonly kind: "startedAt"; readonly time: number }
  | { readonly kind: "listedAfter"; readonly listed: boolean; readonly at: string; readonly afterwards: boolean }
  /** The journal has the same operation. */
  | { readonly kind: "ours" }
  /** Another extension asked for it. */
  | { readonly kind: "requestedBy"; readonly extension: string };

export interface IncidentLine {
  /** Milliseconds of the date; left out where the log has none. */
  readonly time?: number;
  readonly what: IncidentEvent;
  readonly source: IncidentSource;
  readonly sure: Sureness;
  readonly rules: readonly SureRule[];
  readonly remarks: readonly LineRemark[];
  readonly hostKey: ArmKey;
  readonly host: string;
  /** It happened to the host; whether it concerned the subject isn't known. */
  readonly isHostWide?: true;
  /** The sign-in name of the person whose connection it is. */
  readonly person?: string;
  readonly isPersonProbable?: true;
  /** The account on the target VM; of a failed sign-in, what was typed. */
  readonly account?: string;
  /** Who did it, or probably did: every one that fits. */
  readonly actors?: readonly string[];
  /** One more that fits has no name in the log. */
  readonly hasUnnamedActor?: true;
  readonly clientAddress?: string;
  readonly userAgent?: string;
  readonly protocol?: string;
  readonly machine?: string;
  readonly machineId?: string;
  readonly machineAddress?: string;
  readonly sessionId?: string;
  readonly outcome?: IncidentOutcome;
  /** Sessions, machines or links that it concerned. */
  readonly count?: number;
  readonly reason?: string;
  readonly ticket?: string;
  readonly message?: string;
  readonly failure?: string;
  readonly requestId?: string;
}

/** What could not be read, or is in no source: it stands at the top. Times in milliseconds of the date. */
export type IncidentGap =
  | { readonly kind: "auditLog"; readonly hostKey: ArmKey; readonly host: string; readonly gap: HistoryGap }
  | { readonly kind: "activityLog"; readonly subscription: string; readonly gap: ActivityGap }
  /** The audit log has nothing of these hosts in the range, which may also mean that they send none. */
  | { readonly kind: "noEntries"; readonly hosts: readonly string[] }
  /** No account may ask about the host. */
  | { readonly kind: "notAsked"; readonly hostKey: ArmKey; readonly host: string }
  | { readonly kind: "journalUnread"; readonly code: string }
  | { readonly kind: "journalTorn"; readonly count: number }
  /** Older entries are deleted. */
  | { readonly kind: "journalKept"; readonly since: number }
  | { readonly kind: "otherJournals" }
  /** Deleted hosts, and those that no account sees. */
  | { readonly kind: "otherHosts" }
  /** What happened since then may not be in the logs yet. */
  | { readonly kind: "lag"; readonly since: number }
  | { readonly kind: "activityKept"; readonly since: number }
  /** A workspace may keep the audit log for a shorter time than the range. */
  | { readonly kind: "auditKept" }
  /** Connections that began before the range and didn't end in it. */
  | { readonly kind: "beforeRange" }
  /** In the words of the caller. */
  | { readonly kind: "note"; readonly text: string };

/** A bastion host that was asked about. */
export interface IncidentHost {
  readonly key: ArmKey;
  readonly id: string;
  readonly name: string;
}

/** How much of a source was read. */
export type SourceState = "read" | "incomplete" | "notRead";

export interface Incident {
  readonly subject: IncidentSubject;
  /** What the subject is called. */
  readonly name: string;
  /** Milliseconds of the date, the end left out. */
  readonly from: number;
  readonly to: number;
  readonly exportedAt: number;
  /** Accounts as which was read. */
  readonly exportedBy: readonly string[];
  readonly hosts: readonly IncidentHost[];
  readonly sources: Readonly<Record<IncidentSource, SourceState>>;
  readonly missing: readonly IncidentGap[];
  /** Reads of session lists, which are left out of the lines. */
  readonly listsLeftOut: number;
  /** The oldest first; those without a time last. */
  readonly lines: readonly IncidentLine[];
  /** Names of people, accounts and addresses are replaced by numbers. */
  readonly isWithoutPeople?: true;
}
