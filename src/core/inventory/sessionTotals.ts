/** How many sessions there are, by what is known of hosts and of where they were searched. */
import { MEASURED_FOR_MS } from "../azure/sessionCounts.ts";
import { about, countFound, roughSumOf, sumOf, UNKNOWN_COUNT, type Count } from "../model/count.ts";
import type { Identity } from "../model/identity.ts";
import { elapsed, type Moment } from "../model/time/moment.ts";
import type { SubscriptionState } from "./directoryState.ts";
import { isStillTrue } from "./freshness.ts";
import type { HostState } from "./hostState.ts";
import type { Inventory } from "./inventory.ts";
import type { ApproximateCount } from "./metrics/approximateCount.ts";

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

type Rough = Pick<HostState, "approximate" | "list" | "problem">;

/** What is shown of a host in place of a list: nothing once there is one, or when it's from too long ago. */
export function shownApproximation(
  { approximate, list }: Pick<HostState, "approximate" | "list">,
  now: Moment,
): ApproximateCount | undefined {
  if (!approximate || list) {
    return undefined;
  }
  const { at, receivedAt } = approximate;
  const age = receivedAt.wall.getTime() - at.getTime() + elapsed(receivedAt, now);
  return age <= MEASURED_FOR_MS ? approximate : undefined;
}

/** How many sessions a host has now, by its list or else by Azure Monitor. */
export function roughCountNow(state: Rough, now: Moment): Count {
  return shownApproximation(state, now)?.count ?? sessionCountNow(state, now);
}

/**
 * How many sessions hosts have together, by their lists or else by Azure Monitor: for a glance, never for a question.
 * @param isAllFound whether these are all hosts that are meant
 */
export function roughTotal(hosts: readonly Rough[], isAllFound: boolean, now: Moment): Count {
  return roughSumOf([...hosts.map((host) => roughCountNow(host, now)), ...(isAllFound ? [] : [UNKNOWN_COUNT])]);
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

/** Whether every host of a subscription is known: each account that sees it was told of all. */
export function isSubscriptionFound(
  { accounts }: Pick<Inventory, "accounts">,
  { subscriptionId, identities = [] }: Pick<SubscriptionState, "subscriptionId" | "identities">,
): boolean {
  const isFoundBy = ({ account, tenant }: Identity) => {
    const { hosts, refusals = [] } = accounts.get(account.id)?.tenants.get(tenant.tenantId) ?? {};
    return (
      hosts?.known !== undefined &&
      !hosts.remembered?.size &&
      !hosts.error &&
      hosts.unreadable === 0 &&
      !refusals.some((refusal) => refusal.subscriptionId === subscriptionId)
    );
  };
  return identities.length > 0 && identities.every(isFoundBy);
}
