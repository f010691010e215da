import type { Names } from "../core/inventory/names.ts";
import { armKey } from "../core/model/armId.ts";
import { targetName } from "../core/model/session/target.ts";
import { vmNames } from "../core/model/vmNames.ts";
import { messageText } from "../core/text/plainText.ts";

/**
 * What VMs are called, so that no two of these look alike: as their sessions call them, where they have any.
 * @returns the name of a VM by its resource ID, fit for a message
 */
export function linkMachineNames(vmIds: readonly string[], names: Names): (vmId: string) => string {
  const own = vmNames(vmIds);
  return (vmId) => {
    const plain = targetName({ targetResourceId: vmId }) ?? vmId;
    const asSession = names.machine({ targetResourceId: vmId }) ?? vmId;
    return messageText(asSession === plain ? (own.get(armKey(vmId)) ?? plain) : asSession);
  };
}
