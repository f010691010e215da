import { parseTargetId } from "./armId.ts";
import type { BastionSession } from "./session.ts";

/**
 * Equal for sessions on the same target VM, as far as Azure tells: by resource id, else by name and address. Empty where
 * it tells nothing.
 */
export function targetKey({ targetResourceId, targetHostName = "", targetIpAddress = "" }: BastionSession): string {
  // Who connects by address gets a pseudo id that names no resource.
  if (targetResourceId !== undefined && parseTargetId(targetResourceId)) {
    return targetResourceId.toLowerCase();
  }
  return targetHostName === "" && targetIpAddress === "" ? "" : `${targetHostName.toLowerCase()}/${targetIpAddress}`;
}

/** What a session's target VM is called: its name, else its address. */
export function targetName({ targetHostName, targetIpAddress }: BastionSession): string | undefined {
  return targetHostName ?? targetIpAddress;
}

/** The resource group of a session's target VM, as Azure returns it, or from its resource ID. */
export function targetResourceGroup({
  targetResourceGroup: named,
  targetResourceId,
}: BastionSession): string | undefined {
  return named ?? parseTargetId(targetResourceId)?.resourceGroup;
}
