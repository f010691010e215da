/** 2. A large fleet, under Azure's quotas: how long, what it takes, and how time grows with hosts. */
import type { Cost } from "./benchAzure.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { heapInUse, peakHeap } from "./heap.ts";
import { limitMs } from "./limit.ts";
import { coldInventory, loaded } from "./inventoryLoad.ts";
import type { Loaded } from "./inventoryLoad.ts";
import { median } from "./table.ts";
import type { Row, Table } from "./table.ts";
import { worldOf } from "./worlds.ts";
import type { Fleet } from "./worlds.ts";

const LATENCY_MS = 80;
const SESSIONS = 60;
const MB = 1_000_000;

/** In all shapes the quotas are the same for every number of hosts. */
interface Shape extends Pick<Fleet, "tenants" | "subscriptions"> {
  readonly id: string;
  readonly title: string;
  readonly sizes: readonly number[];
  readonly runs: number;
}

const shapes: readonly Shape[] = [
  {
    id: "fleet",
    title: "20 tenants × 50 subscriptions",
    tenants: 20,
    subscriptions: 50,
    sizes: [10, 50, 200, 500],
    runs: 3,
  },
  { id: "subscription", title: "one subscription", tenants: 1, subscriptions: 1, sizes: [10, 200, 500], runs: 1 },
];

interface Load extends Cost, Loaded {
  readonly peakBytes: number;
  readonly keptBytes: number;
}

export async function scale(setup: BenchSetup): Promise<Table[]> {
  const tables: Table[] = [];
  for (const shape of shapes) {
    tables.push(await grow(setup, shape));
  }
  return tables;
}

async function grow(setup: BenchSetup, { id, title, sizes, runs, ...shape }: Shape): Promise<Table> {
  const rows: Row[] = [];
  for (const hosts of setup.quick ? sizes.filter((size) => size === 10 || size === 500) : sizes) {
    setup.progress(`2. ${title}, ${hosts} hosts`);
    const limit = limitMs({
      latencyMs: LATENCY_MS,
      quotas: { tenants: shape.tenants, hostsOfSubscription: Math.ceil(hosts / (shape.tenants * shape.subscriptions)) },
    });
    const loads: Load[] = [];
    for (let run = 0; run < (setup.quick ? 1 : runs); run++) {
      await setup.azure.reset(worldOf({ ...shape, hosts, sessions: SESSIONS }), {
        latencyMs: LATENCY_MS,
        throttling: true,
      });
      loads.push(await load(setup, hosts));
    }
    const of = (key: keyof Load): number => median(loads.map((one) => one[key]));
    rows.push({
      name: `${hosts} hosts`,
      values: [
        of("sessions"),
        of("hostsMissing"),
        of("ms"),
        limit,
        of("ms") / limit,
        of("requests") / hosts,
        of("sockets") / hosts,
        of("throttled"),
        of("peakBytes") / MB,
        of("keptBytes") / MB,
        of("azureMs"),
      ],
    });
  }
  return {
    id: `2-${id}`,
    title: `2. A large fleet in ${title}: ${SESSIONS} sessions a host, ${LATENCY_MS} ms an answer, quotas enforced`,
    columns: [
      { name: "sessions" },
      { name: "hosts missing" },
      { name: "ms" },
      { name: "limit" },
      { name: "× limit", digits: 2 },
      { name: "requests/host", digits: 2 },
      { name: "sockets/host", digits: 2 },
      { name: "refused (429)" },
      { name: "peak heap, MB", digits: 1 },
      { name: "kept heap, MB", digits: 1 },
      { name: "Azure's own ms" },
    ],
    rows,
    notes: [
      "The limit holds Azure's quotas: 15 graph queries in 5 s, one a tenant; 200 lists of a subscription at once, and 10 a second from there.",
      "The heap is what it grows by during the load, before and after what is not used is cleared away.",
    ],
  };
}

async function load(setup: BenchSetup, hosts: number): Promise<Load> {
  const before = heapInUse();
  const inventory = coldInventory(setup);
  let peakBytes = 0;
  const cost = await setup.azure.measure(async () => {
    peakBytes = (await peakHeap(() => inventory.refresh())) - before;
  });
  const keptBytes = heapInUse() - before;
  const result = loaded(inventory, hosts);
  inventory.dispose();
  return { ...cost, ...result, peakBytes, keptBytes };
}
