import assert from "node:assert/strict";
import { armKey } from "../../../../src/core/model/armId.ts";
import { OfflineRecovery } from "../../../../src/core/refresh/offlineRecovery.ts";
import type { Clock } from "../../../../src/core/model/clock.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production" }],
  hosts: [
    { name: "bas-a", sessions: [{ sessionId: "a1", userName: "alice" }] },
    { name: "bas-b", sessions: [{ sessionId: "b1", userName: "bob" }] },
  ],
} satisfies WorldSpec;

describe("After a sleep", () => {
  it("one refresh takes the place of what was pending, with fresh tokens, and each host is listed once", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    await bench.inventory.refresh();
    const never = bench.azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const pending = bench.inventory.refresh();
    await bench.azure.waitForRequest(({ route, ended }) => route === "list" && !ended);
    never.remove();
    bench.azure.expireTokens();
    const before = bench.azure.requests.length;
    await Promise.all([pending, bench.inventory.refresh()]);
    const lists = bench.azure.requests.slice(before).filter(({ route, status }) => route === "list" && status === 200);
    assert.equal(lists.length, 2);
    assert.deepEqual([bench.users("bas-a"), bench.users("bas-b")], [["alice"], ["bob"]]);
    assert.deepEqual([bench.host("bas-a").problem, bench.host("bas-b").problem], [undefined, undefined]);
  });
});

describe("Offline", () => {
  it("keeps what is shown, says that Azure cannot be reached, and comes back with one refresh", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    await bench.azure.goOffline();
    await bench.inventory.refresh();
    assert.equal(bench.inventory.isOffline, true);
    assert.deepEqual(bench.users("bas-a"), ["alice"]);
    assert.deepEqual(
      [...bench.inventory.hosts].map(({ problem }) => problem?.kind),
      ["unreachable", "unreachable"],
    );

    let looks = 0;
    let refreshes = 0;
    const clock: Clock = {
      monotonic: () => 0,
      wall: () => new Date(0),
      pause: async () => {
        if (++looks === 3) {
          await bench.azure.goOnline();
        }
      },
    };
    const refresh = () => {
      refreshes++;
      return bench.inventory.refresh();
    };
    const before = bench.azure.requests.length;
    await new OfflineRecovery({ inventory: bench.inventory, clock, refresh, isWanted: () => true }).watch();
    assert.equal(looks, 3);
    assert.equal(refreshes, 1);
    assert.equal(bench.inventory.isOffline, false);
    assert.deepEqual(bench.inventory.searchProblems, []);
    const asked = bench.azure.requests.slice(before).filter(({ route }) => route === "list");
    assert.equal(asked.length, 2);
  });

  it("makes no requests while nothing is viewed", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.azure.goOffline();
    await bench.inventory.refresh();
    await bench.azure.goOnline();
    const before = bench.azure.requests.length;
    let pauses = 0;
    const clock: Clock = {
      monotonic: () => 0,
      wall: () => new Date(0),
      pause: () => {
        if (++pauses === 5) {
          recovery.dispose();
        }
        return Promise.resolve();
      },
    };
    const recovery = new OfflineRecovery({
      inventory: bench.inventory,
      clock,
      refresh: () => bench.inventory.refresh(),
      isWanted: () => false,
    });
    await recovery.watch();
    assert.equal(bench.azure.requests.length, before);
  });
});

describe("What is no longer wanted", () => {
  it("is not listed on after a collapse, and listed again after an expansion", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    const key = armKey(bench.azure.world.host("bas-a").id);
    bench.watchAll(false);
    bench.watch([key]);
    const never = bench.azure.behave({ route: "list", host: "bas-a" }, { fault: { kind: "neverAnswers" } });
    const refreshed = bench.inventory.refresh();
    await bench.azure.waitForRequest(({ route, hostKey }) => route === "list" && hostKey?.endsWith("bas-a") === true);
    bench.watch([]);
    await refreshed;
    await bench.azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
    const { list, problem, listing } = bench.host("bas-a");
    assert.deepEqual([list, problem, listing], [undefined, undefined, false]);
    never.remove();
    bench.watch([key]);
    await bench.until(() => bench.host("bas-a").list !== undefined);
    assert.deepEqual(bench.users("bas-a"), ["alice"]);
  });

  it("goes on where rows are shown that would age unseen", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const { key } = bench.host("bas-a").host;
    bench.watchAll(false);
    bench.watch([key]);
    const refreshed = bench.inventory.refreshHost(key);
    bench.watch([]);
    await refreshed;
    assert.equal(bench.host("bas-a").problem, undefined);
    assert.equal(bench.azure.requests.filter(({ closedByClient }) => closedByClient).length, 0);
  });
});
