import { systemClock } from "../../model/clock.ts";
import type { Clock } from "../../model/clock.ts";

/** How long and how often. Milliseconds throughout; tests inject small ones. */
export interface Timing {
  /** For one request: headers and body. Resource Manager itself gives up after 60 s with a 504, so more than that. */
  readonly requestDeadlineMs: number;
  /** For one call with all its requests, waits and polls. */
  readonly operationDeadlineMs: number;
  /** Requests that are sent at most for one answer. */
  readonly maxAttempts: number;
  /** Wait before the second attempt where Azure names none; it doubles from there. */
  readonly backoffMs: number;
  /** The longest Retry-After of a refusal that is waited out; beyond it the call ends as `throttled`. */
  readonly maxWaitMs: number;
  /** Wait between two looks at an operation, where Azure names none. */
  readonly pollDefaultMs: number;
  /** The shortest and the longest wait between two looks, whatever Azure names. */
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  /** How often in a row the status of an operation may be unreadable before we give up. */
  readonly statusAttempts: number;
  /** Its wall time is only for a Retry-After date in a response that bears no date of its own. */
  readonly clock: Clock;
  /** 0 up to 1: spreads the waits of many calls that were refused at once. */
  random(): number;
}

export const defaultTiming: Timing = {
  requestDeadlineMs: 65_000,
  operationDeadlineMs: 300_000,
  maxAttempts: 4,
  backoffMs: 1_000,
  maxWaitMs: 60_000,
  pollDefaultMs: 2_000,
  pollMinMs: 1_000,
  pollMaxMs: 60_000,
  statusAttempts: 5,
  clock: systemClock,
  random: () => Math.random(),
};
