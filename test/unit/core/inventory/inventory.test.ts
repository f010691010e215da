import assert from "node:assert/strict";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }, { displayName: "Fabrikam" }],
  accounts: [
    { label: "ops@contoso.example", home: "Contoso" },
    { label: "guest@fabrikam.example", home: "Fabrikam" },
  ],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Empty", tenant: "Contoso" },
    { displayName: "Shared", tenant: "Contoso", managedBy: ["Fabrikam"] },
    { displayName: "Lab", tenant: "Fabrikam" },
  ],
  hosts: [
    {
      name: "bas-prod",
      subscription: "Production",
      sessions: [
        { userName: "alice", ageMinutes: 5, sessionId: "s1" },
        { userName: "bob", ageMinutes: 90, sessionId: "s2" },
      ],
    },
    { name: "bas-shared", subscription: "Shared", sessions: [{ userName: "carol", sessionId: "s3" }] },
    { name: "bas-lab", subscription: "Lab", sku: "Basic", sessions: 0 },
  ],
} satisfies WorldSpec;

const live = new AbortController().signal;

describe("The inventory", () => {
  it("finds every host of every account and tenant, and its sessions, longest first", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    assert.deepEqual(bench.inventory.subscriptions.map(({ subscription }) => subscription?.displayName).toSorted(), [
      "Lab",
      "Production",
      "Shared",
    ]);
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
    assert.deepEqual(bench.users("bas-lab"), []);
    assert.deepEqual(bench.inventory.searchProblems, []);
    assert.equal(bench.inventory.enumerated, true);
  });

  it("knows a host once that two identities see, lists it once, and acts as its own tenant", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const { identities } = bench.host("bas-shared");
    assert.deepEqual(
      identities.map(({ tenant }) => tenant.displayName),
      ["Contoso", "Fabrikam"],
    );
    const lists = bench.azure.requests.filter(
      ({ route, hostKey }) => route === "list" && hostKey === bench.host("bas-shared").host.key,
    );
    assert.equal(lists.length, 1);
  });

  it("asks as another identity where the first one may not list", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.behave(
      { route: "list", host: "bas-shared", account: "ops@contoso.example" },
      { fault: { kind: "status", status: 403 } },
    );
    await bench.inventory.refresh();
    assert.equal(bench.host("bas-shared").actor?.account.label, "guest@fabrikam.example");
    assert.deepEqual(bench.users("bas-shared"), ["carol"]);
  });

  it("shows the other hosts while one never answers", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    bench.azure.behave("bas-shared", { fault: { kind: "neverAnswers" } });
    const refreshed = bench.inventory.refresh();
    await bench.until(() => [...bench.inventory.hosts].filter(({ list }) => list).length === 2);
    assert.equal(bench.host("bas-shared").list, undefined);
    assert.equal(bench.host("bas-shared").listing, true);
    bench.inventory.connect(undefined);
    await refreshed;
  });

  it("says what a host's failure is, keeps what was known, and never takes it for empty", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave("bas-prod", { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    assert.equal(bench.host("bas-prod").problem?.kind, "failed");
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
    bench.azure.clearBehaviours();
    await bench.inventory.refreshHost(bench.host("bas-prod").host.key);
    assert.equal(bench.host("bas-prod").problem, undefined);
  });

  it("names the action and the scope that a forbidden list misses", async () => {
    await using bench = await inventoryBench({
      ...WORLD,
      roles: [{ account: "ops@contoso.example", scope: "bas-prod", role: "reader" }],
    });
    await bench.inventory.refresh();
    const { problem } = bench.host("bas-prod");
    assert.equal(problem?.kind, "notAllowed");
    assert.equal(problem.facts.action?.toLowerCase(), "microsoft.network/bastionhosts/getactivesessions/action");
    assert.equal(problem.facts.scope?.toLowerCase(), bench.host("bas-prod").host.key);
    assert.equal(bench.host("bas-prod").list, undefined);
  });

  it("says which tenant failed, and goes on with the rest", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.behave({ route: ["graph", "hosts"], tenant: "Fabrikam" }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    assert.deepEqual(
      bench.inventory.searchProblems.map((searchProblem) => [
        searchProblem.kind,
        "identity" in searchProblem && searchProblem.identity.tenant.displayName,
      ]),
      [["subscriptionHosts", "Fabrikam"]],
    );
    assert.deepEqual(bench.users("bas-shared"), ["carol"]);
  });

  it("keeps the hosts of a tenant that fails later", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave(
      { route: ["graph", "hosts", "subscriptions", "tenants"] },
      { fault: { kind: "status", status: 500 } },
    );
    await bench.inventory.refresh();
    assert.equal([...bench.inventory.hosts].length, 3);
    assert.ok(bench.inventory.searchProblems.length > 0);
  });

  it("asks each tenant for its own sign-in, and finds its hosts after that", async () => {
    await using bench = await inventoryBench({
      ...WORLD,
      tenants: [...WORLD.tenants, { displayName: "Partner", needsOwnSignIn: true }],
      accounts: [{ label: "ops@contoso.example", home: "Contoso", guestOf: ["Partner"] }],
      subscriptions: [...WORLD.subscriptions, { displayName: "Joint", tenant: "Partner" }],
      hosts: [{ name: "bas-joint", subscription: "Joint", sessions: 0 }],
    });
    await bench.inventory.refresh();
    const [searchProblem] = bench.inventory.searchProblems;
    assert.equal(searchProblem?.kind, "signInToTenant");
    await fetch(`${bench.azure.url}/_signin/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        accountId: searchProblem.identity.account.id,
        tenantId: searchProblem.identity.tenant.tenantId,
        scopes: [],
        interactive: true,
      }),
    });
    await bench.inventory.searchAgain(searchProblem.identity.account, searchProblem.identity.tenant);
    assert.deepEqual(bench.inventory.searchProblems, []);
    assert.deepEqual(bench.users("bas-joint"), []);
  });

  it("asks for leave where an account has not allowed the extension", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.identities.allowed.delete("guest@fabrikam.example");
    await bench.inventory.refresh();
    assert.deepEqual(
      bench.inventory.searchProblems.map(({ kind }) => kind),
      ["allowAccess"],
    );
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
  });

  it("keeps nothing of an account that signed out, and lists what another account sees as that one", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.identities.signedIn.delete("ops@contoso.example");
    bench.azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const refreshed = bench.inventory.refresh();
    await bench.until(() => bench.inventory.accounts.size === 1);
    assert.deepEqual([...bench.inventory.hosts].map(({ host }) => host.name).toSorted(), ["bas-lab", "bas-shared"]);
    assert.equal(bench.host("bas-shared").list, undefined);
    bench.inventory.connect(undefined);
    await refreshed;
  });

  it("drops a host that was deleted", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.reset({ ...WORLD, hosts: WORLD.hosts.slice(1) });
    await bench.inventory.refresh();
    assert.deepEqual([...bench.inventory.hosts].map(({ host }) => host.name).toSorted(), ["bas-lab", "bas-shared"]);
  });

  it("stops the requests of a refresh when the next one begins", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    const never = bench.azure.behave({ route: "list" }, { fault: { kind: "neverAnswers" } });
    const first = bench.inventory.refresh();
    await bench.azure.waitForRequest(({ route }) => route === "list");
    never.remove();
    await Promise.all([first, bench.inventory.refresh()]);
    await bench.azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
  });
});

describe("Disconnecting", () => {
  it("ends the sessions, takes their rows away at once, and lists the host again", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    const { key } = bench.host("bas-prod").host;
    const outcome = await bench.disconnects.disconnect(key, ["s1"], live);
    assert.deepEqual(
      outcome?.results.map(({ sessionId, verdict }) => [sessionId, verdict]),
      [["s1", "disconnected"]],
    );
    assert.deepEqual(bench.users("bas-prod"), ["bob"]);
    await bench.until(() => !bench.host("bas-prod").listing);
    assert.deepEqual(bench.users("bas-prod"), ["bob"]);
    assert.equal(bench.azure.requests.filter(({ route }) => route === "disconnect").length, 1);
  });

  it("says that the row is being disconnected while Azure works", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    await bench.inventory.refresh();
    bench.azure.behave({ route: "disconnect" }, { fault: { kind: "neverAnswers" } });
    const stop = new AbortController();
    const done = bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["s1"], stop.signal);
    await bench.azure.waitForRequest(({ route }) => route === "disconnect");
    assert.deepEqual(
      bench.host("bas-prod").list?.sessions.map(({ work }) => work),
      [undefined, "disconnecting"],
    );
    stop.abort();
    const outcome = await done;
    assert.deepEqual(
      outcome?.results.map(({ verdict, listedAfter }) => [verdict, listedAfter]),
      [["unknown", true]],
    );
    assert.deepEqual(
      bench.host("bas-prod").list?.sessions.map(({ work }) => work),
      [undefined, undefined],
    );
  });

  it("tells those that ended before and those that Azure refuses from those that it disconnected", async () => {
    await using bench = await inventoryBench({
      ...WORLD,
      hosts: [
        {
          name: "bas-prod",
          subscription: "Production",
          sessions: [{ sessionId: "a" }, { sessionId: "b", undisconnectable: "busy" }],
        },
      ],
    });
    await bench.inventory.refresh();
    const outcome = await bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["a", "b", "c"], live);
    assert.deepEqual(
      outcome?.results.map(({ verdict }) => verdict),
      ["disconnected", "failed", "alreadyEnded"],
    );
    assert.equal(outcome.results[1]?.message, "busy");
  });

  it("finds out by listing when the answer was lost", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave({ route: "disconnect" }, { fault: { kind: "reset", when: "afterHeaders", acted: true } });
    const outcome = await bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["s1"], live);
    assert.deepEqual(
      outcome?.results.map(({ verdict, listedAfter }) => [verdict, listedAfter]),
      [["unknown", false]],
    );
    assert.equal(bench.azure.requests.filter(({ route }) => route === "disconnect").length, 1);
  });

  it("keeps looking while Azure may still be at work, and the row says so", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave({ route: "disconnect" }, { fault: { kind: "status", status: 504, acted: false } });
    const { key } = bench.host("bas-prod").host;
    const before = bench.azure.requests.length;
    const done = bench.disconnects.disconnect(key, ["s1"], live);
    await bench.until(() => bench.host("bas-prod").list?.sessions.some(({ work }) => work === "checking") === true);
    const looks = () =>
      bench.azure.requests.slice(before).filter(({ route, ended }) => route === "list" && ended).length;
    await bench.until(() => looks() >= 3);
    bench.azure.world.endSession("bas-prod", "s1");
    const outcome = await done;
    assert.equal(outcome?.results[0]?.listedAfter, false);
    assert.deepEqual(bench.users("bas-prod"), ["bob"]);
  });

  it("tells that a session is still listed after the last look", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave({ route: "disconnect" }, { fault: { kind: "status", status: 504, acted: false } });
    const outcome = await bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["s1"], live);
    assert.equal(outcome?.results[0]?.listedAfter, true);
    assert.equal(bench.clock.ms, 60_000);
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
  });

  it("says that it is not known where the host cannot be listed either", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave({ route: ["disconnect", "list"] }, { fault: { kind: "reset", when: "beforeHeaders" } });
    const outcome = await bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["s1"], live);
    assert.deepEqual(
      outcome?.results.map(({ verdict, listedAfter }) => [verdict, listedAfter]),
      [["unknown", undefined]],
    );
  });

  it("leaves everything as it was where it is refused", async () => {
    await using bench = await inventoryBench(WORLD);
    await bench.inventory.refresh();
    bench.azure.behave({ route: "disconnect" }, { fault: { kind: "status", status: 403 } });
    const outcome = await bench.disconnects.disconnect(bench.host("bas-prod").host.key, ["s1"], live);
    assert.deepEqual(
      outcome?.results.map(({ verdict, error }) => [verdict, error?.kind]),
      [["failed", "notAllowed"]],
    );
    assert.deepEqual(bench.users("bas-prod"), ["bob", "alice"]);
  });

  it("does not let a list from before bring a session back", async () => {
    await using bench = await inventoryBench(WORLD, { requestDeadlineMs: 60_000 });
    await bench.inventory.refresh();
    bench.azure.behave({ route: "list" }, { fault: { kind: "slowDrip", msPerByte: 100 }, times: 1 });
    const { key } = bench.host("bas-prod").host;
    const slow = bench.inventory.refreshHost(key);
    await bench.azure.waitForRequest(({ route, hostKey }) => route === "list" && hostKey === key);
    await bench.disconnects.disconnect(key, ["s1"], live);
    await slow;
    await bench.until(() => !bench.host("bas-prod").listing);
    assert.deepEqual(bench.users("bas-prod"), ["bob"]);
  });
});
