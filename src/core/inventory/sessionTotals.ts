/** How many sessions there are, by what is known of hosts and of where they were searched. */
import { about, countFound, sumOf, UNKNOWN_COUNT, type Count } from "../model/count.ts";
import type { Moment } from "../model/time/moment.ts";
import { isStillTrue } from "./freshness.ts";
import type { HostState } from "./hostState.ts";
import type { Inventory } from "./inventory.ts";

/** How many sessions a host had when it was last listed. */
export function sessionCountOf({ list }: Pick<HostState, "list">): Count {
  return countFound(list?.sessions.length, list?.unreadable === 0);
}

/** How many sessions a host has now: a list that is no longer still true says that only approximately. */
export function sessionCountNow(state: Pick<HostState, "list" | "problem">, now: Moment): Count {
  return state.list && !isStillTrue(state, now) ? about(state.list.sessions.length) : sessionCountOf(state);
}

/**
 * How many sessions hosts have together.
 * @param isAllFound whether these are all hosts that are meant
 */
export function sessionTotal(hosts: Iterable<Pick<HostState, "list">>, isAllFound: boolean): Count {
  return sumOf([...[...hosts].map(sessionCountOf), ...(isAllFound ? [] : [UNKNOWN_COUNT])]);
}

/** Whether every host of what is selected is known: all was searched, and nothing was in the way. */
export function isAllFound({
  enumerated,
  searchProblems,
  accounts,
}: Pick<Inventory, "enumerated" | "searchProblems" | "accounts">): boolean {
  return (
    enumerated &&
    searchProblems.length === 0 &&
    [...accounts.values()].every(
      ({ searching, tenants }) =>
        (!searching || tenants.size > 0) && [...tenants.values()].every(({ hosts }) => hosts.known !== undefined),
    )
  );
}
