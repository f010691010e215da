/** 1. From nothing to the last session, beside what is possible at best. */
import type { Cost } from "./benchAzure.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { limitMs } from "./limit.ts";
import { coldInventory, loaded } from "./inventoryLoad.ts";
import { signInMs, tokensAtHand } from "./signIn.ts";
import { median } from "./table.ts";
import type { Row, Table } from "./table.ts";
import { worldOf } from "./worlds.ts";
import type { Fleet } from "./worlds.ts";

const LATENCY_MS = 80;
const fleet = { tenants: 4, subscriptions: 5, hosts: 40, sessions: 10 } as const satisfies Fleet;
const FLEET = `${fleet.tenants} tenants × ${fleet.subscriptions} subscriptions × 2 hosts × ${fleet.sessions} sessions`;
const SESSIONS = fleet.hosts * fleet.sessions;

interface Wire {
  readonly id: string;
  readonly title: string;
  readonly wire: NonNullable<Fleet["wire"]>;
  readonly operationMs?: number;
  readonly runs: number;
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
    first: true,
  },
  {
    id: "operation-1s",
    title: "long-running operations of 1 s at Retry-After 1",
    wire: operation(1, 1),
    operationMs: 1_000,
    runs: 5,
  },
  {
    id: "operation-5s",
    title: "long-running operations of 5 s at Retry-After 10",
    wire: operation(5, 10),
    operationMs: 10_000,
    runs: 3,
  },
];

/** One table for each form in which Azure may answer. */
export async function coldLoad(setup: BenchSetup): Promise<Table[]> {
  const tables: Table[] = [];
  for (const wire of wires) {
    setup.progress(`1. ${wire.title}`);
    tables.push(await measure(setup, wire));
  }
  return tables;
}

async function measure(setup: BenchSetup, { id, title, wire, operationMs, runs, first }: Wire): Promise<Table> {
  const { azure, quick } = setup;
  const world = worldOf({ ...fleet, wire });
  await azure.reset(world, { latencyMs: LATENCY_MS, throttling: false });
  const limit = limitMs({ latencyMs: LATENCY_MS, ...(operationMs !== undefined && { operationMs }) });
  const kept = tokensAtHand(setup.identities());
  const signIns: number[] = [];
  const loads: Cost[] = [];
  const atHand: Cost[] = [];
  const firstLoad = first ? [await measureLoad(setup)] : [];
  // In turns, so that whatever else the machine does is shared; the first turn, which compiles, does not count.
  for (let run = 0; run <= (quick ? 1 : runs); run++) {
    const turn = {
      signIn: await signInMs(
        setup.identities(),
        (world.tenants ?? []).map(({ tenantId = "" }) => tenantId),
      ),
      load: await measureLoad(setup),
      atHand: await measureLoad({ ...setup, identities: () => kept }),
    };
    if (run > 0) {
      signIns.push(turn.signIn);
      loads.push(turn.load);
      atHand.push(turn.atHand);
    }
  }
  const signIn = median(signIns);
  return {
    id: `1-${id}`,
    title: `1. Cold load, ${title}: ${FLEET}, ${LATENCY_MS} ms an answer`,
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
      row("Bastion Sessions", loads, limit),
      row("Bastion Sessions, tokens at hand", atHand, limit),
      ...(first ? [row("Bastion Sessions, first load of a window", firstLoad, limit)] : []),
    ],
  };
}

async function measureLoad(setup: BenchSetup): Promise<Cost> {
  const inventory = coldInventory(setup);
  const cost = await setup.azure.measure(() => inventory.refresh());
  const { sessions } = loaded(inventory, fleet.hosts);
  if (sessions !== SESSIONS) {
    throw new Error(`${sessions} sessions where there are ${SESSIONS}`);
  }
  inventory.dispose();
  return cost;
}

function row(name: string, costs: readonly Cost[], limit: number): Row {
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return { name, values: [of("ms"), of("ms") / limit, of("requests"), of("sockets"), costs.length, of("azureMs")] };
}
