import assert from "node:assert/strict";
import fc from "fast-check";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { fromCache } from "../../../../src/core/inventory/hostCache.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [
    { name: "bas-prod", subscription: "Production", sessions: [{ userName: "alice", sessionId: "secret-session" }] },
  ],
} satisfies WorldSpec;

/** A place to remember, as VS Code's storage: text. */
function storage() {
  let text = "null";
  return {
    read: (): unknown => JSON.parse(text),
    write: (value: unknown) => {
      text = JSON.stringify(value);
    },
    text: () => text,
  };
}

describe("What is remembered between windows", () => {
  it("is the hosts and what they are called, and no session", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD, {}, undefined, memory);
    await bench.inventory.refresh();
    assert.match(memory.text(), /bas-prod/u);
    assert.doesNotMatch(memory.text(), /alice|secret-session|Bearer/u);
  });

  it("is there at once in the next window, marked until Azure confirms it", async () => {
    const memory = storage();
    await using azure = await startSimulatedAzure({ world: WORLD });
    await using first = await inventoryBench(azure, {}, undefined, memory);
    await first.inventory.refresh();

    await using second = await inventoryBench(azure, {}, undefined, memory);
    const never = azure.behave("azure", { fault: { kind: "neverAnswers" } });
    const refreshed = second.inventory.refresh();
    await second.until(() => [...second.inventory.hosts].length === 1);
    assert.equal(second.host("bas-prod").remembered, true);
    assert.deepEqual(
      second.inventory.subscriptions.map(({ subscription }) => subscription?.displayName),
      ["Production"],
    );
    assert.equal(second.host("bas-prod").list, undefined);

    never.remove();
    await Promise.all([second.inventory.refresh(), refreshed]);
    assert.equal(second.host("bas-prod").remembered, false);
    assert.deepEqual(second.users("bas-prod"), ["alice"]);
  });

  it("is whether native clients and IP connections are enabled, as far as Azure said", async () => {
    const memory = storage();
    const host = {
      name: "bas-prod",
      subscription: "Production",
      switches: { enableTunneling: false, enableIpConnect: null },
    };
    await using azure = await startSimulatedAzure({ world: { ...WORLD, hosts: [host] } });
    await using first = await inventoryBench(azure, {}, undefined, memory);
    await first.inventory.refresh();
    await using second = await inventoryBench(azure, {}, undefined, memory);
    azure.behave("azure", { fault: { kind: "neverAnswers" } });
    void second.inventory.refresh();
    await second.until(() => [...second.inventory.hosts].length === 1);
    const { host: known, remembered } = second.host("bas-prod");
    assert.deepEqual([remembered, known.nativeClient, known.ipConnect], [true, false, undefined]);
  });

  it("is forgotten when the account is signed out, and when Azure no longer names the host", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD, {}, undefined, memory);
    await bench.inventory.refresh();
    bench.azure.world.removeHost(bench.azure.world.host("bas-prod"));
    await bench.inventory.refresh();
    assert.doesNotMatch(memory.text(), /bas-prod/u);
    assert.match(memory.text(), /Contoso/u);
    bench.inventory.forgetOthers([]);
    assert.equal(memory.text(), "{}");
  });

  it("outlives a start at which VS Code does not say who is signed in", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD, {}, undefined, memory);
    await bench.inventory.refresh();
    await using next = await inventoryBench(bench.azure, {}, undefined, memory);
    next.identities.accounts = () =>
      Promise.reject(new AzureError({ kind: "failed", detail: "no accounts", maybeReceived: false }));
    await next.inventory.refresh();
    assert.match(memory.text(), /bas-prod/u);
  });

  it("is nothing where it cannot be read", () => {
    const account = { id: "a", label: "ana@contoso.example" };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            a: fc.oneof(fc.anything(), fc.array(fc.record({ tenant: fc.anything(), hosts: fc.anything() }))),
          }),
        ),
        (value) => {
          const remembered = fromCache(value, account);
          assert(remembered === undefined || remembered.tenants.size > 0);
        },
      ),
    );
  });
});
