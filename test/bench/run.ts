/**
 * npm run bench -- [--only 1,3] [--quick] [--json FILE] [--node]
 *
 * Measures, and prints tables in Markdown; writes them as JSON too, to compare two commits by. The simulated Azure is a process
 * of its own; the measurements run inside VS Code's extension host, or with `--node` in this process, those that need no VS Code.
 */
import { execFileSync, fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cloudFromSettings } from "../../src/core/model/cloud.ts";
import { controlOf } from "../simulated-azure/controlClient.ts";
import { identitiesAt } from "../soak/identities.ts";
import { root, vsixPath } from "../vscode/paths.ts";
import type { Activation } from "./vscode/activation.ts";
import { BenchAzure } from "./benchAzure.ts";
import { footprint } from "./footprint.ts";
import { inVsCode } from "./vscode/inVsCode.ts";
import type { AzureForVsCode } from "./vscode/inVsCode.ts";
import { runMeasurements } from "./measurements.ts";
import { markdown } from "./table.ts";
import type { Table } from "./table.ts";
import { historyPage } from "./page/historyPage.ts";
import { tablePage } from "./page/tablePage.ts";
import { start } from "./start/start.ts";
import { account, worldOf } from "./worlds.ts";

const FOOTPRINT = 4;
const TABLE_PAGE = 6;
const START = 8;
const HISTORY_PAGE = 9;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "1,2,3,4,5,6,7,8,9,10" },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    node: { type: "boolean", default: false },
  },
});
const only = options.only.split(",").map(Number).toSorted();

const child = fork(join(import.meta.dirname, "..", "simulated-azure", "main.ts"), ["--latency=0", "--no-churn"], {
  execArgv: [],
  stdio: ["ignore", "ignore", "inherit", "ipc"],
});
try {
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  await controlOf(url).reset({ world: worldOf({ tenants: 1, subscriptions: 1, hosts: 0, sessions: 0 }) });
  const { settings } = await controlOf(url).state();
  const tables = [...(await (options.node ? measureHere : measureInVsCode)({ url, settings }))];
  if (only.includes(TABLE_PAGE)) {
    tables.push(await tablePage(options.quick ? 3_000 : 30_000));
  }
  if (only.includes(HISTORY_PAGE)) {
    tables.push(await historyPage(options.quick ? 1_000 : 10_000));
  }
  if (only.includes(START)) {
    tables.push(await start(options.quick ? 1 : 9));
  }
  print(tables);
} finally {
  await end(child);
}

function measureHere({ url, settings }: AzureForVsCode): Promise<readonly Table[]> {
  const cloud = cloudFromSettings(
    settings["microsoft-sovereign-cloud.environment"],
    settings["microsoft-sovereign-cloud.customEnvironment"],
  );
  const identities = () => identitiesAt({ url, settings, accounts: [{ ...account, homeTenantId: "" }] });
  return runMeasurements(
    { azure: new BenchAzure(url), cloud, quick: options.quick, identities, progress: (text) => console.log(text) },
    only,
    undefined,
  );
}

/** Each measurement in a VS Code of its own. */
async function measureInVsCode(azure: AzureForVsCode): Promise<readonly Table[]> {
  const tables: Table[] = [];
  for (const number of only.filter((wanted) => wanted !== TABLE_PAGE && wanted !== START)) {
    tables.push(
      ...(number === FOOTPRINT
        ? [await measureFootprint(azure)]
        : ((await inVsCode(azure, {
            kind: "measurements",
            azureUrl: azure.url,
            only: [number],
            quick: options.quick,
          })) as readonly Table[])),
    );
  }
  return tables;
}

async function measureFootprint(azure: AzureForVsCode): Promise<Table> {
  const starts: Activation[] = [];
  for (let start = 0; start < (options.quick ? 1 : 5); start++) {
    starts.push((await inVsCode(azure, { kind: "activation" })) as Activation);
  }
  const bundles = (await readdir(join(root, "dist"))).filter((name) => name.endsWith(".cjs"));
  const sizes = await Promise.all(bundles.map(async (name) => (await stat(join(root, "dist", name))).size));
  return footprint(starts, { bundle: sizes.reduce((sum, size) => sum + size, 0), vsix: (await stat(vsixPath)).size });
}

function print(tables: readonly Table[]): void {
  const processors = cpus();
  const model = processors[0]?.model ?? "processor";
  const run = {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    machine: `${processors.length} × ${model}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    where: options.node ? "plain Node" : "VS Code's extension host",
    quick: options.quick,
  };
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ ...run, tables }, undefined, 2)}\n`);
  }
  const title = `${run.date}, commit ${run.commit}, ${run.where}${run.quick ? ", --quick" : ""}; ${run.machine}`;
  console.log(`\n${[title, ...tables.map(markdown)].join("\n\n")}\n`);
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) {
    const ended = once(process, "exit");
    process.kill("SIGTERM");
    await ended;
  }
}
