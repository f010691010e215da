import type { RouteName } from "../http/requestLog.ts";
import type { Answer } from "../http/wire.ts";
import { checkApiVersion, requireAction, requireHost, requireSubscription, type Identity } from "../signIn/access.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";

/** Adds a route that only reads. */
export type Add = (
  route: RouteName,
  method: "GET",
  url: string,
  handler: (call: Call, identity: Identity) => Answer,
) => void;

/** A route that lists something of a host, for who may do an action on it. */
export function listsOfHosts(simulation: Simulation) {
  return (
      provider: keyof Simulation["apiVersions"],
      action: string,
      list: (found: SimulatedHost, identity: Identity, call: Call) => readonly unknown[],
    ) =>
    (call: Call, identity: Identity): Answer => {
      checkApiVersion(simulation, call, provider, action);
      const { subscriptionId = "", resourceGroup = "", host: name = "" } = call.params;
      const found = requireHost(
        simulation,
        requireSubscription(simulation, identity, subscriptionId),
        resourceGroup,
        name,
      );
      requireAction(simulation, identity, action, found.id);
      return { status: 200, body: { value: list(found, identity, call) } };
    };
}
