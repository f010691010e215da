import { providerPath } from "../azure/apiVersions.ts";
import type { Arm, CallOptions } from "../azure/arm.ts";
import { requireHostId } from "../azure/bastionHosts.ts";
import type { Credential } from "../azure/http/credential.ts";
import { parsePermissions, permits } from "../doctor/permissions.ts";
import { resourcePath } from "../model/armId.ts";

const DISCONNECT = "Microsoft.Network/bastionHosts/disconnectActiveSessions/action";

/**
 * Whether the roles of an identity permit it to disconnect sessions of a host. Azure decides in the end: deny assignments
 * and policies aren't in this list.
 * @throws AzureError
 */
export async function mayDisconnect(
  arm: Arm,
  credential: Credential,
  hostId: string,
  options: CallOptions,
): Promise<boolean> {
  const path = providerPath(resourcePath(requireHostId(hostId)), "Microsoft.Authorization", "/permissions");
  const { items } = await arm.pages(credential, path, options);
  return permits(parsePermissions(items).entries, DISCONNECT);
}
