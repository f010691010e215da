import type { Tenant } from "./bastionHost.ts";

/** A signed-in account, as VS Code lists it. */
export interface Account {
  readonly id: string;
  /** The account's name, such as an e-mail address: personal data. */
  readonly label: string;
}

/** Who asks: an account in one of its tenants. What each of them may see differs. */
export interface Identity {
  readonly account: Account;
  readonly tenant: Tenant;
}

/** Equal for the same account in the same tenant. */
export function identityKey(identity: Identity): string {
  return `${identity.account.id}/${identity.tenant.tenantId}`;
}

/** What to call a tenant: its name, else its domain, else its id. */
export function tenantName(tenant: Tenant): string {
  return tenant.displayName ?? tenant.defaultDomain ?? tenant.tenantId;
}
