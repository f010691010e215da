import { strict as assert } from "node:assert";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";

const DAY = 86_400_000;
const ANN = "ann@contoso.example";

const session = { userName: "azureuser", person: ANN, ageMinutes: 90 };

const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Test", tenant: "Contoso" },
  ],
  people: [{ email: ANN, accounts: ["azureuser"] }],
  hosts: [
    { name: "bas-a", subscription: "Production", sessions: [session], history: { days: 1 } },
    { name: "bas-dev", subscription: "Production", sku: "Developer", sessions: [session] },
    { name: "bas-t", subscription: "Test", sessions: [session], diagnostics: [] },
  ],
};

async function read(bench: InventoryBench, withActivity = false) {
  await bench.inventory.refresh();
  const to = bench.azure.clock.now();
  const hosts = [...bench.inventory.hosts].map(({ host }) => host);
  const history = await bench.inventory.people.history.read(
    { from: to - DAY, to, hosts, withActivity },
    new AbortController().signal,
  );
  const kinds = Object.fromEntries(
    hosts.map(({ key, name }) => [name, (history.gaps.get(key) ?? []).map(({ kind }) => kind)]),
  );
  return { history, kinds };
}

describe("the history of connections", () => {
  it("is read by one query for each subscription, and says of each host what is missing", async () => {
    await using bench = await inventoryBench(world);
    const { history, kinds } = await read(bench);
    assert.ok(history.connections.some(({ person }) => person === ANN));
    assert.deepEqual(kinds, { "bas-a": [], "bas-dev": ["notLoggedBySku"], "bas-t": ["notLogged"] });
    assert.equal(bench.azure.requests.filter(({ route }) => route === "auditLog").length, 2);
  });

  it("has a gap with the reason where Azure refuses every account", async () => {
    await using bench = await inventoryBench(world);
    bench.azure.behave({ route: "auditLog" }, { fault: { kind: "status", status: 403, code: "AuthorizationFailed" } });
    const { history, kinds } = await read(bench);
    assert.deepEqual(history.connections, []);
    assert.deepEqual(kinds["bas-a"], ["failed"]);
  });
});

describe("what was done to hosts", () => {
  const requests = ({ azure }: InventoryBench) => azure.requests.filter(({ route }) => route === "activityLog").length;

  /** Somebody's disconnect and list, and a refused change, on hosts of both subscriptions. */
  function record({ azure: { world: made } }: InventoryBench): void {
    const disconnect = "disconnectActiveSessions/action";
    made.recordActivity("bas-t", { operation: "write", caller: ANN, minutesAgo: 60, outcome: "Failed" });
    made.recordActivity("bas-dev", { operation: disconnect, caller: ANN, minutesAgo: 90 });
    // Before the range, but what it ended may be in it.
    made.recordActivity("bas-dev", { operation: disconnect, caller: ANN, minutesAgo: 24 * 60 + 1 });
    made.recordActivity("bas-dev", { operation: disconnect, caller: ANN, minutesAgo: 24 * 60 + 10 });
  }

  /** A world without a past, which would have its own activities. */
  const calm: WorldSpec = { ...world, hosts: world.hosts!.map(({ history: _past, ...host }) => host) };

  it("is asked for only on request, and then by one request for each subscription", async () => {
    await using bench = await inventoryBench(calm);
    record(bench);
    const without = await read(bench);
    assert.deepEqual([without.history.activities, without.history.activityGaps, requests(bench)], [[], [], 0]);
    const { history } = await read(bench, true);
    assert.equal(requests(bench), 2);
    const { started } = history.activities[0]!;
    assert.deepEqual(
      history.activities.map((activity) => [
        bench.inventory.host(activity.hostKey)?.host.name,
        activity.kind,
        activity.caller,
        activity.outcome,
        Math.round((started - activity.started) / 60_000),
      ]),
      [
        ["bas-t", "changed", ANN, "rejected", 0],
        ["bas-dev", "disconnected", ANN, "succeeded", 30],
        ["bas-dev", "disconnected", ANN, "succeeded", 24 * 60 - 59],
      ],
    );
    assert.deepEqual(history.activityGaps, []);
    assert.equal(history.to - history.from, DAY, "the range is that of the request");
  });

  it("is a gap of the subscription, said once, where Azure refuses it: connections are there as ever", async () => {
    await using bench = await inventoryBench(world);
    const fault = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
    bench.azure.behave({ route: "activityLog" }, { fault });
    const { history, kinds } = await read(bench, true);
    const gaps = history.activityGaps.map((gap) => [
      bench.inventory.names.subscription(gap.subscriptionId),
      bench.inventory.host(gap.hostKey)?.host.subscriptionId === gap.subscriptionId,
      gap.kind === "failed" && gap.error.kind,
    ]);
    assert.deepEqual(gaps.sort(), [
      ["Production", true, "notAllowed"],
      ["Test", true, "notAllowed"],
    ]);
    assert.ok(history.connections.length > 0);
    assert.deepEqual(kinds["bas-a"], []);
  });

  it("is not lost where the audit log is refused", async () => {
    await using bench = await inventoryBench(calm);
    record(bench);
    bench.azure.behave({ route: "auditLog" }, { fault: { kind: "status", status: 403, code: "AuthorizationFailed" } });
    const { history, kinds } = await read(bench, true);
    assert.deepEqual(kinds["bas-a"], ["failed"]);
    assert.equal(history.activities.length, 3);
  });
});
