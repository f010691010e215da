import type { HostState } from "../../core/inventory/hostState.ts";
import type { Inventory } from "../../core/inventory/inventory.ts";
import { armKey, parseBastionHostId, parseDirectoryId, type ArmKey } from "../../core/model/armId.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";

/** What a table is about: everything where it is left out. */
export type Scope = { readonly host: ArmKey } | { readonly subscription: string };

/** Whether a host is in a scope. */
export function isInScope(
  scope: Scope | undefined,
  { key, subscriptionId }: Pick<BastionHost, "key" | "subscriptionId">,
): boolean {
  return scope === undefined || ("host" in scope ? scope.host === key : scope.subscription === subscriptionId);
}

/** The hosts that a table is about. */
export function hostsInScope({ hosts }: Inventory, scope: Scope | undefined): HostState[] {
  return [...hosts].filter(({ host }) => isInScope(scope, host));
}

/** The subscription of what a table is about, in lower case. */
export function scopeSubscription(scope: Scope): string | undefined {
  return "subscription" in scope ? scope.subscription : parseBastionHostId(scope.host)?.subscriptionId.toLowerCase();
}

/** What a scope is called; `undefined` for everything. */
export function scopeName(scope: Scope | undefined, inventory: Inventory): string | undefined {
  if (scope === undefined) {
    return undefined;
  }
  if ("host" in scope) {
    const state = inventory.host(scope.host);
    return state ? inventory.names.host(state.host) : parseBastionHostId(scope.host)?.name;
  }
  return inventory.names.subscription(scope.subscription);
}

/** Reads a scope that was stored; everything where it is none. */
export function parseScope(value: unknown): Scope | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  if ("host" in value && typeof value.host === "string" && parseBastionHostId(value.host)) {
    return { host: armKey(value.host) };
  }
  const subscription = "subscription" in value ? parseDirectoryId(value.subscription) : undefined;
  return subscription === undefined ? undefined : { subscription };
}
