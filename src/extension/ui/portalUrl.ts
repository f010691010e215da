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
