import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { cacheDir } from "./paths.ts";

const source = join(import.meta.dirname, "companion");

/** The id under which VS Code knows the companion: that of the built-in extension whose place it takes. */
export const companionId = "vscode.microsoft-authentication";

/** Bundles the companion sign-in extension and returns its folder. */
export async function buildCompanion(): Promise<string> {
  const folder = join(cacheDir, "companion");
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
  return folder;
}
