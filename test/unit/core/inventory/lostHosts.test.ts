import assert from "node:assert/strict";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [{ name: "bas-a", subscription: "Production", sessions: [{ userName: "alice", sessionId: "a1" }] }],
} satisfies WorldSpec;

const NOTHING = {
  fault: { kind: "json", body: { totalRecords: 0, count: 0, resultTruncated: "false", data: [] } },
} as const;

describe("How many? Hosts that Azure Resource Graph loses", () => {
  it("stay with their sessions", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave("graph", NOTHING);
    await bench.inventory.refresh();
    assert.deepEqual([bench.users("bas-a"), bench.inventory.searchProblems], [["alice"], []]);
  });

  it("stay from one window to the next", async () => {
    let memory: unknown;
    const cache = { read: () => memory, write: (value: unknown) => (memory = structuredClone(value)) };
    await using first = await inventoryBench(WORLD, undefined, undefined, cache);
    await first.inventory.refresh();
    first.azure.behave("graph", NOTHING);
    await using second = await inventoryBench(first.azure, undefined, undefined, cache);
    await second.inventory.refresh();
    assert.deepEqual([second.users("bas-a"), second.host("bas-a").remembered], [["alice"], false]);
  });

  it("are found by their subscription's own list when they are new, on request", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const { subscriptionId } = bench.host("bas-a").host;
    bench.azure.world.addHost({ name: "bas-new", subscription: "Production", sessions: [{ userName: "bob" }] });
    const { body } = NOTHING.fault;
    bench.azure.behave("graph", { fault: { kind: "json", body } });
    await bench.inventory.refresh();
    assert.deepEqual(
      [...bench.inventory.hosts].map(({ host }) => host.name),
      ["bas-a", "bas-new"],
    );
    bench.azure.world.addHost({ name: "bas-newer", subscription: "Production", sessions: [{ userName: "carol" }] });
    await bench.inventory.refreshSubscription(subscriptionId);
    assert.deepEqual(bench.users("bas-newer"), ["carol"]);
    // The next search by the graph doesn't take it away again.
    await bench.inventory.refresh();
    assert.deepEqual(bench.users("bas-newer"), ["carol"]);
  });

  it("leave once their subscription's own list lacks them too", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.world.removeHost("bas-a");
    await bench.inventory.refresh();
    assert.deepEqual([...bench.inventory.hosts], []);
  });
});
