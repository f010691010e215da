/**
 * node test/integration/run.ts [--oldest | --desktop]
 *
 * Runs the integration suite inside VS Code: the one from npm, the oldest that is supported, or a desktop VS Code that
 * @vscode/test-electron downloads.
 */
import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { runTests, TestRunFailedError } from "@vscode/test-electron";
import { build } from "esbuild";
import { keepLogs } from "../leaks/keep.ts";
import { startSimulatedAzure } from "../simulated-azure/server.ts";
import { buildCompanion, companionId } from "../vscode/companion.ts";
import { consent } from "../vscode/consent.ts";
import { writeLauncher } from "../vscode/launcher.ts";
import { extensionLogAtTrace } from "../vscode/logLevel.ts";
import { outDir, root } from "../vscode/paths.ts";
import { writeStorage } from "../vscode/storage.ts";
import { createUserData } from "../vscode/userData.ts";

const { values: options } = parseArgs({ options: { oldest: { type: "boolean" }, desktop: { type: "boolean" } } });
process.exitCode = await run();

async function run(): Promise<number> {
  const bundles = await bundleTests();
  const azure = await startSimulatedAzure();
  // Most tests are about one answer and not about when it is asked for.
  const asAsked = { "bastionSessions.load": "all", "bastionSessions.autoRefresh.enabled": false };
  const user = await createUserData({
    ...azure.settings(),
    ...asAsked,
    "simulatedSignIn.signedIn": azure.world.accounts.slice(0, 1).map(({ id }) => id),
  });
  // Dialogs are refused in this mode, so what they would ask has been answered before.
  writeStorage(
    user.userDataDir,
    consent(
      azure.settings(),
      azure.world.accounts.map(({ label }) => label),
    ),
  );
  try {
    return await runTests({
      ...(options.desktop === true
        ? {}
        : { vscodeExecutablePath: await writeLauncher(options.oldest === true ? "oldest" : "current") }),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundles, "index.cjs"),
      // An extension host has no terminal that mocha could ask whether it shows colours.
      extensionTestsEnv: { BASTION_SESSIONS_AZURE: azure.url, ...(process.stdout.isTTY ? { MOCHA_COLORS: "1" } : {}) },
      launchArgs: [
        user.workspaceDir,
        `--user-data-dir=${user.userDataDir}`,
        `--extensions-dir=${user.extensionsDir}`,
        ...(options.desktop === true
          ? [...(await companionForDesktop(user.extensionsDir)), `--log=${extensionLogAtTrace[1]}`]
          : []),
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) {
      return error.code ?? 1;
    }
    throw error;
  } finally {
    await keepLogs(user.userDataDir);
    await user.dispose();
    await azure.close();
  }
}

/** Every test file and the runner, each in a file of its own: VS Code's extension host loads no TypeScript. */
async function bundleTests(): Promise<string> {
  const outdir = join(outDir, "integration");
  await rm(outdir, { recursive: true, force: true });
  const tests = globSync(join(import.meta.dirname, "**", "*.test.ts"));
  await build({
    entryPoints: [join(import.meta.dirname, "index.ts"), ...tests].map((file) => ({
      in: file,
      out: basename(file, ".ts"),
    })),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    format: "cjs",
    // What the oldest VS Code runs extensions on.
    target: "node22",
    // mocha is bundled too: it requires modules of the newer kind, at which the extension host of VS Code 1.105 hangs.
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "error",
  });
  return outdir;
}

/** A desktop VS Code gives proposed API to any extension that its command line names, so the companion is an ordinary one. */
async function companionForDesktop(extensionsDir: string): Promise<string[]> {
  await buildCompanion(join(extensionsDir, `${companionId}-99.0.0`));
  return [`--enable-proposed-api=${companionId}`];
}
