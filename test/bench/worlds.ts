import type { HostSpec, WorldSpec } from "../simulated-azure/world/worldTypes.ts";

/** The one who is signed in, in every world. */
export const account = { id: "bench-account", label: "operator@bench.example" };

export interface Fleet {
  readonly tenants: number;
  /** In each tenant. */
  readonly subscriptions: number;
  /** In all, spread evenly. */
  readonly hosts: number;
  /** On each host. */
  readonly sessions: number;
  /** Of each subscription, with as many of its hosts in each; one unless told otherwise. */
  readonly regions?: number;
  /** How hosts answer. */
  readonly wire?: Pick<HostSpec, "list" | "operation">;
}

const REGIONS = ["westeurope", "northeurope", "eastus", "koreacentral"];

export function worldOf({ tenants, subscriptions, hosts, sessions, regions = 1, wire = {} }: Fleet): WorldSpec {
  const all = Array.from({ length: tenants * subscriptions }, (_, index) => index);
  const tenantId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const subscriptionId = (index: number): string => `00000000-0000-4000-9000-${String(index).padStart(12, "0")}`;
  const [home = "", ...guestOf] = Array.from({ length: tenants }, (_, index) => tenantId(index));
  return {
    seed: 1,
    tenants: [home, ...guestOf].map((id, index) => ({ tenantId: id, displayName: `Tenant ${index}` })),
    accounts: [{ ...account, home, guestOf }],
    subscriptions: all.map((index) => ({
      subscriptionId: subscriptionId(index),
      displayName: `Subscription ${index}`,
      tenant: tenantId(Math.floor(index / subscriptions)),
    })),
    hosts: Array.from({ length: hosts }, (_, index) => ({
      name: `bas-${index}`,
      // One subscription after the other, each of another tenant: fewer hosts than subscriptions are spread over all tenants too.
      subscription: subscriptionId(((index % tenants) * subscriptions + Math.floor(index / tenants)) % all.length),
      location: REGIONS[Math.floor(index / all.length) % regions] ?? "westeurope",
      sessions,
      ...wire,
    })),
  };
}
