import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { consent } from "../../vscode/consent.ts";
import { writeLauncher } from "../../vscode/launcher.ts";
import { outDir, root } from "../../vscode/paths.ts";
import { createScratch } from "../../vscode/scratch.ts";
import { writeStorage } from "../../vscode/storage.ts";
import { createUserData } from "../../vscode/userData.ts";
import { PLAN } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { account } from "../worlds.ts";

/** Where the simulated Azure is, and the settings that make VS Code take it for the cloud. */
export interface AzureForVsCode {
  readonly url: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

type PlanWithoutFile = { [Kind in Plan["kind"]]: Omit<Extract<Plan, { kind: Kind }>, "resultFile"> }[Plan["kind"]];

/**
 * Carries out a plan in the extension host of a VS Code that was just started, with the account signed in and nothing else
 * stored. Gives what was written there.
 */
export async function inVsCode({ settings }: AzureForVsCode, plan: PlanWithoutFile): Promise<unknown> {
  const entry = await bundle();
  const user = await createUserData({ ...settings, "simulatedSignIn.signedIn": [account.id] });
  const { folder, dispose } = await createScratch("bastion-sessions-bench");
  const resultFile = join(folder, "result.json");
  // Dialogs are refused in this mode, so what they would ask has been answered before.
  writeStorage(user.userDataDir, consent(settings, [account.label]));
  try {
    await runTests({
      vscodeExecutablePath: await writeLauncher("current"),
      extensionDevelopmentPath: root,
      extensionTestsPath: entry,
      extensionTestsEnv: { [PLAN]: JSON.stringify({ ...plan, resultFile }) },
      launchArgs: [user.workspaceDir, `--user-data-dir=${user.userDataDir}`, `--extensions-dir=${user.extensionsDir}`],
    });
    return JSON.parse(await readFile(resultFile, "utf8"));
  } finally {
    await user.dispose();
    await dispose();
  }
}

/** The measurements in one file: VS Code's extension host loads no TypeScript. */
async function bundle(): Promise<string> {
  const outfile = join(outDir, "bench", "host.cjs");
  await rm(outfile, { force: true });
  await build({
    entryPoints: [join(import.meta.dirname, "extensionHost.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    mainFields: ["module", "main"],
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "error",
  });
  return outfile;
}
