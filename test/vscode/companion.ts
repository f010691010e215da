import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const source = join(import.meta.dirname, "companion");

/** The id under which VS Code knows the companion: that of the built-in extension whose place it takes. */
export const companionId = "vscode.microsoft-authentication";

/** Bundles the companion sign-in extension into a folder of the caller's: suites that run side by side share none. */
export async function buildCompanion(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(join(source, "package.json"), join(folder, "package.json"));
  await build({
    entryPoints: [join(source, "extension.ts")],
    outfile: join(folder, "extension.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    // What the oldest VS Code runs extensions on.
    target: "node22",
    external: ["vscode"],
    logLevel: "error",
  });
}
