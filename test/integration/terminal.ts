import { strict as assert } from "node:assert";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { eventually } from "../ui/fixtures/eventually.ts";

/** Whether terminals find the command line. */
export async function addToPath(value: boolean | undefined): Promise<void> {
  const setting = vscode.workspace.getConfiguration("bastionSessions");
  await setting.update("terminal.addToPath", value, vscode.ConfigurationTarget.Global);
}

/**
 * Runs a line of sh in a new terminal, which is a real one: stdin and stderr are its own.
 * @param type called while it runs, again and again: what is typed before a question is there answers nothing, and no
 *   extension can see what a terminal shows
 * @returns what it printed to stdout
 */
export async function runInTerminal(
  line: string,
  type: (terminal: vscode.Terminal) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "terminal-"));
  const [out, done] = [join(folder, "out"), join(folder, "done")];
  // Ctrl+C goes to all that runs in a terminal: the shell stays to say how the program ended.
  const shellArgs = ["-c", `trap : INT; { ${line}; } > ${out}; : > ${done}`];
  const terminal = vscode.window.createTerminal({ shellPath: "/bin/sh", shellArgs });
  try {
    await eventually(async () => {
      if (!existsSync(done)) {
        await type(terminal);
      }
      assert.ok(existsSync(done));
    });
    return readFileSync(out, "utf8").trim();
  } finally {
    terminal.dispose();
    rmSync(folder, { recursive: true });
  }
}
