import type { FastifyInstance } from "fastify";
import {
  actions,
  authenticate,
  checkApiVersion,
  requireAction,
  requireHost,
  requireSubscription,
  visibleHosts,
  visibleSubscriptions,
} from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import { readActivityLog, recorded } from "./activityLog.ts";
import { queryAuditLog } from "./auditLog.ts";
import { queryGraph } from "./graph.ts";
import { armHost } from "./hostShapes.ts";
import { readMetrics, readRegionMetrics } from "./metrics.ts";
import type { RouteName } from "../http/requestLog.ts";
import { addRoute, serve } from "../http/serve.ts";
import type { Manners, Methods } from "../http/serve.ts";
import { disconnectSessions, listSessions, operationContext } from "./sessionActions.ts";
import type { Call, Simulation } from "../simulation.ts";
import { addHostContextRoutes } from "./hostContextRoutes.ts";
import { deleteLinks, listLinks } from "./shareableLinks.ts";
import { readMachine, runCommand } from "./virtualMachines.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { SimulatedSubscription, SimulatedTenant } from "../world/worldTypes.ts";

/** Everything of Azure that a client of bastion hosts meets. */
export function addAzureRoutes(app: FastifyInstance, simulation: Simulation, manners: Manners): void {
  const add = (route: RouteName, method: Methods, url: string, handler: (call: Call, identity: Identity) => Answer) =>
    addRoute(app, simulation, manners, route, method, url, (call) =>
      handler(call, authenticate(simulation, call.authorization)),
    );
  const network = "/subscriptions/:subscriptionId/providers/Microsoft.Network";
  const group = "/subscriptions/:subscriptionId/resourceGroups/:resourceGroup/providers/Microsoft.Network";
  const host = `${group}/bastionHosts/:host`;

  add("tenants", "GET", "/tenants", (call, { account, tenantId }) => {
    checkApiVersion(simulation, call, "resources", "tenants");
    const tenants = () =>
      account.tenantIds.map((id) => wireTenant(simulation.world.tenant(id), id === account.homeTenantId));
    return {
      status: 200,
      headers: simulation.throttle.tenant(tenantId, account.id),
      body: simulation.pages.page(call.url, tenants, simulation.pageSizes.tenants),
    };
  });
  add("subscriptions", "GET", "/subscriptions", (call, identity) => {
    checkApiVersion(simulation, call, "resources", "subscriptions");
    const subscriptions = () => visibleSubscriptions(simulation, identity).map(wireSubscription);
    const headers = simulation.throttle.tenant(identity.tenantId, identity.account.id);
    return {
      status: 200,
      headers,
      body: simulation.pages.page(call.url, subscriptions, simulation.pageSizes.subscriptions),
    };
  });
  add("graph", "POST", "/providers/Microsoft.ResourceGraph/resources", (call, identity) => {
    checkApiVersion(simulation, call, "graph", "resources");
    return queryGraph(simulation, call, identity);
  });
  const listHosts = (call: Call, identity: Identity): Answer => {
    const apiVersion = checkApiVersion(simulation, call, "network", "bastionHosts");
    const { subscriptionId, resourceGroup } = required(call, "subscriptionId");
    const subscription = requireSubscription(simulation, identity, subscriptionId);
    requireAction(simulation, identity, actions.read, `/subscriptions/${subscription.subscriptionId}`);
    const hosts = () =>
      visibleHosts(simulation, identity)
        .filter((candidate) => candidate.subscriptionId === subscription.subscriptionId)
        .filter(
          (candidate) =>
            resourceGroup === undefined || candidate.resourceGroup.toLowerCase() === resourceGroup.toLowerCase(),
        )
        .map((found) => armHost(found, apiVersion));
    return {
      status: 200,
      headers: simulation.throttle.arm("reads", subscription.subscriptionId, identity.account.id),
      body: simulation.pages.page(call.url, hosts, simulation.pageSizes.hosts),
    };
  };
  add("hosts", "GET", `${network}/bastionHosts`, listHosts);
  add("hosts", "GET", `${group}/bastionHosts`, listHosts);

  const onHost =
    (perform: typeof listSessions, kind: "reads" | "writes") =>
    (call: Call, identity: Identity): Answer => {
      const apiVersion = checkApiVersion(simulation, call, "network", "bastionHosts");
      const { subscriptionId, resourceGroup, host: name } = required(call, "subscriptionId", "resourceGroup", "host");
      const subscription = requireSubscription(simulation, identity, subscriptionId);
      const limits = simulation.throttle.arm(kind, subscription.subscriptionId, identity.account.id);
      const answer = perform(
        simulation,
        call,
        identity,
        requireHost(simulation, subscription, resourceGroup, name),
        apiVersion,
      );
      return { ...answer, headers: { ...limits, ...answer.headers } };
    };
  add(
    "host",
    "GET",
    host,
    onHost((_simulation, _call, identity, found, apiVersion) => {
      requireAction(simulation, identity, actions.read, found.id);
      return { status: 200, body: armHost(found, apiVersion) };
    }, "reads"),
  );
  add("list", ["GET", "POST"], `${host}/getActiveSessions`, onHost(recorded("list", listSessions), "writes"));
  add(
    "disconnect",
    ["GET", "POST"],
    `${host}/disconnectActiveSessions`,
    onHost(recorded("disconnect", disconnectSessions), "writes"),
  );
  const onLinks = (action: "listLinks" | "deleteLinks", perform: typeof listLinks) =>
    onHost(recorded(action, perform), "writes");
  add("listLinks", ["GET", "POST"], `${host}/getShareableLinks`, onLinks("listLinks", listLinks));
  add("deleteLinks", ["GET", "POST"], `${host}/deleteShareableLinks`, onLinks("deleteLinks", deleteLinks));

  const onMachine =
    (perform: typeof runCommand) =>
    (call: Call, identity: Identity): Answer => {
      const apiVersion = checkApiVersion(simulation, call, "compute", "virtualMachines");
      const { subscriptionId } = required(call, "subscriptionId");
      requireSubscription(simulation, identity, subscriptionId);
      return perform(simulation, call, identity, apiVersion);
    };
  const machine =
    "/subscriptions/:subscriptionId/resourceGroups/:resourceGroup/providers/Microsoft.Compute/virtualMachines/:machine";
  add("virtualMachine", "GET", machine, onMachine(readMachine));
  add("runCommand", "POST", `${machine}/runCommand`, onMachine(runCommand));

  const onOperation =
    (read: "status" | "result") =>
    (call: Call, identity: Identity): Answer => {
      const { subscriptionId, operationId } = required(call, "subscriptionId", "operationId");
      const subscription = requireSubscription(simulation, identity, subscriptionId);
      const limits = simulation.throttle.arm("reads", subscription.subscriptionId, identity.account.id);
      if (!simulation.operations.verify(call.url)) {
        throw new Refusal(armError(403, "AuthorizationFailed", "The signature of the operation's URL is not valid."));
      }
      const operation = simulation.operations.find(operationId);
      if (!operation) {
        throw new Refusal(armError(404, undefined, `Operation ${operationId} not found.`));
      }
      const answer = simulation.operations[read](operation, operationContext(simulation));
      return { ...answer, headers: { ...limits, ...answer.headers } };
    };
  add("operationStatus", "GET", `${network}/locations/:location/operations/:operationId`, onOperation("status"));
  add("operationResult", "GET", `${network}/locations/:location/operationResults/:operationId`, onOperation("result"));

  addHostContextRoutes(add, simulation);
  add("metrics", "GET", `${host}/providers/Microsoft.Insights/metrics`, (call, identity) => {
    checkApiVersion(simulation, call, "metrics", "metrics");
    const { subscriptionId, resourceGroup, host: name } = required(call, "subscriptionId", "resourceGroup", "host");
    const subscription = requireSubscription(simulation, identity, subscriptionId);
    const headers = simulation.throttle.arm("reads", subscription.subscriptionId, identity.account.id);
    const found = requireHost(simulation, subscription, resourceGroup, name);
    requireAction(simulation, identity, actions.readMetrics, found.id);
    return { status: 200, headers, body: readMetrics(simulation, call, found) };
  });
  const regionMetrics = "/subscriptions/:subscriptionId/providers/Microsoft.Insights/metrics";
  add("regionMetrics", "GET", regionMetrics, (call, identity) => {
    checkApiVersion(simulation, call, "regionMetrics", "metrics");
    const subscription = requireSubscription(simulation, identity, required(call, "subscriptionId").subscriptionId);
    const headers = simulation.throttle.arm("reads", subscription.subscriptionId, identity.account.id);
    requireAction(simulation, identity, actions.readMetrics, `/subscriptions/${subscription.subscriptionId}`);
    const hosts = simulation.world.hosts.filter(({ subscriptionId }) => subscriptionId === subscription.subscriptionId);
    return { status: 200, headers, body: readRegionMetrics(simulation, call, hosts) };
  });

  const queryLog = (call: Call, identity: Identity) => queryAuditLog(simulation, call, identity);
  add("auditLog", "POST", "/subscriptions/:subscriptionId/providers/Microsoft.Insights/logs", queryLog);
  const events = "/subscriptions/:subscriptionId/providers/Microsoft.Insights/eventtypes/management/values";
  add("activityLog", "GET", events, (call, identity) => readActivityLog(simulation, call, identity));
  add("auditLog", "POST", `${host}/providers/Microsoft.Insights/logs`, queryLog);

  app.get("/", async (_request, reply) => {
    await reply
      .type("text/html; charset=utf-8")
      .send("<!doctype html><title>Simulated Azure</title><p>This is a simulated Azure. It has no portal.</p>");
  });
  app.setNotFoundHandler(async (request, reply) => {
    reply.hijack();
    const nothing = (call: Call): Answer => {
      authenticate(simulation, call.authorization);
      return armError(404, "InvalidResourceType", `The resource type could not be found for '${call.url.pathname}'.`);
    };
    await serve(simulation, manners, "unknown", request, reply, nothing);
  });
}

/** Parameters that the route's own pattern guarantees. */
function required<Name extends string>(
  call: Call,
  ...names: Name[]
): Record<Name, string> & Readonly<Record<string, string | undefined>> {
  const entries = names.map((name) => [name, call.params[name] ?? ""]);
  return { ...call.params, ...(Object.fromEntries(entries) as Record<Name, string>) };
}

function wireTenant(tenant: SimulatedTenant, home: boolean): Record<string, unknown> {
  return {
    id: `/tenants/${tenant.tenantId}`,
    tenantId: tenant.tenantId,
    countryCode: "NL",
    displayName: tenant.displayName,
    domains: [tenant.defaultDomain],
    tenantCategory: home ? "Home" : "ProjectedBy",
    defaultDomain: tenant.defaultDomain,
    tenantType: "AAD",
  };
}

function wireSubscription(subscription: SimulatedSubscription): Record<string, unknown> {
  return {
    id: `/subscriptions/${subscription.subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: subscription.managedByTenantIds.map((tenantId) => ({ tenantId })),
    subscriptionId: subscription.subscriptionId,
    tenantId: subscription.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "EnterpriseAgreement_2014-09-01",
      spendingLimit: "Off",
    },
  };
}
