import type { HostState } from "../../core/inventory/hostState.ts";
import { isAged } from "../../core/inventory/freshness.ts";
import type { SessionCount } from "./protocol.ts";

/**
 * How many sessions there are on hosts by their last answers. None of that is said where a host that was once read has not
 * answered for so long, or failed since, that its number would be one of before.
 * @param now milliseconds of the monotonic clock
 * @param at milliseconds of the date
 * @returns `undefined` where no host was ever read
 */
export function countSessions(hosts: readonly HostState[], now: number, at: number): SessionCount | undefined {
  const read = hosts.flatMap(({ list, problem }) =>
    list ? [{ list, isCurrent: !problem && !isAged(list, now) }] : [],
  );
  if (read.length === 0) {
    return undefined;
  }
  const sessions = read.reduce((sum, { list }) => sum + list.sessions.length, 0);
  return { at, unread: hosts.length - read.length, ...(read.every(({ isCurrent }) => isCurrent) && { sessions }) };
}
