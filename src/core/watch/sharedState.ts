import type { SharedWatch } from "./sharedWatch.ts";

/** What windows that share a watch agree on. */
export type SharedState = Pick<
  SharedWatch,
  | "isLeader"
  | "problem"
  | "snoozedUntil"
  | "tellNew"
  | "forget"
  | "markSeen"
  | "isSeen"
  | "snooze"
  | "publish"
  | "published"
> & {
  on(event: "change", listener: () => void): unknown;
  off(event: "change", listener: () => void): unknown;
};
