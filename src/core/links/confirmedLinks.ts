import type { HostedLinks, HostLinks, MachineLinks } from "./hostLinks.ts";

/**
 * Whether the links of VMs aren't those that were confirmed any more: one was made or deleted, or couldn't be read before or
 * can't be now. When a link was made is all that tells one from another.
 * @param confirmed VMs of one host
 * @param now all links of that host
 * @param isWholeHost whether all VMs with links are meant: then another VM with links is a change too
 */
export function hasChanged(
  confirmed: readonly [HostedLinks, ...HostedLinks[]],
  now: HostLinks,
  isWholeHost: boolean,
): boolean {
  const [{ on }] = confirmed;
  const current = new Map(now.machines.map((machine) => [machine.vmKey, timesOf(machine)]));
  return (
    on.unreadable !== now.unreadable ||
    confirmed.some(({ machine }) => current.get(machine.vmKey) !== timesOf(machine)) ||
    (isWholeHost && now.machines.length !== confirmed.length)
  );
}

/** Equal for the same links, in whatever order. */
function timesOf({ links }: MachineLinks): string {
  return JSON.stringify(links.map(({ createdAt }) => createdAt ?? "").sort());
}
