import assert from "node:assert/strict";
import { sessionByKey } from "../../../../../src/core/inventory/sessionByKey.ts";
import type { HostState } from "../../../../../src/core/inventory/hostState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import type { BastionSession } from "../../../../../src/core/model/session/session.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { sessionNode } from "../../../../../src/extension/tree/treeNode.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const { connectInTerminal, copyConnectCommand } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/connect/connectCommands.ts"),
);

const VM = "/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web";
const SESSION: BastionSession = {
  sessionId: "s-1",
  userName: "ann",
  protocol: "RDP",
  targetHostName: "vm-web",
  targetResourceId: VM,
};
const THROUGH = "--name bas --resource-group rg --subscription s-1";

/** A terminal as VS Code has it: the shell and its first prompt are known some time after it was made. */
class FakeTerminal {
  readonly state: { shell: string | undefined } = { shell: undefined };
  shellIntegration: { cwd?: string } | undefined;
  exitStatus: object | undefined;
  readonly sent: (readonly [text: string, runs: boolean])[] = [];
  shown = false;
  disposed = false;

  show(): void {
    this.shown = true;
  }

  sendText(text: string, runs = true): void {
    this.sent.push([text, runs]);
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** What a test changes in VS Code, and the machine that it runs on. */
interface Setup {
  readonly session?: BastionSession;
  readonly host?: Partial<HostState["host"]>;
  readonly platform?: NodeJS.Platform;
  readonly shell?: string;
  readonly remoteName?: string;
  /** Labels that are chosen in quick picks, in turn. */
  readonly picks?: readonly string[];
  /** The private key that is chosen. */
  readonly keyFile?: string;
  /** The button of the message that is shown. */
  readonly button?: string;
  /** What happens to the terminal while it is waited for, one after the other; waiting on is over at the end. */
  readonly happens?: readonly ((terminal: FakeTerminal) => void)[];
}

/** Runs a command on the row of a session, and gives what was seen of it. */
async function run(command: typeof copyConnectCommand, setup: Setup) {
  const { platform = "linux", shell = "/bin/bash", remoteName, button } = setup;
  const made = hostState("bas", [setup.session ?? SESSION]);
  const host: HostState = { ...made, host: { ...made.host, nativeClient: true, ipConnect: true, ...setup.host } };
  const [toPick, happening] = [[...(setup.picks ?? [])], [...(setup.happens ?? [])]];
  const [messages, rows, copied]: [string[], string[][], string[]] = [[], [], []];
  const listeners: (() => void)[] = [];
  const terminal = new FakeTerminal();
  const waited: number[] = [];
  const listen = (listener: () => void) => {
    listeners.push(listener);
    return new stub.Disposable();
  };
  const say = (text: string, ...buttons: readonly string[]) => {
    messages.push(text);
    return Promise.resolve(buttons.find((one) => one === button && messages.length === 1));
  };
  const pick = (items: readonly { readonly label: string }[]) => {
    rows.push(items.map(({ label }) => label));
    const label = toPick.shift();
    return Promise.resolve(items.find((item) => item.label === label));
  };
  const before = { ...stub.window };
  Object.assign(stub.window, {
    createTerminal: () => terminal,
    showQuickPick: pick,
    showOpenDialog: () => Promise.resolve(setup.keyFile === undefined ? undefined : [{ fsPath: setup.keyFile }]),
    showInformationMessage: say,
    showWarningMessage: say,
    onDidChangeTerminalState: listen,
    onDidChangeTerminalShellIntegration: listen,
    onDidCloseTerminal: listen,
  });
  Object.assign(stub.Uri, { file: (path: string) => path });
  Object.assign(stub.env, { shell, remoteName, clipboard: { writeText: (text: string) => void copied.push(text) } });
  const own = Object.getOwnPropertyDescriptor(process, "platform") ?? {};
  Object.defineProperty(process, "platform", { ...own, value: platform });
  const inventory = {
    host: () => host,
    names: new Names({ hosts: [host], accounts: new Map(), allSubscriptions: new Map() }),
  };
  const clock = {
    pause: (ms: number, signal: AbortSignal) => {
      while (!signal.aborted && happening.length > 0) {
        happening.shift()?.(terminal);
        listeners.forEach((listener) => listener());
      }
      waited.push(signal.aborted ? 0 : ms);
      return Promise.resolve();
    },
  };
  const app = { inventory, treeSelection: { now: [] }, clock, end: new AbortController().signal } as unknown as App;
  const key = host.list?.sessions[0]?.key ?? "";
  assert.ok(sessionByKey(host.list, key));
  try {
    await command(app, sessionNode(host.host.key, key));
  } finally {
    Object.defineProperty(process, "platform", own);
    Object.assign(stub.window, before);
  }
  return { terminal, messages, rows, copied, waited };
}

const becomes = (shell: string) => (terminal: FakeTerminal) => {
  terminal.state.shell = shell;
};
const prompts = (terminal: FakeTerminal) => {
  terminal.shellIntegration = { cwd: "/" };
};
const PASSWORD = "SSH with a password";

describe("Connect in Terminal", () => {
  const shells: readonly (readonly [shell: string, platform: NodeJS.Platform, line: string])[] = [
    ["bash", "linux", `az network bastion ssh ${THROUGH} --target-resource-id ${VM} --auth-type password --username`],
    ["zsh", "darwin", `az network bastion ssh ${THROUGH} --target-resource-id ${VM} --auth-type password --username`],
    [
      "gitbash",
      "win32",
      `MSYS_NO_PATHCONV=1 az network bastion ssh ${THROUGH} --target-resource-id ${VM} --auth-type password --username`,
    ],
  ];
  for (const [shell, platform, line] of shells) {
    it(`writes for the shell that the terminal runs, once that waits for input: ${shell}`, async () => {
      const { terminal, waited } = await run(connectInTerminal, {
        session: { ...SESSION, userName: "C\\ann" },
        platform,
        shell: "cmd.exe",
        picks: [PASSWORD],
        happens: [becomes(shell), prompts],
      });
      assert.deepEqual(terminal.sent, [[`${line} 'C\\ann'`, false]]);
      assert.ok(terminal.shown && !terminal.disposed);
      assert.deepEqual(waited, [0, 0], "No time passes for nothing.");
    });
  }

  for (const [shell, user] of [
    ["fish", String.raw`'C\\ann'`],
    ["pwsh", String.raw`'C\ann'`],
    ["cmd", String.raw`"C\ann"`],
  ] as const) {
    it(`quotes as ${shell} does`, async () => {
      const { terminal } = await run(connectInTerminal, {
        session: { ...SESSION, userName: "C\\ann" },
        picks: [PASSWORD],
        happens: [becomes(shell)],
      });
      assert.ok(terminal.sent[0]?.[0].endsWith(` --username ${user}`), terminal.sent[0]?.[0]);
    });
  }

  it("takes the default shell where VS Code doesn't recognize the terminal's, and waits no longer than it must", async () => {
    const { terminal, waited } = await run(connectInTerminal, { shell: "/usr/bin/fish", picks: [PASSWORD] });
    assert.equal(terminal.sent.length, 1);
    assert.deepEqual(waited, [5_000, 1_000]);
  });

  it("writes nothing for a shell that it doesn't know, or that can't take a value, and says so", async () => {
    const unknown = await run(connectInTerminal, { picks: [PASSWORD], happens: [becomes("nu")] });
    assert.deepEqual([unknown.terminal.sent, unknown.terminal.disposed], [[], true]);
    assert.deepEqual(unknown.messages, [
      "Commands can't be written for this terminal's shell. Use Copy Connect Command for another shell.",
    ]);
    const refused = await run(connectInTerminal, {
      host: { resourceGroup: "rg(prod)" },
      picks: [PASSWORD],
      happens: [becomes("pwsh"), prompts],
    });
    assert.deepEqual([refused.terminal.sent, refused.terminal.disposed], [[], true]);
    assert.deepEqual(refused.messages, ["This value can't be passed to PowerShell safely: rg(prod)"]);
  });

  it("writes nothing into a terminal that was closed meanwhile, and says nothing", async () => {
    const close = (terminal: FakeTerminal) => {
      terminal.exitStatus = {};
    };
    const { terminal, messages } = await run(connectInTerminal, { picks: [PASSWORD], happens: [close] });
    assert.deepEqual([terminal.sent, messages], [[], []]);
  });

  it("opens Remote Desktop on Windows only, and from no remote window", async () => {
    const here = await run(connectInTerminal, {
      platform: "win32",
      picks: ["Remote Desktop"],
      happens: [becomes("cmd")],
    });
    assert.equal(here.rows[0]?.[0], "Remote Desktop");
    assert.deepEqual(here.terminal.sent, [[`az network bastion rdp ${THROUGH} --target-resource-id ${VM}`, false]]);
    const remote = await run(connectInTerminal, {
      platform: "win32",
      remoteName: "ssh-remote",
      picks: ["Remote Desktop (not available)"],
    });
    assert.equal(remote.rows[0]?.[0], "Tunnel to the RDP port");
    assert.deepEqual(remote.messages, [
      "Remote Desktop can't be opened from a remote window's terminal. Use Copy Connect Command.",
    ]);
    assert.equal(remote.terminal.shown, false);
  });
});

describe("Copy Connect Command, by the shell", () => {
  for (const [program, name] of [
    ["/bin/bash", "bash"],
    ["/bin/sh", "bash"],
    ["/usr/bin/zsh", "zsh"],
    ["/opt/homebrew/bin/fish", "fish"],
    [String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`, "PowerShell"],
    [String.raw`C:\Windows\System32\cmd.exe`, "cmd"],
  ] as const) {
    it(`is for ${name} where terminals run ${program}`, async () => {
      const { copied, messages } = await run(copyConnectCommand, { shell: program, picks: [PASSWORD] });
      assert.equal(copied.length, 1);
      assert.deepEqual(messages, [`Connect command copied for ${name}.`]);
    });
  }

  it("asks for the shell if terminals run none that is known", async () => {
    const { copied, rows } = await run(copyConnectCommand, { shell: "/usr/bin/nu", picks: [PASSWORD, "cmd"] });
    assert.deepEqual(rows[1], ["bash", "zsh", "fish", "PowerShell", "cmd"]);
    assert.equal(copied.length, 1);
  });

  it("offers another shell, also where the first one can't take a value", async () => {
    const { copied, messages } = await run(copyConnectCommand, {
      host: { resourceGroup: "rg(prod)" },
      shell: "pwsh",
      button: "Other Shell…",
      picks: [PASSWORD, "cmd"],
    });
    assert.equal(copied.length, 1);
    assert.match(copied[0] ?? "", / --resource-group "rg\(prod\)" /);
    assert.deepEqual(messages, [
      "This value can't be passed to PowerShell safely: rg(prod)",
      "Connect command copied for cmd.",
    ]);
  });

  it("has the private key that the user selects, and is not copied if none is selected", async () => {
    const picks = ["SSH with a private key"];
    const { copied } = await run(copyConnectCommand, { picks, keyFile: "/home/o'neil/my key.pem" });
    assert.match(copied[0] ?? "", / --auth-type ssh-key --username ann --ssh-key '\/home\/o'\\''neil\/my key\.pem'$/);
    const none = await run(copyConnectCommand, { picks });
    assert.deepEqual([none.copied, none.messages], [[], []]);
  });

  it("copies Remote Desktop's command on Windows, also in a remote window", async () => {
    const { copied } = await run(copyConnectCommand, {
      platform: "win32",
      shell: "cmd.exe",
      remoteName: "wsl",
      picks: ["Remote Desktop"],
    });
    assert.deepEqual(copied, [`az network bastion rdp ${THROUGH} --target-resource-id ${VM}`]);
  });
});
