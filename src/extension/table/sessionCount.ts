import type { HostState } from "../../core/inventory/hostState.ts";
import { isStillTrue } from "../../core/inventory/freshness.ts";
import { sessionTotal } from "../../core/inventory/sessionTotals.ts";
import { UNKNOWN_COUNT } from "../../core/model/count.ts";
import type { Moment } from "../../core/model/time/moment.ts";
import type { SessionCount } from "./protocol.ts";

/**
 * How many sessions there are on hosts by their last answers. Unknown where a host that was once read has not answered for
 * so long, or failed since, that its number would be one of before.
 * @param isAllFound whether these are all hosts that are meant
 * @returns `undefined` where no host was ever read
 */
export function countSessions(hosts: readonly HostState[], now: Moment, isAllFound: boolean): SessionCount | undefined {
  const read = hosts.filter(({ list }) => list);
  const isCurrent = read.every((state) => isStillTrue(state, now));
  return read.length === 0
    ? undefined
    : {
        at: now.wall.getTime(),
        unread: hosts.length - read.length,
        count: isCurrent ? sessionTotal(hosts, isAllFound) : UNKNOWN_COUNT,
      };
}
