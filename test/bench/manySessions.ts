/** 3. One host with very many sessions: what reading, comparing and showing them costs the thread that all extensions share. */
import { Arm } from "../../src/core/azure/arm.ts";
import { Inventory } from "../../src/core/inventory/inventory.ts";
import { systemClock } from "../../src/core/model/clock.ts";
import { CannedAzure, cannedIdentities } from "./cannedAzure.ts";
import type { BenchSetup } from "./benchSetup.ts";
import { silent } from "../support/silentLog.ts";
import { median } from "./table.ts";
import type { Row, Table } from "./table.ts";
import type { MakeTree } from "./vscode/makeTree.ts";

const SESSIONS = 3_000;
const WARM_UP = 3;

/** @param makeTree left out where there is no VS Code to make rows with */
export async function manySessions(
  { cloud, quick, progress }: BenchSetup,
  makeTree: MakeTree | undefined,
): Promise<Table[]> {
  progress(`3. ${SESSIONS} sessions`);
  const azure = new CannedAzure({ tenants: 1, subscriptions: 1, hosts: 1, sessions: SESSIONS });
  const connected = (): Inventory => {
    const inventory = new Inventory(cannedIdentities, systemClock, silent);
    inventory.loading.addViewer().show(() => true);
    inventory.connect(new Arm({ cloud, log: silent, userAgent: "bench", httpClient: azure }));
    return inventory;
  };
  const inventory = connected();
  await inventory.refresh();
  const [state] = inventory.hosts;
  if (state?.list?.sessions.length !== SESSIONS) {
    throw new Error("the sessions were not read");
  }
  const { key } = state.host;
  using tree = makeTree?.(inventory);
  tree?.build();

  const times: Record<"parse" | "first" | "rows" | "same" | "changed", number[]> = {
    parse: [],
    first: [],
    rows: [],
    same: [],
    changed: [],
  };
  const bytes = azure.sessionsBody(key).length;
  /** How long a refresh takes, a minute and a change later; the answer is made before the time is taken. */
  const refreshed = (change: () => void): Promise<number> => {
    azure.pass(60_000);
    change();
    azure.sessionsBody(key);
    return timed(() => inventory.refreshHost(key));
  };
  for (let run = -WARM_UP; run < (quick ? 10 : 50); run++) {
    const took = {
      parse: await timed(() => JSON.parse(azure.sessionsBody(key)) as unknown),
      first: await firstList(connected(), azure),
      same: await refreshed(() => undefined),
      changed: await refreshed(() => azure.change(key, 0.01)),
      // After a change, so that nothing is known from the time before.
      rows: tree ? await timed(() => void tree.build()) : NaN,
    };
    if (run >= 0) {
      Object.entries(took).forEach(([name, ms]) => times[name as keyof typeof times].push(ms));
    }
  }
  inventory.dispose();
  const parse = median(times.parse);
  const row = (name: string, values: readonly number[]): Row => ({
    name,
    values: [median(values), median(values) / parse, Math.max(...values)],
  });
  return [
    {
      id: "3-many-sessions",
      title: `3. One host with ${SESSIONS.toLocaleString("en")} sessions, ${(bytes / 1_000_000).toFixed(1)} MB of JSON`,
      columns: [
        { name: "ms", digits: 1 },
        { name: "× JSON.parse", digits: 2 },
        { name: "slowest, ms", digits: 1 },
      ],
      rows: [
        row("JSON.parse of the same body", times.parse),
        row("read for the first time", times.first),
        ...(tree ? [row("all rows of the tree built", times.rows)] : []),
        row("refresh, nothing changed", times.same),
        row("refresh, 1 % changed", times.changed),
      ],
      notes: [
        "From the body of the answer to the inventory's event, without the network; JSON.parse is a part of each but the rows.",
      ],
    },
  ];
}

/** A host whose sessions nobody has asked for yet is known, and is listed for the first time. */
async function firstList(inventory: Inventory, azure: CannedAzure): Promise<number> {
  const [host] = azure.world.hosts;
  azure.sessionsBody(host?.key ?? "");
  const ms = await timed(() => inventory.refresh());
  inventory.dispose();
  return ms;
}

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
