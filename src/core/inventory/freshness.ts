/** Whether what is known of a host's sessions still holds: the one place that says so. */
import { elapsed, type Moment } from "../model/time/moment.ts";
import { receivedMoment, type HostState, type SessionList } from "./hostState.ts";

/** Milliseconds after which a list is asked for again before anything is said on the strength of it. */
export const FRESH_MS = 60_000;

/** Milliseconds after which a list is shown with the time that it is from. */
export const AGED_MS = 3 * 60_000;

type Listed = Pick<HostState, "list" | "problem">;
type Received = Pick<SessionList, "receivedAt" | "receivedAtWall">;

/** Milliseconds since a list came. */
export function listAge(list: Received, now: Moment): number {
  return elapsed(receivedMoment(list), now);
}

/** Whether a host's list may be shown as what is so now: it isn't older than three minutes, and nothing failed since. */
export function isStillTrue({ list, problem }: Listed, now: Moment): boolean {
  return list !== undefined && !problem && listAge(list, now) <= AGED_MS;
}

/** The time to be shown with everything from a list that is no longer {@link isStillTrue}; else `undefined`. */
export function outdatedSince(state: Listed, now: Moment): Date | undefined {
  return isStillTrue(state, now) ? undefined : state.list?.receivedAtWall;
}

/**
 * Whether the last attempt to list succeeded, and not longer than `maxAge` milliseconds before `now`.
 * @param since a list that came at this moment or later is fresh in any case
 */
export function isFresh(
  { list, problem }: Listed,
  now: Moment,
  { maxAge = FRESH_MS, since }: { readonly maxAge?: number; readonly since?: Moment } = {},
): boolean {
  return (
    list !== undefined &&
    !problem &&
    ((since !== undefined && list.receivedAt >= since.monotonic) || listAge(list, since ?? now) < maxAge)
  );
}
