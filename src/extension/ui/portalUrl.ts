import type { Cloud } from "../../core/model/cloud.ts";

/**
 * The page of the Azure portal for a resource. Without the tenant, the portal would open a guest's resource in the user's own
 * tenant and not find it.
 *
 * @param tenantId where the user has access
 * @param path of the resource or of one of its pages, encoded
 */
export function portalUrl({ portalUrl: { origin } }: Pick<Cloud, "portalUrl">, tenantId: string, path: string): string {
  return `${origin}/#@${encodeURIComponent(tenantId)}/resource${path}`;
}
