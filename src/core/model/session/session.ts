import type { ArmKey } from "../armId.ts";

/**
 * A live session on a bastion host. Every field is optional in Azure's specification, and absent here where Azure left
 * it out or sent another type: nothing is guessed. Only {@link sessionId} identifies a session (case-sensitively);
 * users, machines and start times repeat.
 */
export interface BastionSession {
  readonly sessionId?: string;
  readonly userName?: string;
  /** SSH or RDP; an open set. */
  readonly protocol?: string;
  /** The target VM's name. */
  readonly targetHostName?: string;
  /** The target VM's address, not the user's: the list holds no address of the user. */
  readonly targetIpAddress?: string;
  /** May be a pseudo id (`…/bh-hostConnect/{ip}`) where the user connected by address. */
  readonly targetResourceId?: string;
  /**
   * The bastion host, where Azure names no resource as the target: names and addresses are unique at most in the networks
   * that one host reaches. Not from Azure.
   */
  readonly via?: ArmKey;
  readonly targetResourceGroup?: string;
  readonly targetSubscriptionId?: string;
  readonly resourceType?: string;
  /** Start time as Azure wrote it, which is not always valid ISO 8601. Left out of a list if it can't be right. */
  readonly startTime?: string;
  /** Minutes, with fractions, at the time of the answer. */
  readonly durationMinutes?: number;
}

/** The texts of a session, under the names that Azure gives them: every field but the duration. */
export const SESSION_TEXTS = [
  "sessionId",
  "userName",
  "protocol",
  "targetHostName",
  "targetIpAddress",
  "targetResourceId",
  "targetResourceGroup",
  "targetSubscriptionId",
  "resourceType",
  "startTime",
] as const satisfies readonly (keyof BastionSession)[];

/** All of Azure's fields. */
export const SESSION_KEYS = [...SESSION_TEXTS, "durationMinutes"] as const satisfies readonly (keyof BastionSession)[];

/** What Azure said of one session that it was asked to disconnect. `unknown`: it said nothing that can be relied on. */
export type Verdict = "disconnected" | "alreadyEnded" | "failed" | "unknown";

/** The verdict on one session, with Azure's own message where it gave one. */
export interface SessionVerdict {
  readonly sessionId: string;
  readonly verdict: Verdict;
  readonly message?: string;
}

/** Every field but the duration: a different duration is no change, a missing one is. */
export function isSameSession(a: BastionSession, b: BastionSession): boolean {
  return (
    SESSION_TEXTS.every((field) => a[field] === b[field]) &&
    (a.durationMinutes === undefined) === (b.durationMinutes === undefined)
  );
}
