import { actions, requireAction } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import type { Operations } from "./operations.ts";
import { operationContext } from "./sessionActions.ts";
import type { Call, Simulation } from "../simulation.ts";
import { defaultTiming, variantPlan } from "../faults/variants.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { SimulatedSession } from "../world/worldTypes.ts";

/** GET of a virtual machine: there are those that sessions are connected to. RDP goes to Windows, anything else to Linux. */
export function readMachine(simulation: Simulation, call: Call, identity: Identity): Answer {
  const session = requireMachine(simulation, call, identity, actions.readMachine);
  const osType = session.protocol === "RDP" ? "Windows" : "Linux";
  return {
    status: 200,
    body: {
      id: session.targetResourceId,
      name: session.targetHostName,
      type: "Microsoft.Compute/virtualMachines",
      properties: { storageProfile: { osDisk: { osType } } },
    },
  };
}

/** POST runCommand: a long-running operation whose output says what the script wrote. */
export function runCommand(simulation: Simulation, call: Call, identity: Identity, apiVersion: string): Answer {
  const session = requireMachine(simulation, call, identity, actions.runCommand);
  const { hostKey } = session;
  const script = scriptOf(call.body);
  if (script === undefined) {
    throw new Refusal(armError(400, "InvalidRequestFormat", "Cannot parse the request."));
  }
  const host = simulation.world.host(hostKey);
  const context = operationContext(simulation);
  const facts: Parameters<Operations["start"]>[0] = {
    hostKey,
    subscriptionId: host.subscriptionId,
    location: host.location,
    apiVersion,
    plan: variantPlan("both"),
    timing: { ...defaultTiming, ...call.chosen.operation },
    result: () => outputOf(session, script),
    startedAt: context.now,
    actionUrl: call.url,
  };
  return simulation.operations.accepted(simulation.operations.start(facts), context);
}

/** What the script writes. Azure calls it succeeded whatever that is (azure-cli#14425, #29750). */
function outputOf({ protocol, message }: SimulatedSession, script: string): readonly unknown[] {
  const isWindows = protocol === "RDP";
  const outcome = { shown: "shown", noCommand: "not shown", silent: undefined }[message];
  const out = outcome === undefined ? "" : (new RegExp(`'([\\w-]+: ${outcome})'`).exec(script)?.[1] ?? "");
  const missing = isWindows
    ? "msg.exe : The term 'msg.exe' is not recognized as the name of a cmdlet, function, script file, or operable program."
    : "/bin/sh: 1: wall: not found";
  const err = message === "noCommand" ? missing : "";
  const entry = (code: string, text: string) => ({
    code,
    level: "Info",
    displayStatus: "Provisioning succeeded",
    message: text,
  });
  return isWindows
    ? [entry("ComponentStatus/StdOut/succeeded", out), entry("ComponentStatus/StdErr/succeeded", err)]
    : [entry("ProvisioningState/succeeded", `Enable succeeded: \n[stdout]\n${out}\n\n[stderr]\n${err}\n`)];
}

/** The script of a Run Command's body, as one text; `undefined` where it is no such body. */
export function scriptOf(body: string): string | undefined {
  try {
    const { commandId, script } = JSON.parse(body) as { readonly commandId?: unknown; readonly script?: unknown };
    const lines: readonly unknown[] = Array.isArray(script) ? script : [];
    return typeof commandId === "string" && lines.length > 0 ? lines.map(String).join("\n") : undefined;
  } catch {
    return undefined;
  }
}

function requireMachine(simulation: Simulation, call: Call, identity: Identity, action: string): SimulatedSession {
  const { subscriptionId = "", resourceGroup = "", machine = "" } = call.params;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${machine}`;
  requireAction(simulation, identity, action, id);
  const sessions = simulation.world.hosts.flatMap((host) => simulation.world.sessions(host));
  const session = sessions.find(({ targetResourceId }) => targetResourceId.toLowerCase() === id.toLowerCase());
  if (!session) {
    throw new Refusal(
      armError(
        404,
        "ResourceNotFound",
        `The Resource 'Microsoft.Compute/virtualMachines/${machine}' under resource group '${resourceGroup}' was not found.`,
      ),
    );
  }
  return session;
}
