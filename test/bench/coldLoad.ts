/** 1. From nothing to the last session: ours, Microsoft's SDK, and what is possible at best. */
import type { Cost } from "./benchAzure.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { limitMs } from "./limit.ts";
import { coldInventory, loadAll, loaded } from "./inventoryLoad.ts";
import { allAtOnce, oneAfterAnother, sdkLoad } from "./sdk.ts";
import { signInMs, tokensAtHand } from "./signIn.ts";
import { median } from "./statistics.ts";
import type { Row, Table } from "./table.ts";
import { worldOf } from "./worlds.ts";
import type { Fleet } from "./worlds.ts";

const LATENCY_MS = 80;
const fleet = { tenants: 4, subscriptions: 5, hosts: 40, sessions: 10 } as const satisfies Fleet;
const SESSIONS = fleet.hosts * fleet.sessions;

interface Wire {
  readonly id: string;
  readonly title: string;
  readonly wire: NonNullable<Fleet["wire"]>;
  readonly operationMs?: number;
  readonly runs: number;
  /** Runs of the SDK one after another. */
  readonly slowRuns: number;
  /** Hosts that the SDK lists there; the time for the others is worked out. */
  readonly slowHosts: number;
  /** Whether nothing was measured before it, so that its first load is also the first of the window. */
  readonly first?: true;
}

const operation = (seconds: number, retryAfterSeconds: number): Wire["wire"] => ({
  list: "both",
  operation: { polls: 0, durationMs: seconds * 1_000, retryAfterSeconds },
});

const wires: readonly Wire[] = [
  {
    id: "synchronous",
    title: "synchronous lists",
    wire: { list: "value" },
    runs: 9,
    slowRuns: 3,
    slowHosts: fleet.hosts,
    first: true,
  },
  {
    id: "operation-1s",
    title: "long-running operations of 1 s at Retry-After 1",
    wire: operation(1, 1),
    operationMs: 1_000,
    runs: 5,
    slowRuns: 1,
    slowHosts: fleet.hosts,
  },
  {
    id: "operation-5s",
    title: "long-running operations of 5 s at Retry-After 10",
    wire: operation(5, 10),
    operationMs: 10_000,
    runs: 3,
    slowRuns: 1,
    slowHosts: 2,
  },
];

/** One table for each form in which Azure may answer. */
export async function coldLoad(setup: BenchSetup): Promise<Table[]> {
  const tables: Table[] = [];
  for (const wire of wires) {
    setup.progress(`1. ${wire.title}`);
    tables.push(await compare(setup, wire));
  }
  return tables;
}

async function compare(setup: BenchSetup, { id, title, wire, operationMs, first, ...effort }: Wire): Promise<Table> {
  const { azure, quick } = setup;
  const world = worldOf({ ...fleet, wire });
  await azure.reset(world, { latencyMs: LATENCY_MS, throttling: false });
  const limit = limitMs({ latencyMs: LATENCY_MS, ...(operationMs !== undefined && { operationMs }) });
  const kept = tokensAtHand(setup.identities());
  const signIns: number[] = [];
  const ours: Cost[] = [];
  const atHand: Cost[] = [];
  const parallel: Cost[] = [];
  const firstLoad = first ? [await measureLoad(setup)] : [];
  // In turns, so that whatever else the machine does is shared; the first turn, which compiles, does not count.
  for (let run = 0; run <= (quick ? 1 : effort.runs); run++) {
    const turn = {
      signIn: await signInMs(
        setup.identities(),
        (world.tenants ?? []).map(({ tenantId = "" }) => tenantId),
      ),
      ours: await measureLoad(setup),
      atHand: await measureLoad({ ...setup, identities: () => kept }),
      parallel: await azure.measure(async () => requireAllSessions(await sdkLoad(setup, allAtOnce))),
    };
    if (run > 0) {
      signIns.push(turn.signIn);
      ours.push(turn.ours);
      atHand.push(turn.atHand);
      parallel.push(turn.parallel);
    }
  }
  const sequential: Cost[] = [];
  const slowHosts = quick ? 2 : effort.slowHosts;
  for (let run = 0; run < (quick ? 1 : effort.slowRuns); run++) {
    sequential.push(await measureSequential(setup, slowHosts));
  }
  const signIn = median(signIns);
  return {
    id: `1-${id}`,
    title: `1. Cold load, ${title}: ${fleet.tenants} tenants × ${fleet.subscriptions} subscriptions × 2 hosts × ${fleet.sessions} sessions, ${LATENCY_MS} ms an answer`,
    columns: [
      { name: "ms" },
      { name: "× limit", digits: 2 },
      { name: "requests" },
      { name: "sockets" },
      { name: "runs" },
      { name: "Azure's own ms" },
    ],
    rows: [
      { name: "limit, computed", values: [limit, 1] },
      {
        name: "limit, and the sign-in by itself, measured",
        values: [limit + signIn, (limit + signIn) / limit, null, null, signIns.length],
      },
      row("Bastion Sessions", ours, limit),
      row("Bastion Sessions, tokens at hand", atHand, limit),
      ...(first ? [row("Bastion Sessions, first load of a window", firstLoad, limit)] : []),
      row("SDK, every level in parallel", parallel, limit),
      row(`SDK, one after another${slowHosts < fleet.hosts ? ` (from ${slowHosts} hosts)` : ""}`, sequential, limit),
    ],
  };
}

async function measureLoad(setup: BenchSetup): Promise<Cost> {
  const inventory = coldInventory(setup);
  const cost = await setup.azure.measure(() => loadAll(inventory));
  requireAllSessions(loaded(inventory, fleet.hosts).sessions);
  inventory.dispose();
  return cost;
}

/** The SDK's hosts are listed in turn and alike: what some of them take says what all would. */
async function measureSequential(setup: BenchSetup, hosts: number): Promise<Cost> {
  const { azure } = setup;
  if (hosts >= fleet.hosts) {
    return azure.measure(async () => requireAllSessions(await sdkLoad(setup, oneAfterAnother)));
  }
  const none = await azure.measure(() => sdkLoad(setup, oneAfterAnother, 0));
  const some = await azure.measure(() => sdkLoad(setup, oneAfterAnother, hosts));
  const scaled = (key: keyof Cost): number => none[key] + ((some[key] - none[key]) / hosts) * fleet.hosts;
  return {
    ms: scaled("ms"),
    requests: scaled("requests"),
    sockets: scaled("sockets"),
    throttled: scaled("throttled"),
    azureMs: scaled("azureMs"),
  };
}

function row(name: string, costs: readonly Cost[], limit: number): Row {
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return { name, values: [of("ms"), of("ms") / limit, of("requests"), of("sockets"), costs.length, of("azureMs")] };
}

function requireAllSessions(sessions: number): void {
  if (sessions !== SESSIONS) {
    throw new Error(`${sessions} sessions where there are ${SESSIONS}`);
  }
}
