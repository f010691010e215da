import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { isVirtualMachineId, LONGEST_MESSAGE, showMessage } from "../../../../src/core/azure/runCommand.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const world = {
  hosts: [
    {
      name: "bas",
      sessions: [
        { sessionId: "l", protocol: "SSH", targetHostName: "vm-l" },
        { sessionId: "w", protocol: "RDP", targetHostName: "vm-w" },
      ],
    },
  ],
};

describe("A message on a target VM", () => {
  let azure: SimulatedAzure;
  let client: Client;

  before(async () => {
    azure = await startSimulatedAzure({ world });
  });
  beforeEach(() => {
    azure.reset(world);
    client = clientAt(azure.url, () => azure.token());
  });
  after(() => azure.close());

  const vm = (sessionId: string): string =>
    azure.world.sessions("bas").find((session) => session.sessionId === sessionId)?.targetResourceId ?? "";
  const scripts = (): string[] => azure.requests.flatMap(({ script }) => script ?? []);
  /** The script that is sent for a text. */
  async function scriptFor(sessionId: string, text: string): Promise<string> {
    const before = scripts().length;
    await showMessage(client.arm, client.credential, vm(sessionId), text, client.options);
    assert.equal(scripts().length, before + 1);
    return scripts().at(-1) ?? "";
  }

  it("goes to wall on Linux and to msg on Windows, by one fixed script each", async () => {
    assert.equal(await scriptFor("l", "Save!"), "printf %s 'U2F2ZSE=' | base64 -d | wall");
    assert.match(
      await scriptFor("w", "Save!"),
      /FromBase64String\('U2F2ZSE='\)[^]*\nmsg\.exe \* \("Azure Bastion: " \+ \$text\)$/,
    );
  });

  it("is never part of the script's syntax, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("l", "w"),
        fc.oneof(
          fc.string(),
          fc.string({ unit: "binary" }),
          fc.constantFrom("'; rm -rf / #", "$(reboot)", "`reboot`", '" /SERVER:x "', "한국어"),
        ),
        async (machine, text) => {
          const script = await scriptFor(machine, text);
          const [, literal = ""] = /'([A-Za-z0-9+/=]*)'/.exec(script) ?? [];
          assert.equal(Buffer.from(literal, "base64").toString(), Buffer.from(text).toString());
          assert.equal(script.replace(literal, ""), await scriptFor(machine, ""));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("comes out of a real shell as it went in", async () => {
    const text = "It's 5 o'clock: $(echo no) `no` \"no\" 한국어";
    const script = (await scriptFor("l", text)).replace("| wall", "| cat");
    const { stdout, error } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    assert.deepEqual([error, stdout], [undefined, text]);
  });

  it("is cut where it is too long", async () => {
    const [, literal = ""] = /'([^']*)'/.exec(await scriptFor("l", "x".repeat(LONGEST_MESSAGE + 100))) ?? [];
    assert.equal(Buffer.from(literal, "base64").toString().length, LONGEST_MESSAGE);
  });

  it("names the permission that is missing", async () => {
    azure.world.setRole(azure.world.account(), vm("l"), "reader");
    const { kind, facts } = await azureErrorOf(
      showMessage(client.arm, client.credential, vm("l"), "Save!", client.options),
    );
    assert.deepEqual(
      [kind, facts.action, facts.scope],
      ["notAllowed", "Microsoft.Compute/virtualMachines/runCommand/action", vm("l")],
    );
  });

  it("is sent once, whatever becomes of the answer", async () => {
    azure.behave("runCommand", { fault: { kind: "reset", when: "beforeHeaders", acted: true } });
    const { facts } = await azureErrorOf(showMessage(client.arm, client.credential, vm("l"), "Save!", client.options));
    assert.deepEqual(
      [
        facts.maybeReceived,
        azure.requests.filter(({ route, fault }) => route === "runCommand" && fault === "reset").length,
      ],
      [true, 1],
    );
  });

  it("is not tried where the system is not known", async () => {
    const before = scripts().length;
    azure.behave("virtualMachine", { fault: { kind: "json", body: { properties: {} } } });
    const { facts } = await azureErrorOf(showMessage(client.arm, client.credential, vm("l"), "Save!", client.options));
    assert.deepEqual([facts.code, facts.maybeReceived, scripts().length], ["UnknownSystem", false, before]);
  });

  for (const id of [
    "",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bh-hostConnect/10.0.0.1",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/b",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/a/../b",
  ]) {
    it(`goes to nothing that is no virtual machine: ${id}`, async () => {
      assert.equal(isVirtualMachineId(id), false);
      const before = azure.requests.length;
      const { facts } = await azureErrorOf(showMessage(client.arm, client.credential, id, "Save!", client.options));
      assert.deepEqual([facts.code, azure.requests.length], ["InvalidVirtualMachineId", before]);
    });
  }
});
