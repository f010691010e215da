import { parseTargetId, resourceKey, resourceNames } from "./armId.ts";
import type { BastionSession } from "./session.ts";

/**
 * Equal for sessions on the same target VM, as far as Azure tells: by resource id, else by name and address. Empty where
 * it tells nothing.
 */
export function targetKey({ targetResourceId, targetHostName = "", targetIpAddress = "" }: BastionSession): string {
  const key = resourceKey(targetResourceId);
  if (key !== undefined) {
    return key;
  }
  return targetHostName === "" && targetIpAddress === "" ? "" : `${targetHostName.toLowerCase()}/${targetIpAddress}`;
}

/** Whether two sessions are certainly on the same target VM. */
export function isSameMachine(a: BastionSession, b: BastionSession): boolean {
  return targetKey(a) !== "" && targetKey(a) === targetKey(b);
}

/** Whether two sessions are on the same address, which is one VM by two routes unless virtual networks overlap. */
export function isSameAddress(a: BastionSession, b: BastionSession): boolean {
  return a.targetIpAddress !== undefined && a.targetIpAddress !== "" && a.targetIpAddress === b.targetIpAddress;
}

/** What a session's target VM is called: its name, else its address, else the end of its resource ID, such as `vmss-web/0`. */
export function targetName({ targetHostName, targetIpAddress, targetResourceId }: BastionSession): string | undefined {
  return targetHostName ?? targetIpAddress ?? resourceNames(targetResourceId);
}

/** The resource group of a session's target VM, as Azure returns it, or from its resource ID. */
export function targetResourceGroup({
  targetResourceGroup: named,
  targetResourceId,
}: BastionSession): string | undefined {
  return named ?? parseTargetId(targetResourceId)?.resourceGroup;
}

/** The subscription of a session's target VM, in lower case, as Azure returns it, or from its resource ID. */
export function targetSubscription({
  targetSubscriptionId: named,
  targetResourceId,
}: BastionSession): string | undefined {
  return (named ?? parseTargetId(targetResourceId)?.subscriptionId)?.toLowerCase();
}
