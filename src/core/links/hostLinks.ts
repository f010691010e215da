/** The shareable links of hosts, as they were listed: plain data and pure functions on it. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { ListedLinks } from "../azure/shareableLinks.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Identity } from "../model/identity.ts";
import type { ShareableLink } from "../model/shareableLink.ts";

/** All links of one VM on a host: Azure deletes no fewer. */
export interface MachineLinks {
  /** As Azure wrote it; of several ways of writing it the first. */
  readonly vmId: string;
  readonly vmKey: ArmKey;
  readonly links: readonly [ShareableLink, ...ShareableLink[]];
}

/** All links of a host. */
export interface HostLinks {
  readonly host: HostState;
  /** Who listed them, and who would delete them. */
  readonly actor: Identity;
  /** When the list came. */
  readonly at: Date;
  /** VMs that have links, in Azure's order. */
  readonly machines: readonly MachineLinks[];
  /** Entries that could not be read: there may be more links than these. */
  readonly unreadable: number;
}

/** A host whose links could not be listed. */
export interface UnreadHostLinks {
  readonly host: HostState;
  /** Who was refused; left out if no account sees the host any more. */
  readonly actor?: Identity;
  readonly error: AzureError;
}

/** What listing the links of a host came to. */
export type HostLinksAnswer = HostLinks | UnreadHostLinks;

/** A VM with links together with the list that it is in. */
export interface HostedLinks {
  readonly on: HostLinks;
  readonly machine: MachineLinks;
}

/** Links by the VM that they are of, whatever case Azure wrote its ID in. */
export function machinesOf(links: ListedLinks["links"]): readonly MachineLinks[] {
  const machines = [...Map.groupBy(links, ({ vmKey }) => vmKey)];
  return machines.flatMap(([vmKey, [first, ...others]]) =>
    first ? [{ vmId: first.vmId, vmKey, links: [first, ...others] }] : [],
  );
}

/** All VMs with links of these hosts. */
export function hostedLinks(answers: readonly HostLinksAnswer[]): readonly HostedLinks[] {
  return answers.flatMap((on) => ("machines" in on ? on.machines.map((machine) => ({ on, machine })) : []));
}

/** Each VM once, by the host whose links it has; no group is empty. */
export function groupLinksByHost(
  chosen: readonly HostedLinks[],
): readonly (readonly [HostedLinks, ...HostedLinks[]])[] {
  const distinct = new Map(chosen.map((one) => [JSON.stringify([one.on.host.host.key, one.machine.vmKey]), one]));
  const groups = Map.groupBy(distinct.values(), ({ on }) => on.host.host.key);
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}
