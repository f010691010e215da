import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { wrappers } from "../../../../src/extension/terminal/wrappers.ts";
import { createScratch } from "../../../vscode/scratch.ts";

describe("The command that a terminal finds", () => {
  it("runs the bundled file as Node, whatever the folders are called, with the arguments as they are", async () => {
    const { folder, dispose } = await createScratch("bastion-sessions-wrapper");
    try {
      const odd = join(folder, `it's "$(odd)" ; %x`);
      await mkdir(odd);
      const script = join(odd, "cli.cjs");
      await writeFile(
        script,
        "console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))",
      );
      const [posix] = wrappers(process.execPath, script, "linux");
      const path = join(odd, posix!.name);
      await writeFile(path, posix!.text, { mode: 0o755 });
      const args = ["list", "user:ann b", "$HOME", "*"];
      assert.deepEqual(JSON.parse(execFileSync(path, args, { encoding: "utf8" })), ["1", ...args]);
    } finally {
      await dispose();
    }
  });

  it("has a second file on Windows, in which a percent sign begins no variable", () => {
    const [, cmd] = wrappers("C:\\VS Code\\Code.exe", "C:\\100% mine\\cli.cjs", "win32");
    assert.equal(cmd!.name, "bastion-sessions.cmd");
    assert.equal(cmd!.text.split("\r\n").at(-2), '"C:\\VS Code\\Code.exe" "C:\\100%% mine\\cli.cjs" %*');
  });
});
