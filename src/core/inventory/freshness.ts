/** Whether what is known of a host's sessions still holds: the one place that says so. Times are of the monotonic clock. */
import type { HostState, SessionList } from "./hostState.ts";

/** Milliseconds after which a list is asked for again before anything is said on the strength of it. */
export const FRESH_MS = 60_000;

/** Milliseconds after which a list is shown with the time that it is from. */
export const AGED_MS = 3 * 60_000;

/**
 * Whether the last attempt to list succeeded, and not longer than `maxAge` milliseconds before `now`.
 * @param since a list that came at this moment or later is fresh in any case
 */
export function isFresh(
  { list, problem }: Pick<HostState, "list" | "problem">,
  now: number,
  { maxAge = FRESH_MS, since = Infinity }: { readonly maxAge?: number; readonly since?: number } = {},
): boolean {
  return (
    list !== undefined && !problem && (list.receivedAt >= since || Math.min(now, since) - list.receivedAt < maxAge)
  );
}

/** Whether a list is so old that its time is shown with it. */
export function isAged({ receivedAt }: Pick<SessionList, "receivedAt">, now: number): boolean {
  return now - receivedAt > AGED_MS;
}
