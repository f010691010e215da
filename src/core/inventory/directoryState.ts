/**
 * Who can see what: accounts, their tenants, and the subscriptions and hosts found there. Plain data and what follows
 * from it; directory.ts is the one that asks.
 */
import type { AzureError } from "../azure/http/azureError.ts";
import type { ArmKey } from "../model/armId.ts";
import type { BastionHost, Subscription, Tenant } from "../model/bastionHost.ts";
import { identityKey, type Account, type Identity } from "../model/identity.ts";

/** A list that was asked for: what is known of it, and what went wrong the last time. */
export interface Asked<T> {
  /** Left out until known; stays over a failure. */
  readonly known?: readonly T[];
  /** What of it is from an earlier window, and was not named by Azure since; by key. */
  readonly remembered?: ReadonlySet<string>;
  readonly error?: AzureError;
  /** Entries of Azure's answer that could not be read. */
  readonly unreadable: number;
}

const NOT_ASKED: Asked<never> = { unreadable: 0 };

export interface AccountState {
  readonly account: Account;
  readonly searching: boolean;
  /** The account has not allowed this extension yet. */
  readonly signInNeeded?: AzureError;
  /** Its tenants could not be listed; those known from before stay. */
  readonly error?: AzureError;
  /** Tenants in Azure's answer that could not be read. */
  readonly unreadable: number;
  /** By tenant id. */
  readonly tenants: ReadonlyMap<string, TenantState>;
}

export interface TenantState {
  readonly identity: Identity;
  readonly searching: boolean;
  /** The tenant wants its own sign-in. */
  readonly signInNeeded?: AzureError;
  readonly subscriptions: Asked<Subscription>;
  readonly hosts: Asked<BastionHost>;
  /** Subscriptions that refused, where each was asked for its hosts on its own. */
  readonly refusals: readonly { readonly subscriptionId: string; readonly error: AzureError }[];
}

export type Accounts = ReadonlyMap<string, AccountState>;

export function newAccount(account: Account): AccountState {
  return { account, searching: true, unreadable: 0, tenants: new Map() };
}

export function newTenant(account: Account, tenant: Tenant): TenantState {
  return { identity: { account, tenant }, searching: true, subscriptions: NOT_ASKED, hosts: NOT_ASKED, refusals: [] };
}

function* tenantsOf(accounts: Accounts): Iterable<TenantState> {
  for (const account of accounts.values()) {
    yield* account.tenants.values();
  }
}

/** Whether the user wants to see what this identity sees of a subscription, given by its id in lower case. */
export type IsSelected = (identity: Identity, subscriptionId: string) => boolean;

/** A host, and every identity that sees it: the one that acts first. */
export interface VisibleHost {
  readonly host: BastionHost;
  readonly identities: readonly Identity[];
  /** It is known only from an earlier window; Azure hasn't returned it since. */
  readonly remembered: boolean;
}

/** Every host of the selected subscriptions once, however many identities see it (several accounts, guests, Azure Lighthouse). */
export function visibleHosts(accounts: Accounts, isSelected: IsSelected): ReadonlyMap<ArmKey, VisibleHost> {
  const found = new Map<ArmKey, { host: BastionHost; identities: Identity[]; remembered: boolean }>();
  for (const { identity, hosts } of tenantsOf(accounts)) {
    for (const host of (hosts.known ?? []).filter(({ subscriptionId }) => isSelected(identity, subscriptionId))) {
      const sighting = found.get(host.key);
      const remembered = hosts.remembered?.has(host.key) === true;
      const identities = [...(sighting?.identities ?? []), identity];
      // What Azure says now goes before what is remembered.
      const isBetter = !sighting || (sighting.remembered && !remembered);
      found.set(host.key, isBetter ? { host, identities, remembered } : { ...sighting, identities });
    }
  }
  for (const { host, identities } of found.values()) {
    // The host's own tenant acts before a delegated one; among equals the order is arbitrary but always the same.
    const foreign = (identity: Identity) => Number(identity.tenant.tenantId !== host.tenantId);
    identities.sort((a, b) => foreign(a) - foreign(b) || (identityKey(a) < identityKey(b) ? -1 : 1));
  }
  return found;
}

/** A subscription, and every identity that sees it. */
export interface VisibleSubscription {
  readonly subscription: Subscription;
  readonly identities: readonly Identity[];
}

/** Every subscription once, by its id in lower case. */
export function visibleSubscriptions(accounts: Accounts): ReadonlyMap<string, VisibleSubscription> {
  const found = new Map<string, { subscription: Subscription; identities: Identity[] }>();
  for (const { identity, subscriptions } of tenantsOf(accounts)) {
    for (const subscription of subscriptions.known ?? []) {
      const sighting = found.get(subscription.subscriptionId);
      if (sighting) {
        sighting.identities.push(identity);
      } else {
        found.set(subscription.subscriptionId, { subscription, identities: [identity] });
      }
    }
  }
  return found;
}

/** The IDs of the selected subscriptions that at least one identity sees. */
export function selectedIds(
  subscriptions: ReadonlyMap<string, VisibleSubscription>,
  isSelected: IsSelected,
): ReadonlySet<string> {
  const selected = [...subscriptions].filter(([id, { identities }]) => identities.some((one) => isSelected(one, id)));
  return new Set(selected.map(([id]) => id));
}

/** Whether all subscriptions that are known, and those of all hosts, are selected for everyone who sees them. */
export function isAllSelected(accounts: Accounts, isSelected: IsSelected): boolean {
  return [...tenantsOf(accounts)].every(({ identity, subscriptions, hosts }) =>
    [...(subscriptions.known ?? []), ...(hosts.known ?? [])].every(({ subscriptionId }) =>
      isSelected(identity, subscriptionId),
    ),
  );
}

/** Everyone who sees a subscription, or a host in it, each once. */
export function identitiesOf(
  subscriptionId: string,
  subscriptions: ReadonlyMap<string, VisibleSubscription>,
  hosts: Iterable<Pick<VisibleHost, "host" | "identities">>,
): readonly Identity[] {
  const seers = [
    ...(subscriptions.get(subscriptionId)?.identities ?? []),
    ...[...hosts].flatMap(({ host, identities }) => (host.subscriptionId === subscriptionId ? identities : [])),
  ];
  return [...new Map(seers.map((identity) => [identityKey(identity), identity])).values()];
}

/** A subscription with at least one bastion host. */
export interface SubscriptionState extends Partial<VisibleSubscription> {
  /** In lower case. */
  readonly subscriptionId: string;
  readonly hosts: readonly BastionHost[];
}

/** The subscriptions in which there are hosts, in no order. */
export function subscriptionsWithHosts(
  accounts: Accounts,
  hosts: readonly BastionHost[],
): readonly SubscriptionState[] {
  const named = visibleSubscriptions(accounts);
  return [...Map.groupBy(hosts, ({ subscriptionId }) => subscriptionId)].map(([subscriptionId, ofSubscription]) => ({
    subscriptionId,
    ...named.get(subscriptionId),
    hosts: ofSubscription,
  }));
}

/** Whether the user has hidden what is wrong with a tenant, as this identity sees it. */
export type IsHidden = (identity: Identity) => boolean;

interface InTenant {
  readonly identity: Identity;
  /** The user has hidden the tenant's problems: this one is no row. */
  readonly isHidden?: true;
}

/** Something that kept us from searching everything, as a row at the top of the tree tells it. */
export type SearchProblem =
  /** No accounts could be read from VS Code. */
  | { readonly kind: "accounts"; readonly error: AzureError }
  | { readonly kind: "allowAccess"; readonly account: Account; readonly error: AzureError }
  | (InTenant & { readonly kind: "signInToTenant"; readonly error: AzureError })
  | { readonly kind: "tenants"; readonly account: Account; readonly error: AzureError }
  | (InTenant & { readonly kind: "hosts" | "subscriptions"; readonly error: AzureError })
  | (InTenant & {
      readonly kind: "subscriptionHosts";
      readonly subscriptionIds: readonly string[];
      readonly error: AzureError;
    })
  | { readonly kind: "unreadableTenants"; readonly account: Account; readonly count: number }
  | (InTenant & { readonly kind: "unreadableRows"; readonly count: number });

/** Everything that stands between the user and a complete answer about what is selected, hidden or not. */
export function searchProblems(
  accounts: Accounts,
  isSelected: IsSelected,
  isHidden: IsHidden,
): readonly SearchProblem[] {
  const found: SearchProblem[] = [];
  for (const { account, signInNeeded, error, unreadable, tenants } of accounts.values()) {
    if (signInNeeded) {
      found.push({ kind: "allowAccess", account, error: signInNeeded });
    }
    if (error) {
      found.push({ kind: "tenants", account, error });
    }
    if (unreadable > 0) {
      found.push({ kind: "unreadableTenants", account, count: unreadable });
    }
    for (const tenant of tenants.values()) {
      found.push(...tenantProblems(tenant, isSelected, isHidden));
    }
  }
  return found;
}

function* tenantProblems(tenant: TenantState, isSelected: IsSelected, isHidden: IsHidden): Iterable<SearchProblem> {
  const { identity, signInNeeded, hosts, subscriptions } = tenant;
  const inTenant: InTenant = { identity, ...(isHidden(identity) && { isHidden: true }) };
  const refusals = tenant.refusals.filter(({ subscriptionId }) => isSelected(identity, subscriptionId));
  if (signInNeeded) {
    yield { kind: "signInToTenant", ...inTenant, error: signInNeeded };
  }
  if (hosts.error) {
    yield { kind: "hosts", ...inTenant, error: hosts.error };
  }
  if (subscriptions.error) {
    yield { kind: "subscriptions", ...inTenant, error: subscriptions.error };
  }
  // Where a whole tenant's subscriptions fail alike, one row says so.
  for (const alike of Map.groupBy(refusals, ({ error }) => error.kind).values()) {
    for (const { error } of alike.slice(0, 1)) {
      yield {
        kind: "subscriptionHosts",
        ...inTenant,
        subscriptionIds: alike.map(({ subscriptionId }) => subscriptionId),
        error,
      };
    }
  }
  const unreadable = hosts.unreadable + subscriptions.unreadable;
  if (unreadable > 0) {
    yield { kind: "unreadableRows", ...inTenant, count: unreadable };
  }
}

interface Problems {
  readonly searchProblems: readonly SearchProblem[];
}

/** The problems that are rows: all but those of hidden tenants. */
export function shownProblems({ searchProblems: all }: Problems): readonly SearchProblem[] {
  return all.filter((problem) => !("identity" in problem && problem.isHidden));
}

/** Each identity once whose tenant is hidden and has a problem now. */
export function hiddenIdentities({ searchProblems: all }: Problems): readonly Identity[] {
  const hidden = all.flatMap((problem) => ("identity" in problem && problem.isHidden ? [problem.identity] : []));
  return [...new Map(hidden.map((identity) => [identityKey(identity), identity])).values()];
}
