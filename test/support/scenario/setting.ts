import fc from "fast-check";
import { disconnectVariants, listVariants, variantOutcome } from "../../simulated-azure/faults/variants.ts";
import type { DisconnectVariant, ListVariant } from "../../simulated-azure/faults/variants.ts";
import type { Role } from "../../simulated-azure/world/worldTypes.ts";
import type { RecordedWorld } from "./recordedWorld.ts";

/** The world in which a scenario begins. */
export interface Setting {
  readonly hosts: readonly {
    readonly sessions: number;
    readonly list: ListVariant;
    readonly disconnect: DisconnectVariant;
  }[];
  /** Which two hosts have one name, if any. */
  readonly twins: keyof typeof PLACES;
  /** What each account may do in the subscription that both see. */
  readonly roles: readonly [Role, Role];
  /** Entries of a page: tenants, subscriptions, hosts. */
  readonly pageSize: number;
  /** Whether the cloud knows none of the api-versions that are asked for first. */
  readonly lagsBehind: boolean;
  /** Whether everything is listed before the first action. */
  readonly isListed: boolean;
}

const PROD = { name: "bas-prod", group: "rg-prod", subscription: 0 };
const SHARED = { name: "bas-shared", group: "rg-shared", subscription: 1 };
const LAB = { name: "bas-lab", group: "rg-lab", subscription: 2 };

/** Where the three hosts are. Twins have one name in two subscriptions, or in two resource groups and in another case. */
const PLACES = {
  none: [PROD, SHARED, LAB],
  inTwoSubscriptions: [PROD, { ...PROD, subscription: 1 }, LAB],
  inTwoGroups: [PROD, SHARED, { name: "BAS-Shared", group: "rg-lab", subscription: 1 }],
} as const;

/** How many hosts a scenario has. */
export const HOST_COUNT = PLACES.none.length;

/** The key of one of the scenario's hosts, whether or not it is there. */
export function hostKeyAt({ subscriptions }: RecordedWorld, { twins }: Setting, place: number): string {
  const { name, group, subscription } = PLACES[twins][place]!;
  const { subscriptionId } = subscriptions[subscription]!;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/bastionHosts/${name}`;
  return id.toLowerCase();
}

/** Fills a world: two tenants, an account in each, and a subscription that both see. */
export function furnish(world: RecordedWorld, setting: Setting): void {
  const [contoso, fabrikam] = [
    world.addTenant({ displayName: "Contoso" }),
    world.addTenant({ displayName: "Fabrikam" }),
  ];
  world.addAccount({ label: "ops@contoso.example", home: contoso, guestOf: [fabrikam] });
  world.addAccount({ label: "guest@fabrikam.example", home: fabrikam });
  world.addSubscription({ displayName: "Production", tenant: contoso });
  const shared = world.addSubscription({ displayName: "Shared", tenant: contoso, managedBy: [fabrikam] });
  world.addSubscription({ displayName: "Lab", tenant: fabrikam });
  setting.roles.forEach((role, index) => world.setRole(world.accounts[index]!, shared, role));
  setting.hosts.forEach((_, place) => addHost(world, setting, place));
}

/** Adds one of the scenario's hosts. */
export function addHost(world: RecordedWorld, { twins, hosts }: Setting, place: number): void {
  const { name, group, subscription } = PLACES[twins][place]!;
  world.addHost({
    name,
    resourceGroup: group,
    subscription: world.subscriptions[subscription]!,
    ...hosts[place]!,
  });
}

/** What an account may do with a host. */
export function roleOf({ roles }: RecordedWorld, accountId: string, hostKey: string): Role {
  return roles.find((role) => role.accountId === accountId && hostKey.startsWith(role.scope))?.role ?? "operator";
}

/** Settings of every kind. Over `real` HTTP no operation goes on for ever. */
export function settings(transport: "controlled" | "real"): fc.Arbitrary<Setting> {
  // Without faults a host can be listed, in whatever shape; what a disconnect comes to may stay unknown for good. Two pages
  // that overlap in the only session there is are the same page twice, which is an error.
  const lists = listVariants.filter(
    (variant) => variantOutcome(variant, "list") === "complete" && variant !== "pagesOverlapping",
  );
  // An operation that never ends takes its time where time is real.
  const disconnects = disconnectVariants.filter(
    (variant) => transport === "controlled" || variantOutcome(variant, "disconnect") !== "neverEnds",
  );
  const host = fc.record({
    sessions: fc.nat(4),
    list: fc.oneof({ weight: 2, arbitrary: fc.constant<ListVariant>("value") }, fc.constantFrom(...lists)),
    disconnect: fc.oneof(
      { weight: 2, arbitrary: fc.constant<DisconnectVariant>("value") },
      fc.constantFrom(...disconnects),
    ),
  });
  return fc.record({
    hosts: fc.array(host, { minLength: HOST_COUNT, maxLength: HOST_COUNT }),
    twins: fc.constantFrom("none", "inTwoSubscriptions", "inTwoGroups"),
    // One of them may list the hosts, or they would never be known.
    roles: fc.constantFrom<Setting["roles"][]>(
      ["operator", "operator"],
      ["operator", "lister"],
      ["lister", "operator"],
      ["reader", "operator"],
    ),
    pageSize: fc.constantFrom(100, 1),
    lagsBehind: fc.boolean(),
    isListed: fc.constantFrom(true, true, false),
  });
}
