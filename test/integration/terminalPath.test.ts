import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { eventually } from "../ui/fixtures/eventually.ts";

const SETTING = "terminal.addToPath";

describe("A terminal", () => {
  const setting = () => vscode.workspace.getConfiguration("bastionSessions");
  const set = (value: boolean | undefined) => setting().update(SETTING, value, vscode.ConfigurationTarget.Global);
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "terminal-path-"))));
  afterEach(async () => {
    await set(undefined);
    rmSync(folder, { recursive: true });
  });

  /** What a new terminal prints for a line of its shell. */
  async function run(line: string): Promise<string> {
    const [out, done] = [join(folder, "out"), join(folder, "done")];
    const shellArgs = ["-c", `{ ${line}; } > ${out} 2>&1; : > ${done}`];
    const terminal = vscode.window.createTerminal({ shellPath: "/bin/sh", shellArgs });
    try {
      await eventually(async () => assert.ok(existsSync(done)));
      return readFileSync(out, "utf8").trim();
    } finally {
      terminal.dispose();
      rmSync(done, { force: true });
    }
  }

  it("finds the command line only while the setting is on, and it runs there", async () => {
    assert.equal(await run("command -v bastion-sessions || echo none"), "none");
    await set(true);
    const { version } = vscode.extensions.getExtension("bastion-sessions.bastion-sessions")!.packageJSON as {
      version: string;
    };
    await eventually(async () => assert.equal(await run("bastion-sessions --version"), version));
    await set(false);
    await eventually(async () => assert.equal(await run("command -v bastion-sessions || echo none"), "none"));
  });
});
