/**
 * What is kept of the fleet between windows, so that the tree is there at once: names and ids of tenants, subscriptions
 * and hosts. Never a session, never a token.
 */
import { parseBastionHost } from "../azure/bastionHosts.ts";
import { asObject } from "../text/json.ts";
import { parseSubscription } from "../azure/subscriptions.ts";
import { parseTenant } from "../azure/tenants.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { Account } from "../model/identity.ts";
import { newAccount, newTenant, type Accounts, type AccountState, type TenantState } from "./directoryState.ts";

/** Where it is kept; one for each cloud. */
export interface HostCache {
  read(): unknown;
  write(value: unknown): void;
}

/** Everything that is worth remembering, by account id. */
export function toCache(accounts: Accounts): Record<string, unknown> {
  return Object.fromEntries(
    [...accounts.values()].map(({ account, tenants }) => [account.id, [...tenants.values()].flatMap(tenantToMemory)]),
  );
}

function tenantToMemory({ identity, subscriptions, hosts }: TenantState): unknown[] {
  return hosts.known === undefined
    ? []
    : [{ tenant: identity.tenant, subscriptions: subscriptions.known ?? [], hosts: hosts.known.map(hostToMemory) }];
}

/** As Resource Manager would write it, so that one parser reads both. */
function hostToMemory(host: BastionHost): unknown {
  const { id, tenantId, location, sku, provisioningState, scaleUnits, nativeClient, ipConnect, shareableLink } = host;
  const properties = {
    provisioningState,
    scaleUnits,
    enableTunneling: nativeClient,
    enableIpConnect: ipConnect,
    enableShareableLink: shareableLink,
  };
  return { id, tenantId, location, sku: { name: sku }, properties };
}

/** What was remembered of an account; `undefined` where there is nothing that can be read. */
export function fromCache(memory: unknown, account: Account): AccountState | undefined {
  const remembered = asObject(memory)?.[account.id];
  const tenants = (Array.isArray(remembered) ? remembered : []).flatMap(
    (value) => tenantFromMemory(value, account) ?? [],
  );
  return tenants.length === 0
    ? undefined
    : { ...newAccount(account), tenants: new Map(tenants.map((state) => [state.identity.tenant.tenantId, state])) };
}

function tenantFromMemory(value: unknown, account: Account): TenantState | undefined {
  const fields = asObject(value);
  const tenant = parseTenant(fields?.["tenant"]);
  const list = <T>(field: string, parse: (entry: unknown) => T | undefined): T[] => {
    const entries: unknown = fields?.[field];
    return (Array.isArray(entries) ? entries : []).map(parse).filter((entry) => entry !== undefined);
  };
  const hosts = list("hosts", parseBastionHost);
  return (
    tenant && {
      ...newTenant(account, tenant),
      subscriptions: { known: list("subscriptions", parseSubscription), unreadable: 0 },
      hosts: { known: hosts, remembered: new Set(hosts.map(({ key }) => key)), unreadable: 0 },
    }
  );
}

/** What is left to remember when only these accounts are still signed in. */
export function keepAccounts(memory: unknown, accounts: readonly Account[]): Record<string, unknown> {
  const signedIn = new Set(accounts.map(({ id }) => id));
  return Object.fromEntries(Object.entries(asObject(memory) ?? {}).filter(([id]) => signedIn.has(id)));
}
