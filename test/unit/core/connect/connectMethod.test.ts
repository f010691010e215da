import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import {
  connectCommand,
  connectMethods,
  isLoginName,
  type ConnectMethod,
} from "../../../../src/core/connect/connectMethod.ts";
import { parseConnectTarget, type ConnectTarget } from "../../../../src/core/connect/connectTarget.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../src/core/model/bastionHost.ts";
import { commandLine, SHELLS } from "../../../../src/core/text/shell.ts";
import { installAz, parseAz, type InstalledAz } from "../../../support/standInAz.ts";

function hostNamed(name: string, resourceGroup = "rg-hub"): BastionHost {
  const id = `/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/${resourceGroup}/providers/Microsoft.Network/bastionHosts/${name}`;
  return { id, key: armKey(id), name, subscriptionId: "11111111-1111-1111-1111-111111111111", resourceGroup };
}

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web";
const BY_ID: ConnectTarget = { by: "resourceId", value: VM };
const BY_ADDRESS: ConnectTarget = { by: "address", value: "10.0.0.4" };
const WHERE = {
  name: "bas",
  "resource-group": "rg-hub",
  subscription: "11111111-1111-1111-1111-111111111111",
};

describe("A command that connects", () => {
  const methods: readonly (readonly [method: ConnectMethod, command: string, options: Record<string, string>])[] = [
    [{ kind: "sshEntra" }, "ssh", { "auth-type": "AAD" }],
    [{ kind: "sshPassword", userName: "ann" }, "ssh", { "auth-type": "password", username: "ann" }],
    [
      { kind: "sshKey", userName: "ann", keyFile: "-my key" },
      "ssh",
      { "auth-type": "ssh-key", username: "ann", "ssh-key": "-my key" },
    ],
    [{ kind: "rdp" }, "rdp", {}],
    [{ kind: "sshTunnel" }, "tunnel", { "resource-port": "22", port: "50022" }],
    [{ kind: "rdpTunnel" }, "tunnel", { "resource-port": "3389", port: "53389" }],
  ];
  for (const [method, command, options] of methods) {
    it(`is one that the Azure CLI takes: ${method.kind}`, () => {
      assert.deepEqual(parseAz(connectCommand(hostNamed("bas"), BY_ID, method).slice(1)), {
        command,
        options: { ...WHERE, "target-resource-id": VM, ...options },
      });
      assert.deepEqual(parseAz(connectCommand(hostNamed("bas"), BY_ADDRESS, method).slice(1)), {
        command,
        options: { ...WHERE, "target-ip-address": "10.0.0.4", ...options },
      });
    });
  }

  describe("in a real shell", () => {
    let folder: string;
    let az: InstalledAz;

    before(() => {
      folder = mkdtempSync(join(tmpdir(), "connect-"));
      az = installAz(folder);
    });

    after(() => rmSync(folder, { recursive: true }));

    /** What the stand-in gets of a line in a shell. */
    function run(shell: string, line: string): unknown {
      execFileSync(shell, ["-c", line], { env: { ...process.env, PATH: az.path }, stdio: "pipe" });
      return az.runs().at(-1);
    }

    for (const shell of ["bash", "sh"]) {
      it(`reaches the Azure CLI as it was meant: ${shell}`, () => {
        const host = hostNamed("-bas(1)'s", "rg (prod)");
        const method = {
          kind: "sshKey",
          userName: "CONTOSO\\ann",
          keyFile: "/home/o'neil/$(id) `x` ; !k.pem",
        } as const;
        const target = { by: "resourceId", value: VM.replace("vm-web", "vm'$1(2)") } as const;
        const line = commandLine(connectCommand(host, target, method), "bash");
        assert.deepEqual(run(shell, line ?? ""), {
          command: "ssh",
          options: {
            name: "-bas(1)'s",
            "resource-group": "rg (prod)",
            subscription: WHERE.subscription,
            "target-resource-id": target.value,
            "auth-type": "ssh-key",
            username: method.userName,
            "ssh-key": method.keyFile,
          },
        });
      });
    }

    it("is refused by the stand-in if an option isn't documented, so that these tests can fail", () => {
      assert.throws(() => run("bash", "az network bastion ssh --name a --resource-group b --nonsense c"));
      assert.throws(() =>
        run("bash", "az network bastion ssh --name a --resource-group b --target-ip-address 10.0.0.4"),
      );
    });
  });

  it("is refused by every shell if a name has a control character", () => {
    for (const bad of ["b\na", "b\u001ba", "b\u202Ea"]) {
      const command = connectCommand(hostNamed(bad), BY_ID, { kind: "sshEntra" });
      assert.deepEqual(
        SHELLS.map((shell) => commandLine(command, shell)),
        SHELLS.map(() => undefined),
      );
    }
  });

  it("has no word of a target beside its own option, whatever was typed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.constant(VM)), (text) => {
        const target = parseConnectTarget(text);
        fc.pre(target !== undefined);
        const { options } = parseAz(connectCommand(hostNamed("bas"), target, { kind: "rdp" }).slice(1));
        assert.equal(options["target-resource-id"] ?? options["target-ip-address"], text);
      }),
    );
  });
});

describe("The ways to connect", () => {
  const ssh = ["sshEntra", "sshPassword", "sshKey", "sshTunnel"];

  it("begin with SSH, unless the session is RDP", () => {
    for (const protocol of ["SSH", "ssh", undefined, "Other"]) {
      assert.deepEqual(connectMethods(protocol, true), [...ssh, "rdp", "rdpTunnel"]);
    }
  });

  it("begin, for RDP, with the client on Windows, and with the tunnel elsewhere", () => {
    assert.deepEqual(connectMethods("rdp", true), ["rdp", "rdpTunnel", ...ssh]);
    assert.deepEqual(connectMethods("RDP", false), ["rdpTunnel", "rdp", ...ssh]);
  });
});

describe("The name of a user on a VM", () => {
  for (const name of ["ann", "ann.b-c_d", "ann@contoso.com", "CONTOSO\\ann", "안나", "1ann", "a+b"]) {
    it(`can be ${name}`, () => assert.ok(isLoginName(name)));
  }
  for (const name of [
    "",
    "-oProxyCommand=calc",
    "a&calc",
    "a|b",
    "a b",
    "a%b",
    'a"b',
    "a\nb",
    "a;b",
    "$(id)",
    "`id`",
    "a".repeat(257),
  ]) {
    it(`can't be ${JSON.stringify(name.slice(0, 20))}, which ssh or cmd.exe would act on`, () =>
      assert.ok(!isLoginName(name)));
  }
});
