/** 2. A large fleet, under Azure's quotas: how long, what it takes, and how time grows with hosts. */
import type { Inventory } from "../../src/inventory/inventory.ts";
import type { Cost } from "./azure.ts";
import type { Ground } from "./ground.ts";
import { heapInUse, peakHeap } from "./heap.ts";
import { limitMs } from "./limit.ts";
import { coldInventory, loadAll, sessionsIn } from "./ours.ts";
import { median } from "./statistics.ts";
import type { Table } from "./table.ts";
import { worldOf } from "./worlds.ts";

const LATENCY_MS = 80;
const base = { tenants: 20, subscriptions: 50, sessions: 60 } as const;
const MB = 1_000_000;

interface Load extends Cost {
  readonly peakBytes: number;
  readonly keptBytes: number;
}

/** The whole fleet, and parts of it that have the same quotas. */
export async function scale(ground: Ground): Promise<Table[]> {
  const sizes = ground.quick ? [10, 500] : [10, 50, 200, 500];
  const limit = limitMs({ latencyMs: LATENCY_MS, quotas: { tenants: base.tenants, hostsOfSubscription: 1 } });
  const rows: Table["rows"][number][] = [{ name: "limit, computed", values: [null, limit, 1] }];
  for (const hosts of sizes) {
    ground.say(`2. ${hosts} hosts`);
    const loads = await load(ground, hosts, ground.quick ? 1 : 3);
    const of = (key: keyof Load): number => median(loads.map((one) => one[key]));
    rows.push({
      name: `${hosts} hosts`,
      values: [
        hosts * base.sessions, of("ms"), of("ms") / limit, of("requests") / hosts, of("sockets") / hosts, of("sockets"), of("throttled"), of("peakBytes") / MB, of("keptBytes") / MB, of("azureMs"),
      ],
    });
  }
  return [
    {
      id: "2-fleet",
      title: `2. A large fleet: ${base.tenants} tenants × ${base.subscriptions} subscriptions, ${base.sessions} sessions a host, ${LATENCY_MS} ms an answer, quotas enforced`,
      columns: [
        { name: "sessions" }, { name: "ms" }, { name: "× limit", digits: 2 }, { name: "requests/host", digits: 2 }, { name: "sockets/host", digits: 2 }, { name: "sockets" },
        { name: "refused (429)" }, { name: "peak heap, MB", digits: 1 }, { name: "kept heap, MB", digits: 1 }, { name: "Azure's own ms" },
      ],
      rows,
      notes: [
        `The graph admits 15 queries in 5 s, and there are ${base.tenants} tenants: nobody can have the last host before ${(limit / 1_000).toFixed(1)} s. The heap is what it grows by during the load, before and after what is not used is cleared away.`,
      ],
    },
  ];
}

async function load(ground: Ground, hosts: number, runs: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (let run = 0; run < runs; run++) {
    await ground.azure.become(worldOf({ ...base, hosts }), { latencyMs: LATENCY_MS, throttling: true });
    loads.push(await loadOnce(ground, hosts * base.sessions));
  }
  return loads;
}

async function loadOnce(ground: Ground, expected: number): Promise<Load> {
  const before = heapInUse();
  const inventory: Inventory = coldInventory(ground);
  let peakBytes = 0;
  const cost = await ground.azure.measure(async () => {
    peakBytes = (await peakHeap(() => loadAll(inventory))) - before;
  });
  const keptBytes = heapInUse() - before;
  const found = sessionsIn(inventory);
  inventory.dispose();
  if (found !== expected) {
    throw new Error(`${found} sessions where there are ${expected}`);
  }
  return { ...cost, peakBytes, keptBytes };
}
