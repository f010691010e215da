/** A machine that is connected to, as Azure names it. */
export interface SimulatedTarget {
  readonly targetHostName: string;
  readonly targetIpAddress: string;
  readonly targetResourceId: string;
}

/** A machine in the resource group of a host. One that the user named by its address has a pseudo id. */
export function targetOf(
  { subscriptionId, resourceGroup }: { readonly subscriptionId: string; readonly resourceGroup: string },
  { targetHostName, targetIpAddress }: Omit<SimulatedTarget, "targetResourceId">,
  byAddress = false,
): SimulatedTarget {
  const providers = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers`;
  return {
    targetHostName: byAddress ? targetIpAddress : targetHostName,
    targetIpAddress,
    targetResourceId: byAddress
      ? `${providers}/Microsoft.Network/bh-hostConnect/${targetIpAddress}`
      : `${providers}/Microsoft.Compute/virtualMachines/${targetHostName}`,
  };
}
