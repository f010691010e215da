import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheDir } from "./paths.ts";
import type { VsCodeRelease } from "./install.ts";

/**
 * Writes a program that stands for VS Code's executable, as @vscode/test-electron's `vscodeExecutablePath` wants it, and
 * returns its path. It runs `executable.ts` under this very Node, whatever the PATH says.
 */
export async function writeLauncher(release: VsCodeRelease): Promise<string> {
  const folder = join(cacheDir, "bin");
  await mkdir(folder, { recursive: true });
  const command = [
    `"${process.execPath}"`,
    // VS Code's storage is SQLite; Node still calls its own module experimental.
    "--disable-warning=ExperimentalWarning",
    `"${join(import.meta.dirname, "executable.ts")}"`,
    `--release=${release}`,
  ].join(" ");
  const windows = process.platform === "win32";
  const file = join(folder, windows ? `vscode-${release}.cmd` : `vscode-${release}`);
  await writeFile(file, windows ? `@${command} %*\r\n` : `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return file;
}
