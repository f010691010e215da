import assert from "node:assert/strict";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }, { displayName: "Partner", needsOwnSignIn: true }],
  accounts: [
    { label: "ops@contoso.example", home: "Contoso", guestOf: ["Partner"] },
    { label: "lab@contoso.example", home: "Contoso" },
  ],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Joint", tenant: "Partner" },
  ],
  hosts: [
    { name: "bas-a", subscription: "Production", sessions: [{ sessionId: "a1", userName: "alice" }] },
    { name: "bas-joint", subscription: "Joint", sessions: [{ sessionId: "j1", userName: "jo" }] },
  ],
} satisfies WorldSpec;

const patient = { requestDeadlineMs: 60_000 };

describe("A token that cannot be renewed", () => {
  it("takes no row away from an account that was known, and counts as being cut off", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.identities.allowed.clear();
    await bench.inventory.refresh();
    assert.deepEqual(bench.users("bas-a"), ["alice"]);
    assert.equal(bench.host("bas-a").problem?.kind, "signInNeeded");
    assert.equal(bench.inventory.isOffline, true);
    assert.equal(await bench.inventory.isReachable(new AbortController().signal), false);
    bench.identities.allowed.add("ops@contoso.example").add("lab@contoso.example");
    assert.equal(await bench.inventory.isReachable(new AbortController().signal), true);
  });

  it("says nothing of being cut off where an account was never allowed", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.identities.allowed.delete("ops@contoso.example");
    await bench.azure.goOffline();
    await bench.inventory.refresh();
    assert.equal(bench.inventory.isOffline, false, "nobody got a token, so nobody knows");
    await bench.azure.goOnline();
    await bench.inventory.refresh();
    await bench.azure.goOffline();
    await bench.inventory.refresh();
    assert.equal(bench.inventory.isOffline, true);
  });
});

describe("A host that never answers", () => {
  it("holds up neither the search nor what waits for it", async () => {
    await using bench = await inventoryBench(WORLD, patient);
    bench.azure.behave("list", { fault: { kind: "neverAnswers" } });
    const refreshed = bench.inventory.refresh();
    await bench.inventory.whenSearched();
    assert.equal(bench.inventory.enumerated, true);
    assert.equal(bench.host("bas-a").listing, true);
    bench.inventory.connect(undefined);
    await refreshed;
  });

  it("is asked again when it is expanded after it was collapsed", async () => {
    await using bench = await inventoryBench(WORLD, patient);
    const key = armKey(bench.azure.world.host("bas-a").id);
    bench.watchAll(false);
    bench.watch([key]);
    const never = bench.azure.behave("list", { fault: { kind: "neverAnswers" } });
    const refreshed = bench.inventory.refresh();
    await bench.azure.waitForRequest(({ route }) => route === "list");
    bench.watch([]);
    assert.equal(bench.host("bas-a").listing, false);
    never.remove();
    bench.watch([key]);
    await Promise.all([bench.until(() => bench.host("bas-a").list !== undefined), refreshed]);
    assert.deepEqual(bench.users("bas-a"), ["alice"]);
  });
});

describe("A search that ends late", () => {
  it("does not take back what a newer one has found", async () => {
    await using bench = await inventoryBench(WORLD, patient);
    await bench.inventory.refresh();
    const [wanted] = bench.inventory.searchProblems;
    assert.equal(wanted?.kind, "signInToTenant");
    const { account, tenant } = wanted.identity;

    bench.azure.behave(
      { route: "tenants", account: account.label },
      { fault: { kind: "slowDrip", msPerByte: 2 }, times: 1 },
    );
    const from = bench.azure.requests.length;
    const late = bench.inventory.refresh();
    await bench.azure.waitForRequest(({ id, route }) => id > from && route === "tenants");
    await fetch(`${bench.azure.url}/_signin/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ accountId: account.id, tenantId: tenant.tenantId, scopes: [], interactive: true }),
    });
    await bench.inventory.searchAgain(account, tenant);
    assert.deepEqual(bench.users("bas-joint"), ["jo"]);
    let wasGone = false;
    bench.inventory.on(
      "change",
      () => (wasGone ||= ![...bench.inventory.hosts].some(({ host }) => host.name === "bas-joint")),
    );
    await late;
    assert.equal(wasGone, false);
    assert.deepEqual(bench.users("bas-joint"), ["jo"]);
  });

  it("does not bring back an account that has signed out", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const [gone] = bench.inventory.accounts.values();
    assert.ok(gone);
    bench.identities.signedIn.delete(gone.account.label);
    await bench.inventory.refresh();
    await bench.inventory.searchAgain(gone.account);
    assert.equal(bench.inventory.accounts.has(gone.account.id), false);
  });
});

describe("A host that one account may not list", () => {
  it("is listed as soon as another account that may is allowed", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.world.setRole("ops@contoso.example", "bas-a", "reader");
    bench.identities.allowed.delete("lab@contoso.example");
    await bench.inventory.refresh();
    assert.equal(bench.host("bas-a").problem?.kind, "notAllowed");
    assert.equal(bench.host("bas-a").failedAs?.account.label, "ops@contoso.example");
    const lab = [...bench.inventory.accounts.values()].find(({ account }) => account.label === "lab@contoso.example");
    assert.ok(lab);
    bench.identities.allowed.add("lab@contoso.example");
    await bench.inventory.searchAgain(lab.account);
    assert.deepEqual(
      [bench.users("bas-a"), bench.host("bas-a").problem, bench.host("bas-a").failedAs],
      [["alice"], undefined, undefined],
    );
  });
});
