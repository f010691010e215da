import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import {
  isVirtualMachineId,
  LONGEST_MESSAGE,
  showMessage,
  type MessageOutcome,
} from "../../../../src/core/azure/runCommand.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const world: WorldSpec = {
  hosts: [
    {
      name: "bas",
      sessions: [
        { sessionId: "l", protocol: "SSH", targetHostName: "vm-l" },
        { sessionId: "w", protocol: "RDP", targetHostName: "vm-w" },
        { sessionId: "l-without", protocol: "SSH", targetHostName: "vm-lx", message: "noCommand" },
        { sessionId: "w-without", protocol: "RDP", targetHostName: "vm-wx", message: "noCommand" },
        { sessionId: "l-silent", protocol: "SSH", targetHostName: "vm-ls", message: "silent" },
        { sessionId: "w-silent", protocol: "RDP", targetHostName: "vm-ws", message: "silent" },
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
    assert.match(await scriptFor("l", "Save!"), /^if printf %s 'U2F2ZSE=' \| base64 -d \| wall; then\n/);
    assert.match(
      await scriptFor("w", "Save!"),
      /FromBase64String\('U2F2ZSE='\)[^]*\nmsg\.exe \* \("Azure Bastion: " \+ \$text\)\nif \(\$\? -and \$LASTEXITCODE -eq 0\)/,
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
    const script = (await scriptFor("l", text)).replace("| wall", "| cat").replace("who", "echo");
    const { stdout, error } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
    assert.deepEqual([error, stdout], [undefined, text]);
  });

  const shells: readonly (readonly [string, string, string])[] = [
    [
      "wall shows it, and somebody has a terminal",
      "wall() { cat >/dev/null; }; who() { echo root; };",
      "bastion-sessions: shown\n",
    ],
    ["wall shows it, and nobody has a terminal", "wall() { cat >/dev/null; }; who() { :; };", ""],
    ["wall fails", "wall() { cat >/dev/null; return 1; };", "bastion-sessions: not shown\n"],
    ["there is no wall", "PATH=/nowhere;", "bastion-sessions: not shown\n"],
  ];
  for (const [name, before, expected] of shells) {
    it(`the script itself says what came of it, in a real shell: ${name}`, async () => {
      const { stdout } = spawnSync("sh", ["-c", `${before}\n${await scriptFor("l", "Save!")}`], { encoding: "utf8" });
      assert.equal(stdout, expected);
    });
  }

  const linux = (out: string, err: string) => [
    {
      code: "ProvisioningState/succeeded",
      level: "Info",
      message: `Enable succeeded: \n[stdout]\n${out}\n[stderr]\n${err}`,
    },
  ];
  const windows = (out: string, err: string) => [
    { code: "ComponentStatus/StdOut/succeeded", level: "Info", message: out },
    { code: "ComponentStatus/StdErr/succeeded", level: "Info", message: err },
  ];
  const [missingWall, missingMsg] = [
    "/bin/sh: 1: wall: command not found",
    "msg.exe : The term 'msg.exe' is not recognized as the name of a cmdlet",
  ];
  const answers: readonly (readonly [string, unknown, MessageOutcome])[] = [
    ["Linux, shown", linux("bastion-sessions: shown\n", ""), { outcome: "shown" }],
    ["Windows, shown", windows("bastion-sessions: shown\r\n", ""), { outcome: "shown" }],
    ["shown, with a word on something else", linux("bastion-sessions: shown\n", "wall: no tty"), { outcome: "shown" }],
    [
      "Linux, without wall",
      linux("bastion-sessions: not shown\n", missingWall),
      { outcome: "notShown", detail: missingWall },
    ],
    [
      "Windows, without msg",
      windows("bastion-sessions: not shown", missingMsg),
      { outcome: "notShown", detail: missingMsg },
    ],
    [
      "Linux, an error and no word of the script's",
      linux("", missingWall),
      { outcome: "notShown", detail: missingWall },
    ],
    [
      "Windows, an error and no word of the script's",
      windows("", missingMsg),
      { outcome: "notShown", detail: missingMsg },
    ],
    [
      "a script that failed",
      [{ code: "ProvisioningState/failed/1", level: "Error", message: "" }],
      { outcome: "notShown" },
    ],
    [
      "a script that never ran, with Azure's reason",
      [{ code: "ProvisioningState/failed/1", level: "Error", message: "The VM agent isn't ready." }],
      { outcome: "notShown", detail: "The VM agent isn't ready." },
    ],
    ["Linux, nothing written", linux("", ""), { outcome: "unknown" }],
    ["Windows, nothing written", windows("", ""), { outcome: "unknown" }],
    ["other output", linux("it is not so that bastion-sessions: shown", ""), { outcome: "unknown" }],
    ["no output at all", [], { outcome: "unknown" }],
    ["entries that aren't any", [null, "shown", { message: 7 }], { outcome: "unknown" }],
  ];
  for (const [name, value, expected] of answers) {
    it(`was shown, not shown, or it isn't known: ${name}`, async () => {
      azure.behave("runCommand", { fault: { kind: "json", body: { value } } });
      assert.deepEqual(await showMessage(client.arm, client.credential, vm("l"), "Save!", client.options), expected);
    });
  }

  it("was shown, not shown, or it isn't known: the simulated Azure's machines", async () => {
    const outcomes = ["l", "w", "l-without", "w-without", "l-silent", "w-silent"].map(
      async (id) => (await showMessage(client.arm, client.credential, vm(id), "Save!", client.options)).outcome,
    );
    assert.deepEqual(await Promise.all(outcomes), ["shown", "shown", "notShown", "notShown", "unknown", "unknown"]);
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
