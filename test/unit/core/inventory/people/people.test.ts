import { strict as assert } from "node:assert";
import { attributionsOf } from "../../../../../src/core/inventory/people/sessionPeople.ts";
import { whoOf } from "../../../../../src/core/model/session/who.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";

const ANN = "ann@contoso.example";
const BOB = "bob@contoso.example";

const session = (sessionId: string, person: string, ageMinutes: number) => ({
  sessionId,
  userName: "azureuser",
  person,
  clientAddress: person === ANN ? "203.0.113.9" : "198.51.100.7",
  ageMinutes,
});

const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Test", tenant: "Contoso" },
  ],
  people: [
    { email: ANN, accounts: ["azureuser"] },
    { email: BOB, accounts: ["azureuser"] },
  ],
  hosts: [
    { name: "bas-a", subscription: "Production", sessions: [session("11111111-1111-4111-8111-111111111111", ANN, 90)] },
    { name: "bas-b", subscription: "Production", sessions: [session("22222222-2222-4222-8222-222222222222", BOB, 60)] },
    {
      name: "bas-dev",
      subscription: "Production",
      sku: "Developer",
      sessions: [session("33333333-3333-4333-8333-333333333333", BOB, 60)],
    },
    { name: "bas-t", subscription: "Test", sessions: [session("44444444-4444-4444-8444-444444444444", ANN, 60)] },
  ],
};

interface Bench extends InventoryBench {
  readonly asked: () => number;
  /** Lists every host, and reads what is due. */
  readonly read: () => Promise<void>;
  /** What is said of the only session of a host. */
  readonly who: (name: string) => string | undefined;
}

async function listed(spec: WorldSpec = world): Promise<Bench> {
  const bench = await inventoryBench(spec);
  bench.clock.asleep = bench.azure.clock.now();
  await bench.inventory.refresh();
  return {
    ...bench,
    asked: () => bench.azure.requests.filter(({ route }) => route === "auditLog").length,
    read: () => bench.inventory.people.readDue(),
    who: (name) => {
      const [attribution] = attributionsOf(bench.host(name)).values();
      const { person, blank } = whoOf(attribution);
      return person ?? blank;
    },
  };
}

const MINUTE = 60_000;

describe("the people behind sessions", () => {
  it("are read by one query for each subscription, and not on a host that never logs", async () => {
    await using bench = await listed();
    await bench.read();
    assert.equal(bench.asked(), 2);
    assert.deepEqual(["bas-a", "bas-b", "bas-dev", "bas-t"].map(bench.who), [ANN, BOB, "notLoggedBySku", ANN]);
  });

  it("are read again after five minutes, and after a refresh by the user", async () => {
    await using bench = await listed();
    await Promise.all([bench.read(), bench.read()]);
    bench.clock.ms += 5 * MINUTE - 1;
    await bench.read();
    assert.equal(bench.asked(), 2);
    bench.clock.ms += 1;
    await bench.read();
    assert.equal(bench.asked(), 4);
    bench.inventory.people.forget();
    await bench.read();
    assert.equal(bench.asked(), 6);
  });

  it("stay away where nothing is logged, until the user refreshes", async () => {
    await using bench = await listed({
      ...world,
      hosts: world.hosts?.map((host) => ({ ...host, diagnostics: [] })) ?? [],
    });
    await bench.read();
    assert.equal(bench.who("bas-a"), "notLogged");
    bench.clock.ms += 60 * MINUTE;
    await bench.read();
    assert.equal(bench.asked(), 2);
    bench.inventory.people.forget();
    await bench.read();
    assert.equal(bench.asked(), 4);
  });

  it("stay as they were where the log can't be read the next time, and come back automatically", async () => {
    await using bench = await listed();
    await bench.read();
    bench.azure.behave("azure", { fault: { kind: "status", status: 500, code: "InternalServerError" } });
    bench.clock.ms += 5 * MINUTE;
    await bench.read();
    assert.equal(bench.who("bas-a"), ANN);
    bench.azure.behave("azure", {});
  });

  it("change nothing else, and a second read that says the same is no change", async () => {
    await using bench = await listed();
    const changes: unknown[] = [];
    bench.inventory.on("change", (change) => changes.push(change));
    await bench.read();
    assert.equal(changes.length, 4);
    bench.clock.ms += 5 * MINUTE;
    await bench.read();
    assert.equal(changes.length, 4);
  });

  it("are gone when the user doesn't want them", async () => {
    await using bench = await listed();
    await bench.read();
    bench.inventory.people.clear();
    assert.equal(bench.who("bas-a"), undefined);
  });

  it("are called without their domain where no other is called so", async () => {
    await using bench = await listed();
    await bench.read();
    assert.equal(bench.inventory.names.person(ANN), "ann");
    assert.equal(bench.inventory.names.person("carl@contoso.example"), "carl@contoso.example");
  });
});
