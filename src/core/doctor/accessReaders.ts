/** Readers of what decides about access beside roles in force: locks, deny assignments, and roles that aren't active. */
import { providerPath, type Api } from "../azure/apiVersions.ts";
import { asObject, present } from "../text/json.ts";
import { isSameRole, isScopeOf, parseRoleInstance } from "./eligibleRoles.ts";
import type { EligibleRoles, Read } from "./facts.ts";
import { parsePermissions, type Permissions } from "./permissions.ts";
import { odd, read, type DiagnosisContext } from "./readers.ts";
import {
  parseDenyAssignment,
  parseList,
  parseLock,
  type DenyAssignment,
  type Lock,
  type ReadList,
} from "./restrictions.ts";

/** Roles whose permissions are looked up; an account is eligible for a few. */
const ROLES_AT_MOST = 20;

/** Locks of the host and of what it is in: without a filter Azure gives those at, above, and below a scope. */
export function readLocks(context: DiagnosisContext, hostPath: string): Promise<Read<ReadList<Lock>>> {
  return readList(context, hostPath, "Microsoft.Authorization/locks", parseLock);
}

/** Deny assignments at the host or above. */
export function readDenyAssignments(
  context: DiagnosisContext,
  hostPath: string,
): Promise<Read<ReadList<DenyAssignment>>> {
  const api = "Microsoft.Authorization/denyAssignments";
  return readList(context, hostPath, api, parseDenyAssignment, { $filter: "atScope()" });
}

/** The caller's eligible roles at the host or above, with what each permits. */
export async function readEligibleRoles(
  context: DiagnosisContext,
  hostPath: string,
  { hostId, subscriptionId }: { readonly hostId: string; readonly subscriptionId: string },
): Promise<Read<EligibleRoles>> {
  const mine = { $filter: "asTarget()" };
  const [eligible, active] = await Promise.all([
    readList(context, hostPath, "Microsoft.Authorization/roleEligibilityScheduleInstances", parseRoleInstance, mine),
    readList(context, hostPath, "Microsoft.Authorization/roleAssignmentScheduleInstances", parseRoleInstance, mine),
  ]);
  const error = eligible.error ?? active.error;
  if (error?.facts.code === NO_LICENCE) {
    return { value: { roles: [], unreadable: 0 } };
  }
  if (eligible.error) {
    return eligible;
  }
  if (active.error) {
    return active;
  }
  const here = eligible.value.items.filter(({ scope }) => isScopeOf(scope, hostId));
  const ids = [...new Set(here.map(({ roleId }) => roleId))].slice(0, ROLES_AT_MOST);
  const definitions = new Map(
    await Promise.all(ids.map(async (id) => [id, await readRole(context, subscriptionId, id)] as const)),
  );
  const roles = here.flatMap((role) => {
    const permissions = definitions.get(role.roleId);
    const isActive = active.value.items.some((other) => isSameRole(role, other));
    return permissions ? [{ ...role, isActive, permissions }] : [];
  });
  const unreadable = eligible.value.unreadable + active.value.unreadable + here.length - roles.length;
  return { value: { roles, unreadable } };
}

/** What Azure answers in a tenant without Microsoft Entra ID P2 or Governance, where no role can be eligible. */
const NO_LICENCE = "AadPremiumLicenseRequired";

/** What a role permits, by its definition. */
function readRole(context: DiagnosisContext, subscriptionId: string, roleId: string): Promise<Read<Permissions>> {
  return read(context, async (options) => {
    const scope = `/subscriptions/${encodeURIComponent(subscriptionId)}`;
    const path = providerPath(scope, "Microsoft.Authorization", `/roleDefinitions/${encodeURIComponent(roleId)}`);
    const response = await context.arm.get(context.credential, path, options);
    const permissions = asObject(asObject(response.body)?.["properties"])?.["permissions"];
    if (!Array.isArray(permissions)) {
      throw odd("not a role definition", response);
    }
    return parsePermissions(permissions);
  });
}

function readList<T>(
  context: DiagnosisContext,
  hostPath: string,
  api: Api,
  parse: (value: unknown) => T | undefined,
  query?: Readonly<Record<string, string>>,
): Promise<Read<ReadList<T>>> {
  return read(context, async (options) => {
    const path = providerPath(hostPath, api);
    const { items } = await context.arm.pages(context.credential, path, { ...options, ...present({ query }) });
    return parseList(items, parse);
  });
}
