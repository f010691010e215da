import type { Cloud } from "../../core/model/cloud.ts";

/**
 * The page of the Azure portal for a resource. Without the tenant, the portal would open a guest's resource in the user's own
 * tenant and not find it.
 *
 * @param tenantId where the user has access, if that is known
 * @param path of the resource or of one of its pages, encoded
 */
export function portalUrl(
  { portalUrl: { origin } }: Pick<Cloud, "portalUrl">,
  tenantId: string | undefined,
  path: string,
): string {
  const tenant = tenantId === undefined ? "" : `@${encodeURIComponent(tenantId)}/`;
  return `${origin}/#${tenant}resource${path}`;
}

/**
 * The users of a directory in the portal, where a user's sessions can be revoked. There is no page of one user by their
 * sign-in name that Microsoft documents, so the user is searched for there. `undefined` for a custom cloud, whose portal may
 * have no such page.
 */
export function entraUsersUrl(
  { name, portalUrl: { origin } }: Pick<Cloud, "name" | "portalUrl">,
  tenantId: string,
): string | undefined {
  const page = "#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers";
  return name === "custom" ? undefined : `${origin}/${encodeURIComponent(tenantId)}/${page}`;
}
