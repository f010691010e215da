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

/** Whether a message was shown to the users of a machine, as far as the machine says. */
export interface MessageOutcome {
  readonly outcome: "shown" | "notShown" | "unknown";
  /** What the machine wrote about it: text from outside. */
  readonly detail?: string;
}

/** What the scripts write: Azure calls a script succeeded whose command was not found (azure-cli#14425, #29750). */
const SHOWN = "bastion-sessions: shown";
const NOT_SHOWN = "bastion-sessions: not shown";

/**
 * Shows a message to all users who are logged in to a virtual machine, through Azure's Run Command, which runs with elevated
 * rights (root, SYSTEM) and takes some 20 s. What runs is one of two fixed scripts; the text goes in as base64 and is never
 * part of the script's syntax.
 *
 * Wants `Microsoft.Compute/virtualMachines/read`, to tell Windows from Linux, and
 * `Microsoft.Compute/virtualMachines/runCommand/action`. Sent once, see Arm.action.
 *
 * @returns what the script itself says
 * @throws AzureError; `notAllowed` names the action that is missing, `maybeReceived` tells whether it may have been shown
 */
export async function showMessage(
  arm: Arm,
  credential: Credential,
  vmId: string,
  text: string,
  options: CallOptions,
): Promise<MessageOutcome> {
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
  const { items } = await arm.action(credential, action, { commandId, script }, { ...options, repeatable: false });
  return outcomeOf(items ?? []);
}

/**
 * Reads a Run Command's output: entries `ComponentStatus/StdOut/…` and `…/StdErr/…` from Windows, one entry with `[stdout]` and
 * `[stderr]` in its message from Linux.
 */
function outcomeOf(items: readonly unknown[]): MessageOutcome {
  const entries = items.map((item) => asObject(item) ?? {});
  const written = (stream: "out" | "err") =>
    entries
      .map(({ code, message }) => outputOf(code, message, stream))
      .join("\n")
      .trim();
  const [out, err] = [written("out"), written("err")];
  const said = new Set(out.split("\n").map((line) => line.trim()));
  const detail = err === "" ? {} : { detail: err };
  if (said.has(NOT_SHOWN)) {
    return { outcome: "notShown", ...detail };
  }
  if (said.has(SHOWN)) {
    return { outcome: "shown" };
  }
  const failed = entries.filter(({ code, level }) => /failed/i.test(asText(code) ?? "") || level === "Error");
  // A script that never ran has written nothing: then Azure itself says why.
  const why = err === "" ? failed.flatMap(({ message }) => asText(message) ?? []).join("\n") : err;
  return { outcome: failed.length > 0 || err !== "" ? "notShown" : "unknown", ...(why !== "" && { detail: why }) };
}

/** What one entry has of an output stream. */
function outputOf(code: unknown, message: unknown, stream: "out" | "err"): string {
  const text = asText(message) ?? "";
  const component = /^ComponentStatus\/Std(Out|Err)\//i.exec(asText(code) ?? "")?.[1]?.toLowerCase();
  if (component !== undefined) {
    return component === stream ? text : "";
  }
  const [, out = "", err = ""] = /\[stdout\]([^]*?)(?:\[stderr\]([^]*))?$/.exec(text) ?? [];
  return stream === "out" ? out : err;
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
      // wall succeeds even without a terminal; then it isn't known that a user saw it.
      return {
        commandId: "RunShellScript",
        script: [
          `if printf %s '${literal}' | base64 -d | wall; then`,
          `  [ -z "$(who 2>/dev/null)" ] || echo '${SHOWN}'`,
          "else",
          `  echo '${NOT_SHOWN}'`,
          "fi",
        ],
      };
    case "windows":
      // A text that begins with a slash would be an option to msg, and one with quotation marks several arguments.
      return {
        commandId: "RunPowerShellScript",
        script: [
          `$text = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${literal}')) -replace '"', "'"`,
          'msg.exe * ("Azure Bastion: " + $text)',
          `if ($? -and $LASTEXITCODE -eq 0) { '${SHOWN}' } else { '${NOT_SHOWN}' }`,
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
