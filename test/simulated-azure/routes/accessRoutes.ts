import { checkApiVersion, requireAction, requireSubscription } from "../signIn/access.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { Simulation } from "../simulation.ts";
import type { EligibleRoleSpec, LockSpec, SimulatedHost } from "../world/worldTypes.ts";
import { listsOfHosts, type Add } from "./hostLists.ts";
import { guidOf } from "./hostShapes.ts";
import { queryValue } from "./paging.ts";

/** What decides about access to a host beside the roles in force: locks, deny assignments, and roles to be activated. */
export function addAccessRoutes(add: Add, simulation: Simulation): void {
  const ofHost = listsOfHosts(simulation);
  const inSubscription = "/subscriptions/:subscriptionId";
  const host = `${inSubscription}/resourceGroups/:resourceGroup/providers/Microsoft.Network/bastionHosts/:host`;
  const authorization = `${host}/providers/Microsoft.Authorization`;
  const action = (type: string) => `Microsoft.Authorization/${type}/read`;

  const locks = (found: SimulatedHost) => (found.locks ?? []).map((lock) => wireLock(lock, found));
  add("locks", "GET", `${authorization}/locks`, ofHost("locks", action("locks"), locks));

  const denials = (found: SimulatedHost) => found.denyAssignments ?? [];
  add(
    "denyAssignments",
    "GET",
    `${authorization}/denyAssignments`,
    ofHost("authorization", action("denyAssignments"), denials),
  );

  // Without this filter, Azure lists those of other people, for those who may see them.
  const mine =
    (roles: (found: SimulatedHost) => readonly EligibleRoleSpec[], type: string) =>
    (found: SimulatedHost, _identity: unknown, { url }: { readonly url: URL }) =>
      queryValue(url, "$filter") === "asTarget()" ? roles(found).map((role) => wireInstance(role, found, type)) : [];
  const eligible = "roleEligibilityScheduleInstances";
  const active = "roleAssignmentScheduleInstances";
  add(
    "eligibleRoles",
    "GET",
    `${authorization}/${eligible}`,
    ofHost(
      "pim",
      action(eligible),
      mine(({ eligibleRoles = [] }) => eligibleRoles, eligible),
    ),
  );
  add(
    "activeRoles",
    "GET",
    `${authorization}/${active}`,
    ofHost(
      "pim",
      action(active),
      mine(({ eligibleRoles = [] }) => eligibleRoles.filter((role) => role.active), active),
    ),
  );

  add(
    "roleDefinition",
    "GET",
    `${inSubscription}/providers/Microsoft.Authorization/roleDefinitions/:role`,
    (call, identity): Answer => {
      checkApiVersion(simulation, call, "authorization", "roleDefinitions");
      const { subscriptionId } = requireSubscription(simulation, identity, call.params["subscriptionId"] ?? "");
      requireAction(simulation, identity, action("roleDefinitions"), `/subscriptions/${subscriptionId}`);
      const roles = simulation.world.hosts.flatMap(({ eligibleRoles = [] }) => eligibleRoles);
      const role = roles.find(({ name }) => guidOf(name) === call.params["role"]);
      if (!role) {
        throw new Refusal(armError(404, "RoleDefinitionDoesNotExist", "The specified role definition does not exist."));
      }
      const permissions = [{ actions: role.actions, notActions: [], dataActions: [], notDataActions: [] }];
      const body = { name: guidOf(role.name), properties: { roleName: role.name, type: "BuiltInRole", permissions } };
      return { status: 200, body };
    },
  );
}

function groupOf({ subscriptionId, resourceGroup }: SimulatedHost): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

function wireLock({ name, level, ofGroup }: LockSpec, host: SimulatedHost): Record<string, unknown> {
  const scope = ofGroup ? groupOf(host) : host.id;
  return {
    id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
    name,
    type: "Microsoft.Authorization/locks",
    properties: { level, notes: "" },
  };
}

function wireInstance({ name }: EligibleRoleSpec, host: SimulatedHost, type: string): Record<string, unknown> {
  const scope = groupOf(host);
  const definition = `/subscriptions/${host.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guidOf(name)}`;
  return {
    id: `${scope}/providers/Microsoft.Authorization/${type}/${guidOf(`${type}${name}`)}`,
    type: `Microsoft.Authorization/${type}`,
    properties: {
      scope,
      roleDefinitionId: definition,
      principalType: "User",
      memberType: "Direct",
      status: "Provisioned",
      expandedProperties: {
        scope: { id: scope, displayName: host.resourceGroup, type: "resourcegroup" },
        roleDefinition: { id: definition, displayName: name, type: "BuiltInRole" },
      },
    },
  };
}
