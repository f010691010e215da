/** 7. From the hosts to how many sessions they have about, without a list; and how much longer a host that is opened meanwhile takes. */
import { Arm } from "../../src/core/azure/arm.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { systemClock } from "../../src/core/model/clock.ts";
import type { Log } from "../../src/core/model/log.ts";
import { silent } from "../support/silentLog.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { tokensAtHand } from "./signIn.ts";
import { median } from "./table.ts";
import type { Table } from "./table.ts";
import { worldOf } from "./worlds.ts";
import type { Fleet } from "./worlds.ts";

const LATENCY_MS = 80;
const fleet = {
  tenants: 1,
  subscriptions: 20,
  hosts: 500,
  sessions: 5,
  regions: 3,
  wire: { list: "value" },
} as const satisfies Fleet;
/** What finding the hosts takes: tenants, subscriptions, the graph. */
const SEARCH_REQUESTS = 3;

interface Run {
  /** From the graph's answer to the last count. */
  readonly ms: number;
  readonly requests: number;
  readonly waits: number;
  /** To list a host's sessions, with the counts on their way and without. */
  readonly openMs: number;
  readonly openAloneMs: number;
}

export async function approximateCounts(setup: BenchSetup): Promise<Table[]> {
  setup.progress("7. approximate counts");
  await setup.azure.reset(worldOf(fleet), { latencyMs: LATENCY_MS, throttling: true });
  const identities = tokensAtHand(setup.identities());
  const runs: Run[] = [];
  // The first run, which compiles, doesn't count.
  for (let run = 0; run <= (setup.quick ? 1 : 9); run++) {
    const measured = await measure({ ...setup, identities: () => identities });
    runs.push(...(run > 0 ? [measured] : []));
  }
  const of = (key: keyof Run): number => median(runs.map((run) => run[key]));
  const goal = LATENCY_MS + 100;
  return [
    {
      id: "7-counts",
      title: `7. Approximate counts: ${fleet.hosts} hosts in ${fleet.subscriptions} subscriptions × ${fleet.regions} regions, ${LATENCY_MS} ms an answer`,
      columns: [
        { name: "ms" },
        { name: "× goal", digits: 2 },
        { name: "requests" },
        { name: "waits" },
        { name: "runs" },
      ],
      rows: [
        { name: "goal", values: [goal, 1, fleet.subscriptions * fleet.regions, 0] },
        {
          name: "from the graph's answer to the last count",
          values: [of("ms"), of("ms") / goal, of("requests"), of("waits"), runs.length],
        },
        { name: "listing a host alone", values: [of("openAloneMs"), null, 1] },
        { name: "listing a host while counts are on their way", values: [of("openMs"), null, 1] },
      ],
    },
  ];
}

async function measure({ azure, cloud, identities }: BenchSetup): Promise<Run> {
  let waits = 0;
  const log: Log = { ...silent, info: (line) => void (waits += Number(line.includes("rate limiter"))) };
  const inventory = new Inventory(identities(), systemClock, log);
  inventory.connect(new Arm({ cloud, log, userAgent: "bench", useGlobalFetch: true }));
  let searched = 0;
  const search = await azure.measure(async () => {
    await inventory.refresh();
    searched = performance.now();
  });
  const [first, second] = [...inventory.hosts].map(({ host }) => host.key);
  if (search.requests !== SEARCH_REQUESTS || first === undefined || second === undefined) {
    throw new Error(`${search.requests} requests for the search`);
  }
  const openAloneMs = await timed(() => inventory.refreshHost(first));
  let ms = 0;
  let openMs = 0;
  const cost = await azure.measure(async () => {
    searched = performance.now();
    const counted = inventory.counts.readDue(() => false).then(() => (ms = performance.now() - searched));
    openMs = await timed(() => inventory.refreshHost(second));
    await counted;
  });
  if (![...inventory.hosts].every(({ approximate }) => approximate)) {
    throw new Error("a host has no count");
  }
  inventory.dispose();
  return { ms, requests: cost.requests - 1, waits, openMs, openAloneMs };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
