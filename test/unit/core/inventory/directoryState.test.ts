import assert from "node:assert/strict";
import { isAllFound } from "../../../../src/core/inventory/sessionTotals.ts";
import { hiddenIdentities, shownProblems } from "../../../../src/core/inventory/directoryState.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }, { displayName: "Fabrikam" }],
  accounts: [
    { label: "ops@contoso.example", home: "Contoso", guestOf: ["Fabrikam"] },
    { label: "dev@fabrikam.example", home: "Fabrikam" },
  ],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Lab", tenant: "Fabrikam" },
  ],
  hosts: [
    { name: "bas-prod", subscription: "Production", sessions: 0 },
    { name: "bas-lab", subscription: "Lab", sessions: [{ userName: "alice" }] },
  ],
} satisfies WorldSpec;

/** Whose problems they are: account and tenant. */
const labels = (bench: InventoryBench) =>
  shownProblems(bench.inventory).map((problem) =>
    "identity" in problem ? `${problem.identity.account.label} in ${problem.identity.tenant.displayName}` : "",
  );

describe("A hidden tenant", () => {
  it("shows no problem, of the account for which it is hidden, and what is known of it counts as incomplete", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.behave({ route: ["graph", "hosts"], tenant: "Fabrikam" }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    assert.deepEqual(labels(bench).sort(), ["dev@fabrikam.example in Fabrikam", "ops@contoso.example in Fabrikam"]);
    const changes: unknown[] = [];
    bench.inventory.on("change", (change) => changes.push(change));
    bench.inventory.hide(
      ({ account, tenant }) => account.label.startsWith("ops@") && tenant.displayName === "Fabrikam",
    );
    assert.deepEqual(changes, [{ everything: true }]);
    assert.deepEqual(labels(bench), ["dev@fabrikam.example in Fabrikam"]);
    assert.deepEqual(
      hiddenIdentities(bench.inventory).map(({ account }) => account.label),
      ["ops@contoso.example"],
    );
    bench.inventory.hide(() => true);
    assert.deepEqual([labels(bench), hiddenIdentities(bench.inventory).length], [[], 2]);
    assert.equal(bench.inventory.searchProblems.length, 2);
    assert.equal(isAllFound(bench.inventory), false);
  });

  it("is searched all the same, and its hosts stay", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.inventory.hide(() => true);
    await bench.inventory.refresh();
    assert.deepEqual(bench.users("bas-lab"), ["alice"]);
    assert.deepEqual(hiddenIdentities(bench.inventory), []);
    assert.equal(isAllFound(bench.inventory), true);
  });

  it("does not take away what is wrong with a whole account", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.inventory.hide(() => true);
    bench.identities.allowed.delete("dev@fabrikam.example");
    await bench.inventory.refresh();
    assert.deepEqual(
      shownProblems(bench.inventory).map(({ kind }) => kind),
      ["allowAccess"],
    );
  });
});
