import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { armKey } from "../../src/core/model/armId.ts";
import { groupNode, hostNode, sessionNode } from "../../src/extension/tree/treeNode.ts";
import type { HostSpec, SessionSpec } from "../simulated-azure/world/worldTypes.ts";
import { eventually } from "../ui/fixtures/eventually.ts";
import { installAz, type AzRun, type InstalledAz } from "../support/standInAz.ts";
import { dialogs } from "./dialogs.ts";
import { azure, world } from "./testTree.ts";

const ANN = {
  sessionId: "s-ann",
  userName: "ann",
  protocol: "SSH",
  targetHostName: "vm-ann",
  targetIpAddress: "10.0.0.4",
} satisfies SessionSpec;

async function hostOf(name: string) {
  const found = (await azure.state()).hosts.find((host) => host.name === name);
  assert.ok(found);
  return found;
}

/** Shows one host with one session, and gives that session's row. */
async function show(host: HostSpec = {}, session: SessionSpec = {}) {
  await world({ hosts: [{ name: "bas-a", sessions: [{ ...ANN, ...session }], ...host }] });
  await vscode.commands.executeCommand("bastionSessions.refresh");
  const { id, resourceGroup, subscriptionId, sessions } = await hostOf("bas-a");
  const key = armKey(id);
  await vscode.commands.executeCommand("bastionSessions.refreshHost", hostNode(key));
  return {
    row: sessionNode(key, "id:s-ann"),
    hostRow: hostNode(key),
    targetId: sessions[0]?.targetResourceId ?? "",
    through: { name: "bas-a", "resource-group": resourceGroup, subscription: subscriptionId },
  };
}

describe("Copy Connect Command", () => {
  let folder: string;
  let az: InstalledAz;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "connect-"));
    const root = vscode.extensions.getExtension("bastion-sessions.bastion-sessions")?.extensionPath ?? "";
    az = installAz(folder, join(root, "test/support/standInAz.ts"), join(root, "node_modules/node/bin/node"));
    await azure.reset();
    await vscode.commands.executeCommand("bastionSessions.sessions.focus");
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await azure.reset();
  });

  async function copied(row: unknown): Promise<string> {
    await vscode.env.clipboard.writeText("from before");
    await vscode.commands.executeCommand("bastionSessions.copyConnectCommand", row);
    return vscode.env.clipboard.readText();
  }

  /** What the Azure CLI gets of a line that is pasted into bash. */
  function pasted(line: string): AzRun | undefined {
    execFileSync("bash", ["-c", line], { env: { ...process.env, PATH: az.path } });
    return az.runs().at(-1);
  }

  it("copies what the Azure CLI takes, for a session's target VM by its resource ID", async () => {
    const { row, targetId, through } = await show();
    using shown = dialogs({ picks: ["SSH with a password"] });
    assert.deepEqual(pasted(await copied(row)), {
      command: "ssh",
      options: { ...through, "target-resource-id": targetId, "auth-type": "password", username: "ann" },
    });
    assert.deepEqual(shown.messages, ["Connect command copied for bash."]);
    assert.deepEqual(shown.questions, ["Select how to connect (the command isn't run)"]);
    assert.deepEqual(shown.picks, [
      [
        "SSH with Microsoft Entra ID",
        "SSH with a password | as ann",
        "SSH with a private key | as ann",
        "Tunnel to the SSH port",
        "Tunnel to the RDP port",
        "Remote Desktop (not available)",
      ],
    ]);
  });

  it("begins with RDP for an RDP session, and says why Remote Desktop can't be opened here", async () => {
    const { row } = await show({}, { protocol: "RDP" });
    using shown = dialogs({ picks: ["Remote Desktop (not available)"] });
    assert.equal(await copied(row), "from before");
    assert.deepEqual(shown.picks[0]?.slice(0, 2), ["Tunnel to the RDP port", "Remote Desktop (not available)"]);
    assert.deepEqual(shown.messages, [
      "az network bastion rdp only runs on Windows. Use the tunnel to the RDP port instead.",
    ]);
  });

  it("names a target VM by its address if that is all that Azure returned", async () => {
    const { row, through } = await show({}, { byAddress: true });
    using _shown = dialogs({ picks: ["Tunnel to the SSH port"] });
    assert.deepEqual(pasted(await copied(row)), {
      command: "tunnel",
      options: { ...through, "target-ip-address": "10.0.0.4", "resource-port": "22", port: "50022" },
    });
  });

  const refused: readonly (readonly [what: string, host: HostSpec, session: SessionSpec, message: string])[] = [
    [
      "native clients are off",
      { switches: { enableTunneling: false } },
      {},
      "Native client support is off on bas-a. Turn it on in the host's configuration, then refresh.",
    ],
    [
      "its SKU has none",
      { sku: "Basic" },
      {},
      "bas-a doesn't allow the Azure CLI. It needs the Standard or Premium SKU; this host is Basic.",
    ],
    [
      "only the address is known, and IP-based connection is off",
      { switches: { enableIpConnect: false } },
      { byAddress: true },
      "This target VM has no resource ID, and IP-based connection is off on bas-a.",
    ],
    [
      "the resource ID has a control character",
      {},
      { wire: { targetResourceId: "/subscriptions/s\n/resourceGroups/g/providers/a/b/c" } },
      "The target VM's resource ID or IP address has characters that a command can't safely contain.",
    ],
    [
      "Azure named only the target VM's name",
      {},
      { omit: ["targetResourceId", "targetIpAddress"] },
      "Azure didn't return a resource ID or an IP address of this target VM.",
    ],
  ];
  for (const [what, host, session, message] of refused) {
    it(`says why it copies nothing: ${what}`, async () => {
      const { row } = await show(host, session);
      using shown = dialogs();
      assert.equal(await copied(row), "from before");
      assert.deepEqual(shown.messages, [message]);
      assert.deepEqual(shown.picks, []);
    });
  }

  it("says what Azure didn't say, and goes on", async () => {
    const { row } = await show({ switches: { enableTunneling: null, enableIpConnect: null } }, { byAddress: true });
    using shown = dialogs({ picks: ["SSH with Microsoft Entra ID"] });
    assert.match(await copied(row), /--target-ip-address 10\.0\.0\.4 --auth-type AAD$/);
    assert.deepEqual(shown.questions, [
      "Azure didn't say whether bas-a allows native clients. Azure didn't say whether bas-a allows IP-based connections. Select how to connect (the command isn't run)",
    ]);
  });

  it("asks for a user where the session's can't be one, and takes no option of ssh for a name", async () => {
    const { row } = await show({}, { userName: "-oProxyCommand=calc" });
    using shown = dialogs({ picks: ["SSH with a password"], inputs: ["-oProxyCommand=calc"] });
    assert.equal(await copied(row), "from before");
    assert.deepEqual(shown.messages, ["Use letters, digits, and _ . @ \\ + -, not starting with a symbol."]);
    using _again = dialogs({ picks: ["SSH with a password"], inputs: ["ben"] });
    assert.equal(pasted(await copied(row))?.options["username"], "ben");
  });

  it("asks on a host for one of its target VMs, or takes one that is typed", async () => {
    const { hostRow, targetId } = await show();
    using shown = dialogs({ picks: ["vm-ann", "SSH with Microsoft Entra ID"] });
    assert.equal(pasted(await copied(hostRow))?.options["target-resource-id"], targetId);
    assert.deepEqual(shown.picks[0], ["vm-ann | SSH · 10.0.0.4", "Enter a resource ID or an IP address…"]);
    const enter = "Enter a resource ID or an IP address…";
    using _typed = dialogs({ picks: [enter, "Tunnel to the RDP port"], inputs: [" 10.1.2.3 "] });
    assert.equal(pasted(await copied(hostRow))?.options["target-ip-address"], "10.1.2.3");
    using wrong = dialogs({ picks: [enter], inputs: ["vm-ann; rm"] });
    assert.equal(await copied(hostRow), "from before");
    assert.deepEqual(wrong.messages, ["Enter a whole resource ID or an IP address."]);
  });

  it("takes a resource ID only where IP-based connection is off", async () => {
    const { hostRow } = await show({ sessions: [], switches: { enableIpConnect: false } });
    using shown = dialogs({ inputs: ["10.1.2.3"] });
    assert.equal(await copied(hostRow), "from before");
    assert.deepEqual(shown.messages, ["IP-based connection is off on bas-a. Enter a resource ID."]);
  });

  it("asks on a target VM which host to connect through if several reach it", async () => {
    const { targetId } = await show();
    const session = { ...ANN, sessionId: "s-2", wire: { targetResourceId: targetId } };
    await world({
      hosts: [
        { name: "bas-a", sessions: [{ ...ANN, wire: { targetResourceId: targetId } }] },
        { name: "bas-b", sessions: [session], switches: { enableTunneling: false } },
      ],
    });
    await vscode.commands.executeCommand("bastionSessions.refresh");
    for (const name of ["bas-a", "bas-b"]) {
      const { id } = await hostOf(name);
      await vscode.commands.executeCommand("bastionSessions.refreshHost", hostNode(armKey(id)));
    }
    using shown = dialogs({ picks: ["bas-a", "SSH with Microsoft Entra ID"] });
    const line = await copied(groupNode("targetVm", targetId.toLowerCase()));
    assert.equal(pasted(line)?.options["name"], "bas-a");
    assert.deepEqual(
      shown.picks[0]?.map((row) => [row.split(" | ")[0], row.includes("native client support is off")]).sort(),
      [
        ["bas-a", false],
        ["bas-b", true],
      ],
    );
  });

  it("puts the command into a terminal that is shown, and runs nothing before Enter", async () => {
    const settings = vscode.workspace.getConfiguration("terminal.integrated.env");
    await settings.update("linux", { PATH: az.path }, vscode.ConfigurationTarget.Global);
    try {
      const { row, targetId, through } = await show();
      const before = az.runs().length;
      using _shown = dialogs({ picks: ["SSH with Microsoft Entra ID"] });
      await vscode.commands.executeCommand("bastionSessions.connectInTerminal", row);
      const terminal = vscode.window.activeTerminal;
      assert.equal(terminal?.name, "Bastion: vm-ann");
      assert.equal(az.runs().length, before);
      // Had the line been run, this would be one of its own.
      terminal.sendText(" --resource-port 2222", true);
      await eventually(() => assert.ok(az.runs().length > before));
      assert.deepEqual(az.runs().slice(before), [
        {
          command: "ssh",
          options: { ...through, "target-resource-id": targetId, "auth-type": "AAD", "resource-port": "2222" },
        },
      ]);
      terminal.dispose();
    } finally {
      await settings.update("linux", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
