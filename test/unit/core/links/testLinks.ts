import { machinesOf, type HostedLinks, type HostLinks } from "../../../../src/core/links/hostLinks.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { Identity } from "../../../../src/core/model/identity.ts";
import type { ShareableLink } from "../../../../src/core/model/shareableLink.ts";

const GROUP = "/subscriptions/s/resourceGroups/g/providers";
export const HOST_ID = `${GROUP}/Microsoft.Network/bastionHosts/bas-a`;

export const ops: Identity = {
  account: { id: "a", label: "ops@contoso.example" },
  tenant: { tenantId: "t", displayName: "Contoso" },
};

/** The resource ID of a VM by its name. */
export function vm(name: string, group = "g"): string {
  return `/subscriptions/s/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

export function link(vmId: string, createdAt?: string): ShareableLink {
  return { vmId, vmKey: armKey(vmId), ...(createdAt !== undefined && { createdAt }) };
}

/** A host with these links, as they were listed. */
export function hostLinks(
  links: readonly ShareableLink[],
  {
    name = "bas-a",
    unreadable = 0,
    identities = [ops],
  }: Partial<{ name: string; unreadable: number; identities: readonly Identity[] }> = {},
): HostLinks {
  const id = `${GROUP}/Microsoft.Network/bastionHosts/${name}`;
  return {
    host: {
      host: { id, key: armKey(id), name, subscriptionId: "s", resourceGroup: "g" },
      identities,
      listing: false,
    },
    actor: identities[0] ?? ops,
    at: new Date(0),
    machines: machinesOf(links),
    unreadable,
  };
}

/** Those VMs of a host whose names are given, or all. */
export function chosen(on: HostLinks, ...names: readonly string[]): readonly HostedLinks[] {
  return on.machines
    .filter(({ vmId }) => names.length === 0 || names.some((name) => vmId.endsWith(`/${name}`)))
    .map((machine) => ({ on, machine }));
}
