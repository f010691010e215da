import type { JournalActor } from "./lineShape.ts";

/**
 * - `deleted`: Azure says that it deleted the VM's links
 * - `failed`: Azure refused, or says that it failed
 * - `unknown`: it isn't known whether Azure deleted them
 * - `notSent`: Azure was not asked
 */
export type LinkVerdict = "deleted" | "failed" | "unknown" | "notSent";

/** A confirmed deletion of shareable links, with all that is known of it by now. */
export interface LinkDeletion {
  readonly id: string;
  /** When it was confirmed: ISO 8601, UTC. */
  readonly at: string;
  /** Who asked for it: `user`, or another extension by its ID. */
  readonly by: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly notes?: readonly string[];
  readonly machines: readonly LinkMachine[];
}

/** A link, without its URL. Times as Azure wrote them. */
export interface JournalLink {
  readonly createdAt?: string;
  readonly expiresAt?: string;
}

/** All links of one VM on one host. */
export interface LinkMachine {
  readonly hostId: string;
  readonly hostName: string;
  readonly actor: JournalActor;
  readonly vmId: string;
  /** As they were confirmed. */
  readonly links: readonly JournalLink[];
  /** Left out: nothing is known of an answer. */
  readonly verdict?: LinkVerdict;
  /** When the verdict was known: ISO 8601, UTC. */
  readonly answeredAt?: string;
  readonly message?: string;
  /** Why there is no verdict of Azure: the kind of failure and its code, or `changed` if the links had changed. */
  readonly failure?: string;
  readonly requestId?: string;
  /** What listing the links again has shown at last: whether the VM still has links. */
  readonly listed?: { readonly listed: boolean; readonly at: string; readonly afterwards: boolean };
}
