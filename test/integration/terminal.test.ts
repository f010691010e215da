import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { EXIT } from "../../src/cli/exitCode.ts";
import { eventually } from "../ui/fixtures/eventually.ts";
import { addToPath, runInTerminal } from "./terminal.ts";
import { azure, azureUrl, world } from "./testTree.ts";

const CTRL_C = "\u0003";

/** Longer than a question waits for silence. */
const TYPED_EVERY_MS = 500;

/** The commands that change something, and the routes that they read and change it by. */
const CHANGES = [
  { args: "disconnect --match host:bas-a", reads: "list", changes: "disconnect" },
  { args: "links delete --host bas-a --all", reads: "listLinks", changes: "deleteLinks" },
] as const;

describe("A terminal", () => {
  afterEach(() => addToPath(undefined));

  it("finds the command line only while the setting is on, and it runs there", async () => {
    const which = "command -v bastion-sessions || echo none";
    assert.equal(await runInTerminal(which), "none");
    await addToPath(true);
    const { version } = vscode.extensions.getExtension("bastion-sessions.bastion-sessions")!.packageJSON as {
      version: string;
    };
    await eventually(async () => assert.equal(await runInTerminal("bastion-sessions --version"), version));
    await addToPath(false);
    await eventually(async () => assert.equal(await runInTerminal(which), "none"));
  });
});

/** The typed confirmation of the command line, at a real terminal. */
describe("At a terminal,", () => {
  let folder: string;
  /** The last request before the test. */
  let last: number;

  before(async () => {
    await addToPath(true);
    await eventually(async () => assert.notEqual(await runInTerminal("command -v bastion-sessions || :"), ""));
  });
  after(async () => {
    await addToPath(undefined);
    await azure.reset();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "typed-"));
    await world({
      subscriptions: [{ displayName: "Production" }],
      hosts: [
        {
          name: "bas-a",
          sku: "Standard",
          sessions: [{ userName: "ann" }],
          links: [{ machine: "vm-a" }],
          deleteLinks: "value",
        },
      ],
    });
    last = await lastRequest();
    const [account] = (await azure.state()).accounts;
    const response = await fetch(`${azureUrl}/_signin/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ accountId: account?.id, scopes: [`${azureUrl}/.default`], jwt: {} }),
    });
    const { accessToken } = (await response.json()) as { accessToken: string };
    // Not a variable of the terminal: VS Code may log those.
    writeFileSync(join(folder, "token"), accessToken);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function lastRequest(): Promise<number> {
    return (await azure.requests()).at(-1)?.id ?? 0;
  }

  for (const { args, reads, changes } of CHANGES) {
    /** How the command ends that is answered like this once it has read what it asks about. */
    async function codeAfter(answer: string, redirected = "> /dev/null"): Promise<number> {
      const after = await lastRequest();
      const settings = `AZURE_ACCESS_TOKEN="$(cat ${folder}/token)" AZURE_RESOURCE_MANAGER_URL=${azureUrl}`;
      const command = `bastion-sessions ${args} --trust-endpoint ${azureUrl} --journal ${folder} ${redirected}`;
      let typedAt = -Infinity;
      const code = await runInTerminal(`${settings} ${command}; echo $?`, async (terminal) => {
        if (answer !== "" && performance.now() - typedAt > TYPED_EVERY_MS) {
          await azure.waitForRequest({ route: reads, after, ended: true });
          terminal.sendText(answer, answer !== CTRL_C);
          typedAt = performance.now();
        }
      });
      return Number(code);
    }

    const sent = async () => (await azure.requests({ after: last })).filter(({ route }) => route === changes).length;

    it(`${changes} is sent once its question is answered with what it asks for, and for nothing else`, async () => {
      assert.equal(await codeAfter("y"), EXIT.failed);
      assert.equal(await sent(), 0);
      assert.equal(await codeAfter("bas-a"), EXIT.done);
      assert.equal(await sent(), 1);
    });

    it(`${changes} isn't sent after Ctrl+C at its question`, async () => {
      assert.equal(await codeAfter(CTRL_C), EXIT.interrupted);
      assert.equal(await sent(), 0);
    });

    it(`${changes} needs a question on the screen, and an answer from the keyboard`, async () => {
      assert.equal(await codeAfter("", "> /dev/null < /dev/null"), EXIT.usage);
      assert.equal(await codeAfter("", "> /dev/null 2>&1"), EXIT.usage);
      assert.equal(await sent(), 0);
    });
  }
});
