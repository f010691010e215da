import { existsSync, writeFileSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

/** Names the folder in which a suite leaves what was written while it ran; `scripts/test.mjs` sets it, leaks.test.ts searches it. */
const SUITE_DIR = "BASTION_SESSIONS_SUITE_DIR";

/** Keeps all logs of a VS Code that has ended: its own, and those of its extensions. Does nothing outside of a run of suites. */
export async function keepLogs(userDataDir: string): Promise<void> {
  const folder = process.env[SUITE_DIR];
  const logs = join(userDataDir, "logs");
  // A VS Code that did not come up has none.
  if (folder !== undefined && existsSync(logs)) {
    await cp(logs, await mkdtemp(join(folder, "logs-")), { recursive: true });
  }
}

let texts = 0;

/** As {@link keepLogs}, for a text that a test has. */
export function keepText(name: string, text: string): void {
  const folder = process.env[SUITE_DIR];
  if (folder !== undefined) {
    writeFileSync(join(folder, `${name}-${process.pid}-${++texts}.txt`), text);
  }
}
