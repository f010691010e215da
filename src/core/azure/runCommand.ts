import { parseTargetId, resourcePath } from "../model/armId.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { asObject, asText } from "../text/json.ts";

const VIRTUAL_MACHINE = "microsoft.compute/virtualmachines";

/** Whether Run Command can reach a session's target: a virtual machine with an id of its own, no scale set's and no bare address. */
export function isVirtualMachineId(targetId: string | undefined): boolean {
  return parseTargetId(targetId)?.type.toLowerCase() === VIRTUAL_MACHINE;
}

/** The longest message, in characters: `msg` and `wall` show a few lines. */
export const LONGEST_MESSAGE = 500;

/**
 * Shows a message to all users who are logged in to a virtual machine, through Azure's Run Command, which runs with elevated
 * rights (root, SYSTEM) and takes some 20 s. What runs is one of two fixed scripts; the text goes in as base64 and is never
 * part of the script's syntax.
 *
 * Wants `Microsoft.Compute/virtualMachines/read`, to tell Windows from Linux, and
 * `Microsoft.Compute/virtualMachines/runCommand/action`. Sent once, see Arm.action.
 *
 * @throws AzureError; `notAllowed` names the action that is missing
 */
export async function showMessage(
  arm: Arm,
  credential: Credential,
  vmId: string,
  text: string,
  options: CallOptions,
): Promise<void> {
  const id = parseTargetId(vmId);
  if (id?.type.toLowerCase() !== VIRTUAL_MACHINE) {
    throw new AzureError({
      kind: "failed",
      detail: "not a virtual machine's resource ID",
      code: "InvalidVirtualMachineId",
      maybeReceived: false,
    });
  }
  const [api, path] = ["Microsoft.Compute", resourcePath(id)] as const;
  const { body } = await arm.get(credential, { api, path }, options);
  const { commandId, script } = command(systemOf(body), text);
  const action = { api, path: `${path}/runCommand` };
  await arm.action(credential, action, { commandId, script }, { ...options, repeatable: false });
}

/** The operating system that Azure names for a virtual machine. */
function systemOf(body: unknown): string | undefined {
  const disk = asObject(asObject(asObject(asObject(body)?.["properties"])?.["storageProfile"])?.["osDisk"]);
  return asText(disk?.["osType"])?.toLowerCase();
}

/** @throws AzureError where the system is neither Windows nor Linux */
function command(
  system: string | undefined,
  text: string,
): { readonly commandId: string; readonly script: readonly string[] } {
  const literal = Buffer.from(text.slice(0, LONGEST_MESSAGE), "utf8").toString("base64");
  switch (system) {
    case "linux":
      return { commandId: "RunShellScript", script: [`printf %s '${literal}' | base64 -d | wall`] };
    case "windows":
      // A text that begins with a slash would be an option to msg, and one with quotation marks several arguments.
      return {
        commandId: "RunPowerShellScript",
        script: [
          `$text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${literal}')) -replace '"', "'"`,
          'msg.exe * ("Azure Bastion: " + $text)',
        ],
      };
    default:
      throw new AzureError({
        kind: "failed",
        detail: "the virtual machine runs neither Windows nor Linux",
        code: "UnknownSystem",
        maybeReceived: false,
      });
  }
}
