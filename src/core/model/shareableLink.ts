import type { ArmKey } from "./armId.ts";

/**
 * A shareable link of a VM on a bastion host. Anyone with its URL and an account of the VM connects without signing in to
 * Azure. The URL is a credential: it is dropped where Azure's response is parsed, so it isn't here.
 */
export interface ShareableLink {
  /** The VM's resource ID as Azure wrote it. */
  readonly vmId: string;
  /** Identity of the VM: {@link vmId} in lower case. */
  readonly vmKey: ArmKey;
  /** As Azure wrote it; {@link parseAzureTime} may not read it. */
  readonly createdAt?: string;
  /** As Azure wrote it, under whatever name. */
  readonly expiresAt?: string;
}
