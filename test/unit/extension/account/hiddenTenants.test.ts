import assert from "node:assert/strict";
import type { Memento } from "vscode";
import { hiddenIdentities, shownProblems } from "../../../../src/core/inventory/directoryState.ts";
import type { Identity } from "../../../../src/core/model/identity.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";
import { importWithStub } from "../vscodeStub.ts";

const { HiddenTenants } = await importWithStub(() => import("../../../../src/extension/account/hiddenTenants.ts"));

const WORLD = {
  tenants: [
    { displayName: "Contoso" },
    { displayName: "Northwind", needsOwnSignIn: true },
    { displayName: "Fabrikam", needsOwnSignIn: true },
  ],
  accounts: [{ label: "ops@contoso.example", home: "Contoso", guestOf: ["Northwind", "Fabrikam"] }],
  subscriptions: [{ displayName: "Shops", tenant: "Northwind" }],
  hosts: [{ name: "bas-shops", subscription: "Shops", sessions: [{ userName: "alice" }] }],
} satisfies WorldSpec;

/** VS Code's storage: what is kept, by key. */
function storage(kept: Record<string, unknown> = {}): Memento & { readonly kept: Record<string, unknown> } {
  const update = async (key: string, value: unknown) => void (kept[key] = value);
  return { kept, keys: () => Object.keys(kept), get: (key: string) => kept[key], update } as never;
}

const shown = ({ inventory }: InventoryBench) =>
  shownProblems(inventory).map((problem) => "identity" in problem && problem.identity.tenant.displayName);

function identityIn({ inventory }: InventoryBench, tenantName: string): Identity {
  const found = inventory.searchProblems.find(
    (problem) => "identity" in problem && problem.identity.tenant.displayName === tenantName,
  );
  assert(found && "identity" in found);
  return found.identity;
}

/** Signs in to a tenant as a user does by its row. */
async function signIn({ azure, inventory }: InventoryBench, { account, tenant }: Identity): Promise<void> {
  await fetch(`${azure.url}/_signin/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ accountId: account.id, tenantId: tenant.tenantId, scopes: [], interactive: true }),
  });
  await inventory.searchAgain(account, tenant);
}

describe("Tenants that the user hides", () => {
  it("stay hidden in the next window, and come back on request", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    new HiddenTenants(memory, bench.inventory).hide([identityIn(bench, "Northwind")]);
    assert.deepEqual(shown(bench), ["Fabrikam"]);

    await using next = await inventoryBench(bench.azure);
    const hidden = new HiddenTenants(memory, next.inventory);
    await next.inventory.refresh();
    assert.deepEqual(shown(next), ["Fabrikam"]);
    hidden.hide([identityIn(next, "Fabrikam")]);
    assert.deepEqual(shown(next), []);
    hidden.show([identityIn(next, "Northwind")]);
    assert.deepEqual(shown(next), ["Northwind"]);
  });

  it("are no longer hidden once they can be read, so that what fails later is shown", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const [northwind, fabrikam] = [identityIn(bench, "Northwind"), identityIn(bench, "Fabrikam")];
    new HiddenTenants(memory, bench.inventory).hide([northwind, fabrikam]);
    await bench.inventory.refresh();
    assert.equal(hiddenIdentities(bench.inventory).length, 2);
    await signIn(bench, northwind);
    assert.deepEqual(bench.users("bas-shops"), ["alice"]);
    assert.deepEqual(
      hiddenIdentities(bench.inventory).map(({ tenant }) => tenant.displayName),
      ["Fabrikam"],
    );
    bench.azure.behave({ route: ["graph", "hosts"], tenant: "Northwind" }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    assert.deepEqual(shown(bench), ["Northwind"]);
    assert.deepEqual(bench.users("bas-shops"), ["alice"]);
  });

  it("stay hidden where another window has hidden them and their hosts are known from before", async () => {
    const memory = storage();
    await using bench = await inventoryBench(WORLD);
    new HiddenTenants(memory, bench.inventory);
    await bench.inventory.refresh();
    const northwind = identityIn(bench, "Northwind");
    await signIn(bench, northwind);
    bench.azure.behave({ route: ["graph", "hosts"], tenant: "Northwind" }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    memory.kept["hiddenTenants"] = [`${northwind.account.id}/${northwind.tenant.tenantId}`];
    bench.inventory.emit("change", { everything: true });
    assert.deepEqual(shown(bench), ["Fabrikam"]);
  });

  it("are none where the storage holds something else", async () => {
    await using bench = await inventoryBench(WORLD);
    const hidden = new HiddenTenants(storage({ hiddenTenants: { a: 1 } }), bench.inventory);
    await bench.inventory.refresh();
    assert.equal(shown(bench).length, 2);
    hidden.hide([identityIn(bench, "Northwind")]);
    assert.deepEqual(shown(bench), ["Fabrikam"]);
  });
});
