import { connectedAddress, parseTargetId, resourceKey, resourceNames } from "../armId.ts";
import type { BastionSession } from "./session.ts";

/**
 * Equal for sessions on the same target VM, as far as Azure tells: by resource id, else by host, name and address, since
 * two networks may have the same addresses. Empty where it tells nothing.
 */
export function targetKey(session: BastionSession): string {
  const { targetResourceId, targetHostName = "", via = "" } = session;
  const key = resourceKey(targetResourceId);
  if (key !== undefined) {
    return key;
  }
  const address = targetAddress(session) ?? "";
  return targetHostName === "" && address === "" ? "" : `${via}/${targetHostName.toLowerCase()}/${address}`;
}

/** Whether two sessions are certainly on the same target VM. */
export function isSameMachine(a: BastionSession, b: BastionSession): boolean {
  return targetKey(a) !== "" && targetKey(a) === targetKey(b);
}

/** Whether two sessions are on the same address, which is one VM by two routes unless virtual networks overlap. */
export function isSameAddress(a: BastionSession, b: BastionSession): boolean {
  const address = targetAddress(a);
  return address !== undefined && address === targetAddress(b);
}

/** The address of a session's target VM, wherever Azure wrote it: a session by IP address may have it only as its name. */
export function targetAddress({
  targetIpAddress,
  targetResourceId,
  targetHostName,
}: BastionSession): string | undefined {
  const named = targetHostName !== undefined && IPV4.test(targetHostName.trim()) ? targetHostName : undefined;
  const address = (targetIpAddress ?? connectedAddress(targetResourceId) ?? named)?.trim().toLowerCase();
  return address === "" ? undefined : address?.replace(WITH_PORT, "$<address>");
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/u;
/** Azure's logs have addresses in this form. */
const WITH_PORT = /^(?<address>(?:\d{1,3}\.){3}\d{1,3}):\d+$/u;

/** What a session's target VM is called: its name, else its address, else the end of its resource ID, such as `vmss-web/0`. */
export function targetName({ targetHostName, targetIpAddress, targetResourceId }: BastionSession): string | undefined {
  return targetHostName ?? targetIpAddress ?? connectedAddress(targetResourceId) ?? resourceNames(targetResourceId);
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
