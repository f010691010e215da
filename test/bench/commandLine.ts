/** 10. `bastion-sessions list --json`, as a process of its own, beside what the same requests take without it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { root } from "../vscode/paths.ts";
import type { Cost } from "./benchAzure.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { coldInventory, loaded } from "./inventoryLoad.ts";
import { median } from "./table.ts";
import type { Row, Table } from "./table.ts";
import { account, worldOf } from "./worlds.ts";

const LATENCY_MS = 80;
const fleet = { tenants: 1, subscriptions: 10, hosts: 500, sessions: 10 };
const SESSIONS = fleet.hosts * fleet.sessions;
const FLEET = `${fleet.hosts} hosts × ${fleet.sessions} sessions in ${fleet.subscriptions} subscriptions`;

/** Measures in turns, so that whatever else the machine does is shared; the first turn does not count. */
export async function commandLine(setup: BenchSetup): Promise<Table> {
  const { azure, quick } = setup;
  setup.progress("10. the command line");
  await azure.reset(worldOf(fleet), { latencyMs: LATENCY_MS, throttling: false });
  const loads: Cost[] = [];
  const starts: number[] = [];
  const lists: Cost[] = [];
  const waits: number[] = [];
  for (let run = 0; run <= (quick ? 1 : 5); run++) {
    const load = await measureLoad(setup);
    const start = performance.now();
    await cli(["--version"], {});
    const startMs = performance.now() - start;
    const list = await measureList(setup);
    if (run > 0) {
      loads.push(load);
      starts.push(startMs);
      lists.push(list.cost);
      waits.push(list.waitMs);
    }
  }
  const base = median(loads.map(({ ms }) => ms));
  const row = (name: string, costs: readonly Cost[]): Row => {
    const ms = median(costs.map((cost) => cost.ms));
    return { name, values: [ms, ms / base, median(costs.map(({ requests }) => requests)), costs.length] };
  };
  const [startMs, waitMs] = [median(starts), median(waits)];
  return {
    id: "10-command-line",
    title: `10. Command line: ${FLEET}, ${LATENCY_MS} ms an answer`,
    columns: [{ name: "ms" }, { name: "× load", digits: 2 }, { name: "requests" }, { name: "runs" }],
    rows: [
      row("the same load in a process that runs already", loads),
      { name: "starting the command line: --version", values: [startMs, startMs / base, 0, starts.length] },
      row("list --json, from start to end", lists),
      {
        name: "of these from the last answer to the first output (goal 300)",
        values: [waitMs, waitMs / base, 0, waits.length],
      },
    ],
  };
}

async function measureLoad(setup: BenchSetup): Promise<Cost> {
  const inventory = coldInventory(setup);
  const cost = await setup.azure.measure(() => inventory.refresh());
  check(loaded(inventory, fleet.hosts).sessions);
  inventory.dispose();
  return cost;
}

/** @returns also the time from the last answer, which comes as late as every answer, to the first output */
async function measureList({ azure }: BenchSetup): Promise<{ readonly cost: Cost; readonly waitMs: number }> {
  const response = await fetch(`${azure.url}/_signin/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ accountId: account.id, scopes: [`${azure.url}/.default`], jwt: {} }),
  });
  const { accessToken } = (await response.json()) as { readonly accessToken: string };
  const env = { AZURE_RESOURCE_MANAGER_URL: azure.url, AZURE_ACCESS_TOKEN: accessToken };
  let printed = { text: "", firstAt: 0 };
  const cost = await azure.measure(async () => {
    printed = await cli(["list", "--json", "--trust-endpoint", azure.url], env);
  });
  check((JSON.parse(printed.text) as { readonly sessions: readonly unknown[] }).sessions.length);
  return { cost, waitMs: printed.firstAt - (cost.lastRequestAt + LATENCY_MS) };
}

/** @returns what it printed, and when the first of it came, in ms since 1970 */
async function cli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly text: string; readonly firstAt: number }> {
  const child = spawn(process.execPath, [join(root, "dist/cli.cjs"), ...args], {
    env: { ...env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let firstAt = 0;
  child.stdout.once("readable", () => (firstAt = Date.now()));
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { text: printed, firstAt };
}

function check(sessions: number): void {
  if (sessions !== SESSIONS) {
    throw new Error(`${sessions} sessions where there are ${SESSIONS}`);
  }
}
