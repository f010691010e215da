import { inventNetwork } from "./networks.ts";
import { surroundingsOf } from "./surroundings.ts";
import { defaultTiming, LINKS_DELETED } from "../faults/variants.ts";
import type { HostSpec, SimulatedHost, SimulatedSubscription, SubscriptionRef } from "./worldTypes.ts";

/** A host as a spec describes it, with whatever is left out made up. `number` counts the hosts of the world. */
export function inventHostOf(
  spec: HostSpec,
  subscription: SimulatedSubscription,
  number: number,
  subscriptionOf: (ref: SubscriptionRef) => SimulatedSubscription,
): SimulatedHost {
  const name = spec.name ?? `bas-${String(number).padStart(2, "0")}`;
  const resourceGroup = spec.resourceGroup ?? `rg-${name}`;
  const sku = spec.sku ?? "Standard";
  const id = `/subscriptions/${subscription.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/bastionHosts/${name}`;
  const scaleUnits = spec.scaleUnits ?? (sku === "Developer" ? undefined : 2);
  const networks = (spec.networks ?? (sku === "Developer" ? [] : [{}])).map((network, index) => {
    const groupSubscription = typeof network.group === "object" ? network.group.subscription : undefined;
    return inventNetwork(
      network,
      { name, resourceGroup, subscriptionId: subscription.subscriptionId },
      index,
      groupSubscription === undefined ? subscription : subscriptionOf(groupSubscription),
    );
  });
  return {
    id,
    key: id.toLowerCase(),
    name,
    subscriptionId: subscription.subscriptionId,
    tenantId: subscription.tenantId,
    resourceGroup,
    location: spec.location ?? "westeurope",
    sku,
    provisioningState: spec.provisioningState ?? "Succeeded",
    ...(scaleUnits !== undefined && { scaleUnits }),
    ...(spec.tags && { tags: spec.tags }),
    list: spec.list ?? "value",
    disconnect: spec.disconnect ?? "value",
    listLinks: spec.listLinks ?? "value",
    deleteLinks: spec.deleteLinks ?? LINKS_DELETED,
    operation: { ...defaultTiming, ...spec.operation },
    networks,
    privateOnly: spec.privateOnly ?? false,
    switches: { ...(spec.links && { enableShareableLink: true }), ...spec.switches },
    ...surroundingsOf(spec),
  };
}
