import { existsSync, writeFileSync } from "node:fs";
import { cp, mkdtemp } from "node:fs/promises";
import { join } from "node:path";

/** Names the folder in which a suite leaves what was written while it ran; `scripts/test.mjs` sets it, leaks.test.ts searches it. */
const FOLDER = "BASTION_SESSIONS_KEEP";

/** Keeps all logs of a VS Code that has ended: its own, and those of its extensions. Does nothing where nobody asked. */
export async function keepLogs(userDataDir: string): Promise<void> {
  const folder = process.env[FOLDER];
  const logs = join(userDataDir, "logs");
  // A VS Code that did not come up has none.
  if (folder !== undefined && existsSync(logs)) {
    await cp(logs, await mkdtemp(join(folder, "logs-")), { recursive: true });
  }
}

let texts = 0;

/** As {@link keepLogs}, for what a test holds in its hands. */
export function keepText(name: string, text: string): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) {
    writeFileSync(join(folder, `${name}-${process.pid}-${++texts}.txt`), text);
  }
}
