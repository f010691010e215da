/** What a watch rule has found, and why it may find nothing. Plain data. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Count } from "../model/count.ts";
import type { Connection } from "../model/session/connection.ts";

/** What a hit is about. Times in milliseconds of the date. */
export type HitSubject =
  /** A session of the host's list. */
  | { readonly kind: "session"; readonly sessionKey: string }
  /** A connection in the log; `sessionKey` where a live session is certainly or probably it. */
  | { readonly kind: "connection"; readonly connection: Connection; readonly sessionKey?: string }
  | {
      readonly kind: "failures";
      readonly address?: string;
      readonly userNames: readonly string[];
      readonly count: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: "count"; readonly count: Count; readonly before?: Count; readonly percent?: number };

/** Something that satisfies a rule. */
export interface Hit {
  /** Equal for the same happening, in all windows and after a restart: it is told once, until this changes. */
  readonly key: string;
  /** What it is made of, if it may grow: once one of these was told, it was. */
  readonly parts?: readonly string[];
  readonly hostKey: ArmKey;
  readonly subject: HitSubject;
  /** When it began, in milliseconds of the date, as far as known. */
  readonly at?: number;
}

/** Why a rule can't see what it watches on a host: "can't tell", which is never "nothing happened". */
export type BlindReason =
  | "notLogged"
  /** A part of the log could not be read. */
  | "logIncomplete"
  | "notLoggedBySku"
  | "notAllowed"
  | "logFailed"
  | "noCount"
  | "countNotAllowed"
  | "noCapacity"
  | "unreadable"
  /** The budget of lists is used up for now. */
  | "listsUsedUp"
  /** Not read yet. */
  | "unread";

export interface Blind {
  readonly hostKey: ArmKey;
  readonly reason: BlindReason;
  readonly error?: AzureError;
}

/** The key of a hit: of one rule on one host. */
export function hitKey(rule: { readonly key: string }, hostKey: ArmKey, what: string): string {
  return `${rule.key} ${hostKey} ${what}`;
}

/** What is told of a hit, and never again: all that it is made of. */
export function partsOf({ key, parts = [key] }: Hit): readonly string[] {
  return parts;
}
