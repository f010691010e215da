import { strict as assert } from "node:assert";
import { COUNTS_KEPT_MS } from "../../../../../src/core/inventory/metrics/approximateCounts.ts";
import { roughTotal, shownApproximation } from "../../../../../src/core/inventory/sessionTotals.ts";
import type { Count } from "../../../../../src/core/model/count.ts";
import { momentOf } from "../../../../../src/core/model/time/moment.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";

const old = (count: number) => Array.from({ length: count }, () => ({ ageMinutes: 900 }));

const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [
    { label: "ops@contoso.example", home: "Contoso" },
    { label: "eve@contoso.example", home: "Contoso" },
  ],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Test", tenant: "Contoso" },
  ],
  hosts: [
    { name: "bas-a", sessions: old(11), subscription: "Production" },
    { name: "bas-b", sessions: old(0), subscription: "Production" },
    { name: "bas-east", sessions: old(2), subscription: "Production", location: "eastus" },
    { name: "bas-t", sessions: old(3), subscription: "Test" },
  ],
};

interface Bench extends InventoryBench {
  readonly asked: () => { readonly regions: number; readonly hosts: number; readonly lists: number };
  /** Asks for what is due, and waits for the answer. */
  readonly read: (isInSight?: (name: string) => boolean) => Promise<void>;
  readonly count: (name: string) => Count | undefined;
}

/** Every host is known, and none is listed. */
async function found(): Promise<Bench> {
  const bench = await inventoryBench(world);
  bench.watchAll(false);
  await bench.inventory.refresh();
  const number = (...routes: readonly string[]) =>
    bench.azure.requests.filter(({ route }) => routes.includes(route)).length;
  return {
    ...bench,
    asked: () => ({ regions: number("regionMetrics"), hosts: number("metrics"), lists: number("list") }),
    read: (isInSight = () => false) => bench.inventory.counts.readDue(({ name }) => isInSight(name)),
    count: (name) => shownApproximation(bench.host(name), moment(bench))?.count,
  };
}

/** The clock of the test shows no date: what is asked for ends now on it. */
function moment({ clock }: InventoryBench) {
  return momentOf({ monotonic: () => clock.ms, wall: () => new Date(clock.asleep) });
}

const refusal = { fault: { kind: "status", status: 403, code: "AuthorizationFailed" } } as const;

const about = (value: number): Count => ({ kind: "about", value });

describe("approximate counts", () => {
  it("are there of every host after one request for each subscription and region, and no list", async () => {
    await using bench = await found();
    await bench.read();
    assert.deepEqual(bench.asked(), { regions: 3, hosts: 0, lists: 0 });
    assert.deepEqual(["bas-a", "bas-b", "bas-east", "bas-t"].map(bench.count), [11, 0, 2, 3].map(about));
  });

  it("are asked for again after five minutes, after a refresh by the user, and where a host is new", async () => {
    await using bench = await found();
    await Promise.all([bench.read(), bench.read()]);
    bench.clock.ms += COUNTS_KEPT_MS - 1;
    await bench.read();
    assert.equal(bench.asked().regions, 3);
    bench.clock.ms += 1;
    await bench.read();
    assert.equal(bench.asked().regions, 6);
    bench.inventory.counts.forget();
    await bench.read();
    assert.equal(bench.asked().regions, 9);
    bench.azure.world.addHost({ name: "bas-new", sessions: 0, subscription: "Test" });
    await bench.inventory.refresh();
    await bench.read();
    assert.equal(bench.asked().regions, 10);
  });

  it("give way to a list, and aren't asked for where everything is listed", async () => {
    await using bench = await found();
    await bench.read();
    await bench.inventory.refreshHost(bench.host("bas-a").host.key);
    await bench.inventory.refreshHost(bench.host("bas-t").host.key);
    assert.equal(bench.count("bas-a"), undefined);
    bench.clock.ms += COUNTS_KEPT_MS;
    await bench.read();
    // Of the region of bas-t, which is alone there, nothing is missing.
    assert.deepEqual(bench.asked().regions, 5);
  });

  it("are shown for twenty minutes, and not longer", async () => {
    await using bench = await found();
    await bench.read();
    bench.clock.ms += 8 * 60_000;
    assert.deepEqual(bench.count("bas-a"), about(11));
    bench.clock.asleep += 20 * 60_000;
    assert.equal(bench.count("bas-a"), undefined);
  });

  it("are those that another account may read, where the first may not", async () => {
    await using bench = await found();
    bench.azure.behave({ route: "regionMetrics", account: "ops@contoso.example" }, refusal);
    await bench.read();
    assert.deepEqual(bench.count("bas-t"), about(3));
    assert.equal(bench.host("bas-t").approximate?.actor.account.label, "eve@contoso.example");
  });

  it("are asked of each host in sight where no account may read the subscription, and of no other", async () => {
    await using bench = await found();
    bench.azure.behave({ route: "regionMetrics" }, refusal);
    await bench.read((name) => name === "bas-a");
    // Both accounts asked about each of the three regions.
    assert.deepEqual(bench.asked(), { regions: 6, hosts: 1, lists: 0 });
    assert.deepEqual([bench.count("bas-a"), bench.count("bas-b")], [about(11), undefined]);
    await bench.read((name) => name === "bas-a" || name === "bas-b");
    assert.deepEqual(bench.asked(), { regions: 6, hosts: 2, lists: 0 });
    bench.clock.ms += COUNTS_KEPT_MS;
    await bench.read((name) => name === "bas-a");
    assert.deepEqual(bench.asked(), { regions: 6, hosts: 3, lists: 0 });
  });

  it("are not asked for again where everything is refused, before the user refreshes", async () => {
    await using bench = await found();
    bench.azure.behave({ route: "regionMetrics" }, refusal);
    bench.azure.behave({ route: "metrics" }, refusal);
    await bench.read(() => true);
    const first = bench.asked();
    bench.clock.ms += 10 * COUNTS_KEPT_MS;
    await bench.read(() => true);
    assert.deepEqual(bench.asked(), first);
    assert.equal(bench.count("bas-a"), undefined);
    bench.azure.clearBehaviours();
    bench.inventory.counts.forget();
    await bench.read(() => true);
    assert.deepEqual(bench.count("bas-a"), about(11));
  });

  it("stay over a failure that passes, and are asked for again in five minutes", async () => {
    await using bench = await found();
    await bench.read();
    bench.azure.behave({ route: "regionMetrics" }, { fault: { kind: "html" } });
    bench.clock.ms += COUNTS_KEPT_MS;
    await bench.read(() => true);
    assert.deepEqual(bench.count("bas-a"), about(11));
    assert.equal(bench.asked().hosts, 0);
    bench.azure.clearBehaviours();
    bench.clock.ms += COUNTS_KEPT_MS;
    await bench.read(() => true);
    assert.deepEqual(bench.count("bas-a"), about(11));
  });

  it("go with the account that was told them", async () => {
    await using bench = await found();
    bench.azure.behave({ route: "regionMetrics", account: "ops@contoso.example" }, refusal);
    await bench.read();
    assert.deepEqual(bench.count("bas-t"), about(3));
    bench.identities.signedIn.delete("eve@contoso.example");
    await bench.inventory.refresh();
    assert.ok(
      [...bench.inventory.hosts].every(({ approximate }) => approximate?.actor.account.label !== "eve@contoso.example"),
    );
  });

  it("make a sum that is about right, and a lower limit where one is missing", async () => {
    await using bench = await found();
    await bench.read();
    const hosts = ["bas-a", "bas-b", "bas-east"].map((name) => bench.host(name));
    assert.deepEqual(roughTotal(hosts, true, moment(bench)), about(13));
    assert.deepEqual(roughTotal(hosts, false, moment(bench)), { kind: "atLeastAbout", value: 13 });
    bench.inventory.counts.clear();
    await bench.inventory.refreshHost(bench.host("bas-a").host.key);
    const listed = ["bas-a", "bas-b"].map((name) => bench.host(name));
    assert.deepEqual(roughTotal(listed, true, moment(bench)), { kind: "atLeast", value: 11 });
  });
});
