import assert from "node:assert/strict";
import type { Change } from "../../../../src/core/inventory/inventory.ts";
import { armKey, type ArmKey } from "../../../../src/core/model/armId.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Lab", tenant: "Contoso" },
  ],
  hosts: [
    { name: "bas-b", subscription: "Production", sessions: [{ userName: "bob", sessionId: "b1", ageMinutes: 3 }] },
    { name: "bas-a", subscription: "Production", sessions: [{ userName: "alice", sessionId: "a1", ageMinutes: 5 }] },
    { name: "bas-lab", subscription: "Lab", sessions: 0 },
  ],
} satisfies WorldSpec;

const live = new AbortController().signal;

/** As the product begins: nothing is loaded but what is watched. */
async function watching(): Promise<InventoryBench> {
  const bench = await inventoryBench(WORLD);
  bench.watchAll(false);
  return bench;
}

function keyOf({ azure }: InventoryBench, name: string): ArmKey {
  return armKey(azure.world.host(name).id);
}

/** The hosts that were asked for their sessions, in that order. */
function listed({ azure }: InventoryBench, from = 0): string[] {
  return azure.requests
    .slice(from)
    .filter(({ route, method }) => route === "list" && method === "POST")
    .map(({ hostKey }) => hostKey?.split("/").at(-1) ?? "");
}

/** What the inventory says to have changed while something is done. */
async function changes({ inventory }: InventoryBench, work: () => Promise<unknown>): Promise<Change[]> {
  const heard: Change[] = [];
  const hear = (change: Change) => heard.push(change);
  inventory.on("change", hear);
  await work();
  inventory.off("change", hear);
  return heard;
}

describe("What is loaded", () => {
  it("is the sessions of the hosts that are watched, and a host that is not shows no list at all", async () => {
    await using bench = await watching();
    bench.watch([keyOf(bench, "bas-a")]);
    await bench.inventory.refresh();
    assert.deepEqual(listed(bench), ["bas-a"]);
    assert.equal(bench.host("bas-b").list, undefined);
    assert.equal(bench.host("bas-b").listing, false);
  });

  it("is listed at once when a host comes to be watched, and not again while it is fresh", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    bench.watch([keyOf(bench, "bas-b")]);
    await bench.until(() => bench.host("bas-b").list !== undefined);
    bench.watch([]);
    bench.watch([keyOf(bench, "bas-b")]);
    assert.equal(bench.host("bas-b").listing, false);
    bench.clock.ms += 61_000;
    bench.watch([]);
    bench.watch([keyOf(bench, "bas-b")]);
    assert.equal(bench.host("bas-b").listing, true);
    await bench.until(() => !bench.host("bas-b").listing);
    assert.deepEqual(listed(bench), ["bas-b", "bas-b"]);
  });

  it("is everything where the user wants that: what is on screen first, then in the order of the tree", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    bench.watch([keyOf(bench, "bas-b")]);
    await bench.until(() => bench.host("bas-b").list !== undefined);
    bench.watchAll(true);
    assert.deepEqual(
      bench.inventory.loading.loaded.map(({ host }) => host.name),
      ["bas-b", "bas-lab", "bas-a"],
    );
    await bench.until(() => [...bench.inventory.hosts].every(({ list }) => list !== undefined));
    assert.deepEqual(listed(bench).toSorted(), ["bas-a", "bas-b", "bas-lab"]);
  });

  it("is listed for a whole scope when something is to be said about all of it, and what could not be read is named", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    bench.azure.behave("bas-a", { fault: { kind: "status", status: 403 } });
    const steps: string[] = [];
    const keys = [...bench.inventory.hosts].map(({ host }) => host.key);
    const unread = await bench.inventory.loading.ensureListed(keys, live, (done, total) =>
      steps.push(`${String(done)}/${String(total)}`),
    );
    assert.deepEqual(
      unread.map(({ host }) => host.name),
      ["bas-a"],
    );
    assert.deepEqual(steps, ["0/3", "1/3", "2/3", "3/3"]);
    const from = bench.azure.requests.length;
    await bench.inventory.loading.ensureListed(keys, live);
    assert.deepEqual(listed(bench, from), ["bas-a"], "what is fresh is not asked for again");
    const before = bench.azure.requests.length;
    await bench.inventory.loading.ensureListed(keys, live, undefined, 0);
    assert.deepEqual(
      listed(bench, before).toSorted(),
      keys.map((key) => bench.inventory.host(key)?.host.name).toSorted(),
      "unless it is to be listed anew",
    );
  });

  it("is not waited for when the user cancels, and what was begun for it stops", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    bench.azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const stop = new AbortController();
    const listing = bench.inventory.loading.ensureListed([keyOf(bench, "bas-a")], stop.signal);
    await bench.azure.waitForRequest(({ route }) => route === "list");
    stop.abort();
    assert.deepEqual(
      (await listing).map(({ host }) => host.name),
      ["bas-a"],
    );
    await bench.azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
  });

  it("is not said to be unread where a refresh came in between, or another host took its time", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    const keys = [...bench.inventory.hosts].map(({ host }) => host.key);
    const slow = bench.azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const listing = bench.inventory.loading.ensureListed(keys, live);
    await bench.azure.waitForRequest(({ route }) => route === "list");
    slow.remove();
    const refreshed = bench.inventory.refresh();
    assert.deepEqual(
      (await listing).map(({ host }) => host.name),
      [],
    );
    await refreshed;
  });

  it("says of a list with entries that could not be read that it is not all", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    bench.azure.behave("bas-a", { fault: { kind: "json", body: { value: [7] } } });
    const unread = await bench.inventory.loading.ensureListed([keyOf(bench, "bas-a")], live);
    assert.deepEqual(
      unread.map(({ host }) => host.name),
      ["bas-a"],
    );
  });

  it("goes before background lists once it is viewed, and background lists stop when no longer wanted", async () => {
    await using bench = await watching();
    await bench.inventory.refresh();
    const [never] = ["bas-a", "bas-b"].map((host) =>
      bench.azure.behave({ route: "list", host }, { fault: { kind: "neverAnswers" } }),
    );
    bench.watchAll(true);
    for (const name of ["bas-a", "bas-b"]) {
      await bench.azure.waitForRequest(({ route, hostKey }) => route === "list" && hostKey?.endsWith(name) === true);
    }
    never?.remove();
    bench.watch([keyOf(bench, "bas-a")]);
    await bench.until(() => bench.host("bas-a").list !== undefined);
    bench.watchAll(false);
    assert.equal(bench.host("bas-b").listing, false);
    await bench.azure.waitForRequest(
      ({ hostKey, closedByClient }) => hostKey?.endsWith("bas-b") === true && closedByClient,
    );
  });

  it("leaves out subscriptions that are not selected, and brings them back", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const lab = bench.host("bas-lab").host.subscriptionId;
    bench.inventory.select((_identity, subscriptionId) => subscriptionId === lab);
    assert.deepEqual(
      [...bench.inventory.hosts].map(({ host }) => host.name),
      ["bas-lab"],
    );
    assert.deepEqual([bench.inventory.selectedSubscriptions.size, bench.inventory.allSubscriptions.size], [1, 2]);
    bench.inventory.select(() => true);
    await bench.until(() => [...bench.inventory.hosts].length === 3 && bench.users("bas-a").length === 1);
  });
});

describe("An answer that says what is known", () => {
  it("changes nothing, though durations have gone on; the ages follow it", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.clock.ms += 120_000;
    bench.azure.clock.advance(120_000);
    let answers = 0;
    bench.inventory.on("answered", () => answers++);
    assert.deepEqual(await changes(bench, () => bench.inventory.loading.refresh()), []);
    assert.equal(answers, 3);
    assert.equal(bench.host("bas-a").list?.receivedAt, 120_000);
  });

  it("gets the hosts where something changed, and no others", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.world.endSession("bas-b", "b1");
    assert.deepEqual(await changes(bench, () => bench.inventory.loading.refresh()), [{ host: keyOf(bench, "bas-b") }]);
  });
});
