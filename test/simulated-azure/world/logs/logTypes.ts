/** What the audit log of Bastion says, and what a world can be told about it. */

/** Somebody who connects through bastion hosts. */
export interface PersonSpec {
  /** The sign-in name in Microsoft Entra. */
  readonly email: string;
  /** Where the person comes from, the usual address first; made up where left out. */
  readonly clientAddresses?: readonly string[];
  readonly userAgent?: string;
  /** The accounts on target VMs that the person signs in with; any where left out. Several people may share one. */
  readonly accounts?: readonly string[];
}

export interface SimulatedPerson {
  readonly email: string;
  readonly clientAddresses: readonly [string, ...string[]];
  readonly userAgent: string;
  readonly accounts: readonly string[] | undefined;
}

/** Who is behind a connection, as the audit log has it. */
export interface ClientSpec {
  /** The person's sign-in name, also of somebody whom the world doesn't know; empty: the log names nobody. */
  readonly person?: string;
  /** Without a port. */
  readonly clientAddress?: string;
  readonly userAgent?: string;
  /** `VM` where left out. */
  readonly resourceType?: "VM" | "VMSS" | "BSL";
}

/** What becomes of the rows of one session. */
export interface SessionLogSpec {
  readonly start?: RowFate;
  readonly end?: RowFate;
  /** Minutes until its rows are there, in place of the world's. */
  readonly lagMinutes?: number;
  /** The log's start is that much later than what the list of sessions says. */
  readonly skewSeconds?: number;
  readonly tunnelId?: string;
}

/** `lost`: it never arrives. `doubled`: it arrives twice. */
export type RowFate = "kept" | "lost" | "doubled";

/** How a world's audit log is written. */
export interface LogSpec {
  /**
   * TunnelId is the session's id, a GUID of its own, or empty: Azure doesn't document which. The session's id where left
   * out.
   */
  readonly tunnelIds?: "sessionId" | "own" | "none";
  /** Minutes until a row is there, the least and the most: 3 and 10 where left out. */
  readonly lagMinutes?: readonly [least: number, most: number];
  /** The share of rows that never arrive, and of those that arrive twice: by chance, but the same for the same seed. */
  readonly lost?: number;
  readonly doubled?: number;
  /** Minutes until an event of the Activity Log is there: 3 and 20 where left out. */
  readonly activityLagMinutes?: readonly [least: number, most: number];
  /** An answer has its rows in any order, whatever the query says. */
  readonly isShuffled?: boolean;
}

/** Sign-ins to a target VM that failed, one or a row of them. */
export interface FailedSignInSpec extends ClientSpec {
  /** What was typed: that one, or these in turn. */
  readonly userName?: string | readonly string[];
  readonly protocol?: string;
  readonly targetHostName?: string;
  readonly targetIpAddress?: string;
  /** When the first happened: now where left out. */
  readonly minutesAgo?: number;
  readonly count?: number;
  /** Between one and the next: 3 where left out. */
  readonly everySeconds?: number;
  /** A disconnect row follows each, without a connect row before it. */
  readonly isDisconnected?: boolean;
}

/** Something that was done to a host, for the Activity Log. */
export interface ActivitySpec {
  /** Of bastion hosts, such as `write` or `createShareableLinks/action`; or any other with its provider and type. */
  readonly operation: string;
  /** A sign-in name or the id of an application: the world's first account where left out. */
  readonly caller?: string;
  /** Where the caller was, which Azure doesn't know of an application: that of the person where left out. */
  readonly clientAddress?: string;
  readonly minutesAgo?: number;
  /** How it ended, or that no end of it is known: Succeeded where left out. */
  readonly outcome?: "Succeeded" | "Failed" | "running";
  /** The HTTP status in words. */
  readonly statusCode?: string;
  /** How long it took: 1 where left out. */
  readonly seconds?: number;
  readonly correlationId?: string;
  /** What it was done to, if not to the host. */
  readonly resourceId?: string;
}

/** Connections of the past, made up when the log is read for the first time, and what was done to the host meanwhile. */
export interface HistorySpec {
  readonly days: number;
  /** On a working day, about: 20 where left out. */
  readonly perDay?: number;
  /** Whether strangers guess passwords, a few times in a month. */
  readonly isAttacked?: boolean;
}

/** A row of the table, by its columns. */
export type LogRow = Readonly<Record<string, string | number>>;

/** A connection as the log knows it. Times are milliseconds since 1970. */
export interface Visit {
  readonly sessionId: string;
  readonly userName: string;
  readonly protocol: string;
  readonly startedAt: number;
  readonly targetResourceId: string;
  readonly targetIpAddress: string;
  readonly client: Required<ClientSpec>;
  readonly log: SessionLogSpec;
}
