/** What Azure's answers change in what is known of accounts and tenants: pure functions. */
import type { HostList } from "../azure/bastionHosts.ts";
import type { AzureError } from "../azure/http/azureError.ts";
import type { listSubscriptions } from "../azure/subscriptions.ts";
import type { ArmKey } from "../model/armId.ts";
import { present } from "../text/json.ts";
import { newAccount, newTenant, type AccountState, type TenantState } from "./directoryState.ts";

export type Settled<T> = { readonly value: T; readonly error?: undefined } | { readonly error: AzureError };

/**
 * Whether VS Code gave no token without asking the user. Where nothing is known yet, that is an account or a tenant that
 * has still to be signed in. Later it may as well be a token that could not be renewed, for want of a network: no reason
 * to take rows away. Azure's own 401 has a status.
 */
function isTokenMissing(error: AzureError): boolean {
  return error.kind === "signInNeeded" && error.facts.status === undefined;
}

/** Whether this failure means that nothing gets through, to Azure or to its sign-in. */
export function isCutOff(error: AzureError): boolean {
  return error.kind === "unreachable" || error.kind === "timedOut" || isTokenMissing(error);
}

export function failedAccount(before: AccountState, error: AzureError): AccountState {
  const { account, unreadable, tenants } = before;
  return isTokenMissing(error) && tenants.size === 0
    ? { ...newAccount(account), searching: false, signInNeeded: error }
    : { account, searching: false, unreadable, tenants, error };
}

export function withSubscriptions(
  before: TenantState,
  answer: Settled<Awaited<ReturnType<typeof listSubscriptions>>>,
): TenantState {
  if (answer.error) {
    return (
      failedTenant(before, answer.error) ?? {
        ...before,
        subscriptions: { ...before.subscriptions, error: answer.error },
      }
    );
  }
  const { subscriptions, unreadable } = answer.value;
  return { ...granted(before), subscriptions: { known: subscriptions, unreadable } };
}

export function withHosts(before: TenantState, answer: Settled<HostList>): TenantState {
  if (answer.error) {
    return failedTenant(before, answer.error) ?? { ...before, hosts: { ...before.hosts, error: answer.error } };
  }
  const { hosts, unreadable, problems } = answer.value;
  // A host that is missing from an answer that could not tell is not known to be gone.
  const unsure = new Set(problems.map(({ subscriptionId }) => subscriptionId));
  const listed = new Set(hosts.map(({ key }) => key));
  const kept = (before.hosts.known ?? []).filter(
    ({ key, subscriptionId }) => !listed.has(key) && (unreadable > 0 || unsure.has(subscriptionId)),
  );
  const remembered = new Set(kept.map(({ key }) => key).filter((key) => before.hosts.remembered?.has(key)));
  return { ...granted(before), hosts: { known: [...hosts, ...kept], unreadable, remembered }, refusals: problems };
}

/** What a subscription's own list changes. */
export function withHostsOf(
  before: TenantState,
  subscriptionId: string,
  { hosts, unreadable, problems }: HostList,
): TenantState {
  const refusals = [...before.refusals.filter((refusal) => refusal.subscriptionId !== subscriptionId), ...problems];
  if (problems.length > 0) {
    return { ...before, refusals };
  }
  const listed = new Set(hosts.map(({ key }) => key));
  const known = before.hosts.known ?? [];
  const kept = known.filter(
    (host) => !listed.has(host.key) && (host.subscriptionId !== subscriptionId || unreadable > 0),
  );
  const keptKeys = new Set(kept.map(({ key }) => key));
  const remembered = new Set([...(before.hosts.remembered ?? [])].filter((key) => keptKeys.has(key as ArmKey)));
  // Only the graph names the tenant of a host.
  const tenants = new Map(known.map(({ key, tenantId }) => [key, tenantId]));
  const { tenantId: owner } =
    before.subscriptions.known?.find((subscription) => subscription.subscriptionId === subscriptionId) ?? {};
  const named = hosts.map((host) => ({
    ...host,
    ...present({ tenantId: host.tenantId ?? tenants.get(host.key) ?? owner }),
  }));
  return {
    ...before,
    refusals,
    hosts: {
      ...before.hosts,
      known: [...kept, ...named],
      remembered,
      unreadable: Math.max(before.hosts.unreadable, unreadable),
    },
  };
}

function failedTenant(before: TenantState, error: AzureError): TenantState | undefined {
  const { account, tenant } = before.identity;
  return isTokenMissing(error) && before.hosts.known === undefined
    ? { ...newTenant(account, tenant), signInNeeded: error }
    : undefined;
}

function granted({ signInNeeded: _over, ...state }: TenantState): TenantState {
  return state;
}
