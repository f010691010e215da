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

async function read(bench: InventoryBench) {
  await bench.inventory.refresh();
  const to = bench.azure.clock.now();
  const hosts = [...bench.inventory.hosts].map(({ host }) => host);
  const history = await bench.inventory.people.history.read(
    { from: to - DAY, to, hosts },
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
