/** Roles that an account may activate in Privileged Identity Management (PIM), as Azure lists them. */
import { asObject, asText } from "../text/json.ts";

/** A role of the caller's at a scope, whether eligible or active. */
export interface RoleInstance {
  /** The GUID of the role's definition, in lower case. */
  readonly roleId: string;
  readonly roleName: string;
  readonly scope: string;
}

/** Reads an entry of roleEligibilityScheduleInstances or roleAssignmentScheduleInstances (api-version 2020-10-01). */
export function parseRoleInstance(value: unknown): RoleInstance | undefined {
  const properties = asObject(asObject(value)?.["properties"]);
  const definition = asText(properties?.["roleDefinitionId"]) ?? "";
  const [, roleId] = /\/roleDefinitions\/([0-9a-f-]{36})$/i.exec(definition) ?? [];
  const scope = asText(properties?.["scope"]);
  const expanded = asObject(asObject(properties?.["expandedProperties"])?.["roleDefinition"]);
  return roleId === undefined || scope === undefined
    ? undefined
    : { roleId: roleId.toLowerCase(), scope, roleName: asText(expanded?.["displayName"]) ?? roleId };
}

export function isSameRole(a: RoleInstance, b: RoleInstance): boolean {
  return a.roleId === b.roleId && a.scope.toLowerCase() === b.scope.toLowerCase();
}

/** Whether a scope is the resource itself or something that it is in. Azure lists only management groups that it is in. */
export function isScopeOf(scope: string, resourceId: string): boolean {
  const [outer, inner] = [scope.toLowerCase().replace(/\/$/, ""), resourceId.toLowerCase()];
  return inner === outer || inner.startsWith(`${outer}/`) || outer.startsWith("/providers/microsoft.management/");
}
