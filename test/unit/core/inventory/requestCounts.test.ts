/** Speed, by what it takes of Azure and of VS Code: requests and events are counted, time is not measured. */
import assert from "node:assert/strict";
import { Arm } from "../../../../src/core/azure/arm.ts";
import { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { silent } from "../../../support/silentLog.ts";
import { REFRESH_MS, REFRESHES_OF_A_SEARCH, Watching } from "../../../bench/watching.ts";
import { worldOf } from "../../../bench/worlds.ts";
import type { Fleet } from "../../../bench/worlds.ts";
import { SimulatedClock } from "../../../simulated-azure/world/clock.ts";
import type { RouteName } from "../../../simulated-azure/http/requestLog.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import type { HostSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { cloudAt } from "../azure/testArm.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";
import { SimulatedIdentities } from "../../../support/simulatedIdentities.ts";

const fleet = { tenants: 4, subscriptions: 5, hosts: 40, sessions: 10 } as const satisfies Fleet;
const SESSIONS = fleet.hosts * fleet.sessions;

/** Forty answers at once may take long on a busy machine. */
const PATIENT = { requestDeadlineMs: 60_000 };

/** What was asked while that was done, by kind; sign-in is not Azure's. */
async function asked(azure: SimulatedAzure, work: () => Promise<unknown>): Promise<Partial<Record<RouteName, number>>> {
  const from = azure.requests.length;
  await work();
  const requests = azure.requests.slice(from).filter(({ route }) => route !== "signIn");
  return Object.fromEntries(
    [...Map.groupBy(requests, ({ route }) => route)].map(([route, { length }]) => [route, length]),
  );
}

function sum(counts: Partial<Record<RouteName, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

function listed({ hosts }: Inventory): number {
  return [...hosts].reduce((total, { list }) => total + (list?.sessions.length ?? 0), 0);
}

describe(`Loading ${fleet.tenants} tenants × ${fleet.subscriptions} subscriptions × 2 hosts × ${fleet.sessions} sessions`, () => {
  // Beside them what Microsoft's SDK took on 2026-11-28, every level asked in parallel: never to be exceeded.
  const found = { tenants: 1, subscriptions: fleet.tenants, graph: fleet.tenants };
  const forms: readonly (readonly [
    list: NonNullable<HostSpec["list"]>,
    what: string,
    lists: Partial<Record<RouteName, number>>,
    sdk: number,
  ])[] = [
    ["value", "the list at once", { list: 40 }, 65],
    [
      "both",
      "an operation whose status holds the list, which is not fetched again",
      { list: 40, operationStatus: 40 },
      145,
    ],
    ["locationOnly", "an operation with a Location alone", { list: 40, operationResult: 40 }, 105],
    [
      "bothOutputAbsent",
      "an operation whose list is at its Location",
      { list: 40, operationStatus: 40, operationResult: 40 },
      145,
    ],
  ];
  for (const [list, what, lists, sdk] of forms) {
    const expected = { ...found, ...lists };
    it(`takes ${sum(expected)} requests, where Microsoft's SDK takes ${sdk}: ${what}`, async () => {
      const world = worldOf({ ...fleet, wire: { list, operation: { polls: 0, durationMs: 0, retryAfterSeconds: 0 } } });
      await using azure = await startSimulatedAzure({ world });
      await using bench = await inventoryBench(azure, PATIENT);
      assert.deepEqual(await asked(azure, () => bench.inventory.refresh()), expected);
      assert.equal(listed(bench.inventory), SESSIONS);
      assert.ok(sum(expected) <= sdk);
    });
  }

  it("takes no list of a host that is not viewed", async () => {
    await using azure = await startSimulatedAzure({ world: worldOf(fleet) });
    await using bench = await inventoryBench(azure, PATIENT);
    bench.watchAll(false);
    bench.watch(azure.world.hosts.slice(0, 3).map(({ id }) => armKey(id)));
    assert.deepEqual(await asked(azure, () => bench.inventory.refresh()), { ...found, list: 3 });
  });

  it("waits for all operations of a fleet at the same time", async () => {
    // Nothing ends before everything has begun: in rounds, the second of them would never come.
    await using azure = await startSimulatedAzure({ world: worldOf(fleet) });
    await using bench = await inventoryBench(azure, PATIENT);
    azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const loading = bench.inventory.refresh();
    for (let begun = 0; begun < fleet.hosts; begun++) {
      await azure.waitForRequest(() => azure.requests.filter(({ route }) => route === "list").length > begun);
    }
    bench.inventory.dispose();
    await loading;
  });
});

describe("Three hundred hosts in one subscription", () => {
  for (const load of ["all", "watched"] as const) {
    it(`are listed, ${load === "all" ? "in the background" : "all of them open"}, without a refusal`, async () => {
      const clock = SimulatedClock.driven();
      await using azure = await startSimulatedAzure({
        world: World.fromSpec(worldOf({ tenants: 1, subscriptions: 1, hosts: 300, sessions: 1 }), clock),
      });
      azure.throttling = true;
      // A wait is over at once, and it is that much later.
      const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        if (!signal.aborted) {
          clock.advance(ms);
        }
      };
      const reading = { monotonic: () => clock.now(), wall: () => new Date(clock.now()), pause };
      const inventory = new Inventory(new SimulatedIdentities(azure), reading, silent);
      const keys = new Set(azure.world.hosts.map(({ id }) => armKey(id)));
      const viewer = inventory.loading.addViewer({ isOnScreen: load !== "all" });
      viewer.show(({ key }) => load === "all" || keys.has(key));
      inventory.connect(
        new Arm({
          cloud: cloudAt(azure.url),
          log: silent,
          userAgent: "test",
          timing: { clock: reading },
        }),
      );
      assert.deepEqual(await asked(azure, () => inventory.refresh()), {
        tenants: 1,
        subscriptions: 1,
        graph: 1,
        list: 300,
      });
      assert.equal(listed(inventory), 300);
      assert.deepEqual(
        azure.requests.filter(({ status }) => status === 429),
        [],
      );
      inventory.dispose();
    });
  }
});

describe("Watching a fleet", () => {
  const watched = { tenants: 4, subscriptions: 5, hosts: 100, sessions: 10 } as const satisfies Fleet;
  const cloud = cloudAt("http://127.0.0.1:1");

  async function watching(open: number | "all"): Promise<Watching> {
    const window = new Watching(cloud, watched);
    await window.begin(open);
    return window;
  }

  it("emits no change for a response that changes nothing", async () => {
    using window = await watching("all");
    const { requests, events } = await window.listen(() => window.pass(REFRESH_MS));
    assert.deepEqual([requests, events], [watched.hosts, 0]);
  });

  it("emits one change for each host where one session of a hundred came and went, and none for others", async () => {
    using window = await watching("all");
    const concerned = window.azure.world.hosts.filter((_, index) => index % 10 === 0);
    concerned.forEach(({ key }) => window.azure.change(key, 0.1));
    const { events, hosts } = await window.listen(() => window.pass(REFRESH_MS));
    assert.equal(events, concerned.length);
    assert.deepEqual([...hosts].toSorted(), concerned.map(({ id }) => armKey(id)).toSorted());
  });

  it("asks for what is open, and searches for hosts every ten minutes", async () => {
    using window = await watching(10);
    const { requests } = await window.listen(() => window.pass(REFRESHES_OF_A_SEARCH * REFRESH_MS));
    assert.equal(requests, REFRESHES_OF_A_SEARCH * 10 + 1 + 2 * watched.tenants);
  });

  it("names no host when a search finds what is known", async () => {
    using window = await watching("all");
    await window.pass((REFRESHES_OF_A_SEARCH - 1) * REFRESH_MS);
    const { requests, hosts } = await window.listen(() => window.pass(REFRESH_MS));
    assert.deepEqual([requests, hosts.size], [watched.hosts + 1 + 2 * watched.tenants, 0]);
  });

  it("asks nothing while the view is hidden", async () => {
    using window = await watching("all");
    window.hide();
    const { requests, events } = await window.listen(() => window.pass(60 * REFRESH_MS));
    assert.deepEqual([requests, events], [0, 0]);
  });
});
