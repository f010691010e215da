/**
 * npm run bench -- [--only 1,3] [--quick] [--json] [--node]
 *
 * Measures, and prints tables in Markdown, or JSON to compare two commits by. The simulated Azure is a process of its own;
 * the measurements run inside VS Code's extension host, or with `--node` in this process, where some need no VS Code.
 */
import { fork, execFileSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { cloudFromSettings } from "../../src/azure/cloud.ts";
import { controlOf } from "../simulated-azure/controlClient.ts";
import { identitiesAt } from "../soak/identities.ts";
import { consent } from "../vscode/consent.ts";
import { writeLauncher } from "../vscode/launcher.ts";
import { outDir, root } from "../vscode/paths.ts";
import { createScratch } from "../vscode/scratch.ts";
import { writeStorage } from "../vscode/storage.ts";
import { createUserData } from "../vscode/userData.ts";
import { BenchAzure } from "./azure.ts";
import { runMeasurements } from "./measurements.ts";
import { PLAN } from "./plan.ts";
import type { Plan } from "./plan.ts";
import { markdown } from "./table.ts";
import type { Table } from "./table.ts";
import { account, worldOf } from "./worlds.ts";

const { values: options } = parseArgs({
  options: { only: { type: "string", default: "1,2,3" }, quick: { type: "boolean", default: false }, json: { type: "boolean", default: false }, node: { type: "boolean", default: false } },
});
const only = options.only.split(",").map(Number);
// What is printed on the way must not end up in the JSON.
const say = (text: string): void => console.error(text);

const azure = fork(join(import.meta.dirname, "..", "simulated-azure", "main.ts"), ["--latency=0", "--no-drift"], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
try {
  const [{ url }] = (await once(azure, "message")) as [{ url: string }];
  await controlOf(url).reset({ world: worldOf({ tenants: 1, subscriptions: 1, hosts: 0, sessions: 0 }) });
  const { settings } = await controlOf(url).state();
  const tables = options.node ? await measureHere(url, settings) : await measureInVsCode(url, settings);
  print(tables);
} finally {
  await end(azure);
}

async function measureHere(url: string, settings: Record<string, unknown>): Promise<readonly Table[]> {
  const cloud = cloudFromSettings(settings["microsoft-sovereign-cloud.environment"], settings["microsoft-sovereign-cloud.customEnvironment"]);
  const identities = () => identitiesAt({ url, settings, accounts: [{ ...account, homeTenantId: "" }] });
  return runMeasurements({ azure: new BenchAzure(url), cloud, quick: options.quick, identities, say }, only, undefined);
}

async function measureInVsCode(azureUrl: string, settings: Record<string, unknown>): Promise<readonly Table[]> {
  const entry = await bundle();
  const user = await createUserData({ ...settings, "simulatedSignIn.signedIn": [account.id] });
  const { folder, dispose } = await createScratch("bastion-sessions-bench");
  const plan: Plan = { azureUrl, only, quick: options.quick, resultFile: join(folder, "tables.json") };
  // Dialogs are refused in this mode, so what they would ask has been answered before; nothing else is stored.
  writeStorage(user.userDataDir, consent(azureUrl, [account.label]));
  try {
    await runTests({
      vscodeExecutablePath: await writeLauncher("current"),
      extensionDevelopmentPath: root,
      extensionTestsPath: entry,
      extensionTestsEnv: { [PLAN]: JSON.stringify(plan) },
      launchArgs: [user.workspaceDir, `--user-data-dir=${user.userDataDir}`, `--extensions-dir=${user.extensionsDir}`],
    });
    return JSON.parse(await readFile(plan.resultFile, "utf8")) as readonly Table[];
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
    entryPoints: [join(import.meta.dirname, "host.ts")],
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

function print(tables: readonly Table[]): void {
  const processors = cpus();
  const run = {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    machine: `${processors.length} × ${processors[0]?.model ?? "processor"}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    where: options.node ? "plain Node" : "VS Code's extension host",
    quick: options.quick,
  };
  if (options.json) {
    console.log(JSON.stringify({ ...run, tables }, undefined, 2));
  } else {
    console.log(`\n${[`${run.date}, commit ${run.commit}, ${run.where}${run.quick ? ", --quick" : ""}; ${run.machine}`, ...tables.map(markdown)].join("\n\n")}\n`);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
}
