import type { HostState } from "../../core/inventory/hostState.ts";
import { isAged } from "../../core/inventory/freshness.ts";
import { sessionTotal } from "../../core/inventory/sessionTotals.ts";
import { UNKNOWN_COUNT } from "../../core/model/count.ts";
import type { SessionCount } from "./protocol.ts";

/**
 * How many sessions there are on hosts by their last answers. Unknown where a host that was once read has not answered for
 * so long, or failed since, that its number would be one of before.
 * @param now milliseconds of the monotonic clock
 * @param at milliseconds of the date
 * @returns `undefined` where no host was ever read
 */
export function countSessions(hosts: readonly HostState[], now: number, at: number): SessionCount | undefined {
  const read = hosts.filter(({ list }) => list);
  const isCurrent = read.every(({ list, problem }) => list && !problem && !isAged(list, now));
  return read.length === 0
    ? undefined
    : { at, unread: hosts.length - read.length, count: isCurrent ? sessionTotal(hosts, true) : UNKNOWN_COUNT };
}
