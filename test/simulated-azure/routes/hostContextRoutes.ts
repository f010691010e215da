import { checkApiVersion, permissionsAt, requireAction, requireSubscription } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import { diagnosticsOf } from "../world/logs/diagnostics.ts";
import { networkResources } from "../world/networks.ts";
import { addAccessRoutes } from "./accessRoutes.ts";
import { listsOfHosts, type Add } from "./hostLists.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";

/** What is around a bastion host: its subscription, its network, and who may do what to it. All of it only read. */
export function addHostContextRoutes(add: Add, simulation: Simulation): void {
  const inSubscription = "/subscriptions/:subscriptionId";
  const network = `${inSubscription}/resourceGroups/:resourceGroup/providers/Microsoft.Network`;
  const host = `${network}/bastionHosts/:host`;

  add("subscription", "GET", inSubscription, (call, identity) => {
    checkApiVersion(simulation, call, "resources", "subscriptions");
    const { subscriptionId, displayName, tenantId, state } = requireSubscription(
      simulation,
      identity,
      call.params["subscriptionId"] ?? "",
    );
    return {
      status: 200,
      body: {
        id: `/subscriptions/${subscriptionId}`,
        authorizationSource: "RoleBased",
        subscriptionId,
        displayName,
        tenantId,
        state,
      },
    };
  });
  add("provider", "GET", `${inSubscription}/providers/Microsoft.Network`, (call, identity) => {
    checkApiVersion(simulation, call, "resources", "providers");
    const { subscriptionId, networkProvider } = requireSubscription(
      simulation,
      identity,
      call.params["subscriptionId"] ?? "",
    );
    requireAction(
      simulation,
      identity,
      "Microsoft.Resources/subscriptions/providers/read",
      `/subscriptions/${subscriptionId}`,
    );
    const id = `/subscriptions/${subscriptionId}/providers/Microsoft.Network`;
    return {
      status: 200,
      body: {
        id,
        namespace: "Microsoft.Network",
        registrationPolicy: "RegistrationRequired",
        registrationState: networkProvider,
        resourceTypes: [],
      },
    };
  });

  addAccessRoutes(add, simulation);

  const resource =
    (type: string) =>
    (call: Call, identity: Identity): Answer => {
      checkApiVersion(simulation, call, "network", type);
      const { subscriptionId } = requireSubscription(simulation, identity, call.params["subscriptionId"] ?? "");
      const path = decodeURIComponent(call.url.pathname);
      const found = networkResources(simulation.world.hosts).get(path.toLowerCase());
      requireAction(simulation, identity, `Microsoft.Network/${type}/read`, path);
      if (!found) {
        throw new Refusal(
          armError(
            404,
            "ResourceNotFound",
            `The Resource '${path}' was not found in subscription '${subscriptionId}'.`,
          ),
        );
      }
      return { status: 200, body: found, style: { crlf: true } };
    };
  add("virtualNetwork", "GET", `${network}/virtualNetworks/:name`, resource("virtualNetworks"));
  add("subnet", "GET", `${network}/virtualNetworks/:name/subnets/:subnet`, resource("virtualNetworks/subnets"));
  add("securityGroup", "GET", `${network}/networkSecurityGroups/:name`, resource("networkSecurityGroups"));
  add("routeTable", "GET", `${network}/routeTables/:name`, resource("routeTables"));

  const ofHost = listsOfHosts(simulation);
  const permissions = (found: SimulatedHost, identity: Identity) =>
    found.permissions ?? permissionsAt(simulation, identity, found.key);
  add(
    "permissions",
    "GET",
    `${host}/providers/Microsoft.Authorization/permissions`,
    ofHost("authorization", "Microsoft.Authorization/permissions/read", permissions),
  );
  add("permissions", "GET", `${inSubscription}/providers/Microsoft.Authorization/permissions`, (call, identity) => {
    checkApiVersion(simulation, call, "authorization", "permissions");
    const { subscriptionId } = requireSubscription(simulation, identity, call.params["subscriptionId"] ?? "");
    const scope = `/subscriptions/${subscriptionId}`;
    requireAction(simulation, identity, "Microsoft.Authorization/permissions/read", scope);
    return { status: 200, body: { value: permissionsAt(simulation, identity, scope) } };
  });
  add(
    "diagnosticSettings",
    "GET",
    `${host}/providers/Microsoft.Insights/diagnosticSettings`,
    ofHost("insights", "Microsoft.Insights/diagnosticSettings/read", diagnosticsOf),
  );
}
