import assert from "node:assert/strict";
import type { AzureErrorKind } from "../../../../src/core/azure/http/azureError.ts";
import { leftoversOf } from "../../../../src/core/inventory/hostLeftovers.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import type { RouteName } from "../../../simulated-azure/http/requestLog.ts";
import type { SessionSpec, WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";
import { patience } from "../../../support/patience.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }, { displayName: "Fabrikam" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso", guestOf: ["Fabrikam"] }],
  subscriptions: [
    { displayName: "Production", tenant: "Contoso" },
    { displayName: "Lab", tenant: "Fabrikam" },
  ],
  hosts: [
    { name: "bas-sick", subscription: "Production", sessions: [{ sessionId: "a1", userName: "alice" }] },
    { name: "bas-well", subscription: "Production", sessions: [{ sessionId: "b1", userName: "bob" }] },
    { name: "bas-lab", subscription: "Lab", sessions: [{ sessionId: "c1", userName: "carol" }] },
  ],
} satisfies WorldSpec;

const status = (code: number, more: Partial<Extract<Fault, { kind: "status" }>> = {}): Fault => ({
  kind: "status",
  status: code,
  code: "SomeError",
  ...more,
});

/** Every fault that stays, and what is to be said at the row that it concerns. */
const faults: readonly (readonly [name: string, fault: Fault, kind: AzureErrorKind])[] = [
  ["reset before the headers", { kind: "reset", when: "beforeHeaders" }, "unreachable"],
  ["reset in the headers", { kind: "reset", when: "duringHeaders" }, "unreachable"],
  ["reset in the body", { kind: "reset", when: "afterHeaders" }, "unreachable"],
  ["a body cut short", { kind: "cutBody" }, "unreachable"],
  ["a captive portal's page", { kind: "html" }, "unreadable"],
  ["a proxy's 403 page", { kind: "html", status: 403 }, "unreadable"],
  ["a redirect to a login page", { kind: "redirect", to: "http://127.0.0.1:9/login" }, "unreadable"],
  ["invalid JSON", { kind: "invalidJson" }, "unreadable"],
  ["JSON of the wrong type", { kind: "json", body: "a text" }, "unreadable"],
  ["a list that is a number", { kind: "json", body: { value: 7 } }, "unreadable"],
  ["a list that is null", { kind: "json", body: { value: null } }, "unreadable"],
  ["no list at all", { kind: "json", body: {} }, "unreadable"],
  ["100 MB", { kind: "huge" }, "unreadable"],
  ["an endless body", { kind: "endless" }, "unreadable"],
  ["no answer", { kind: "neverAnswers" }, "timedOut"],
  ["a byte at a time", { kind: "slowDrip" }, "timedOut"],
  ["429 for ever", status(429, { retryAfter: 2 }), "throttled"],
  ["429 without a wait, for ever", status(429), "throttled"],
  ["429 with an absurd wait", status(429, { retryAfter: 86_400 }), "throttled"],
  ["500", status(500), "failed"],
  ["502", status(502), "failed"],
  ["503", status(503), "failed"],
  ["504", status(504), "failed"],
  ["409", status(409), "failed"],
  ["401, even to a fresh token", status(401, { code: "ExpiredAuthenticationToken" }), "signInNeeded"],
  ["403", status(403, { code: "AuthorizationFailed" }), "notAllowed"],
  ["404", status(404, { code: "ResourceNotFound" }), "notFound"],
  ["a page chain that loops", { kind: "pageLoop", how: "loop" }, "unreadable"],
  ["a page chain that repeats", { kind: "pageLoop", how: "repeat" }, "unreadable"],
  ["a next page elsewhere", { kind: "foreignLinks", to: "http://127.0.0.1:9" }, "unreadable"],
];

/** Patience for everything but what never comes: a busy machine is no fault. */
const impatient = (name: string) => ({ requestDeadlineMs: patience(NEVER_COMES.has(name) ? 600 : 30_000) });
const NEVER_COMES = new Set(["no answer", "a byte at a time"]);

function assertOthersWell(bench: InventoryBench): void {
  assert.deepEqual([bench.users("bas-well"), bench.users("bas-lab")], [["bob"], ["carol"]]);
  assert.deepEqual([bench.host("bas-well").problem, bench.host("bas-lab").problem], [undefined, undefined]);
}

describe("A fault at one host", function () {
  this.timeout(40_000);
  for (const [name, fault, kind] of faults) {
    it(`is said at its row and nowhere else, keeps what was known and passes: ${name}`, async () => {
      await using bench = await inventoryBench(WORLD, impatient(name));
      const sick = bench.azure.behave({ route: "list", host: "bas-sick" }, { fault });
      await bench.inventory.refresh();
      assert.equal(bench.host("bas-sick").problem?.kind, kind);
      assert.equal(bench.host("bas-sick").list, undefined, "not known is not empty");
      assert.deepEqual(bench.inventory.searchProblems, []);
      assertOthersWell(bench);

      sick.remove();
      await bench.inventory.refresh();
      assert.deepEqual([bench.users("bas-sick"), bench.host("bas-sick").problem], [["alice"], undefined]);

      bench.azure.behave({ route: "list", host: "bas-sick" }, { fault });
      await bench.inventory.refresh();
      assert.deepEqual([bench.users("bas-sick"), bench.host("bas-sick").problem?.kind], [["alice"], kind]);
      assertOthersWell(bench);
    });
  }
});

describe("A fault of the search", () => {
  const routes: readonly (readonly [
    name: string,
    route: readonly RouteName[],
    tenant: string | undefined,
    searchProblem: string,
  ])[] = [
    ["the list of tenants", ["tenants"], undefined, "tenants"],
    ["one tenant's subscriptions", ["subscriptions"], "Contoso", "subscriptions"],
    ["one tenant's graph and host lists", ["graph", "hosts"], "Contoso", "hosts"],
  ];
  const some = [
    "reset before the headers",
    "a captive portal's page",
    "JSON of the wrong type",
    "no answer",
    "429 for ever",
    "500",
    "403",
  ];
  for (const [where, route, tenant, searchProblem] of routes) {
    for (const [name, fault] of faults.filter(([each]) => some.includes(each))) {
      it(`is said at the top and takes nothing away: ${where}, ${name}`, async () => {
        await using bench = await inventoryBench(WORLD, impatient(name));
        await bench.inventory.refresh();
        bench.azure.behave({ route, ...(tenant !== undefined && { tenant }) }, { fault });
        await bench.inventory.refresh();
        const said = bench.inventory.searchProblems.map(({ kind }) => kind);
        assert.ok(
          said.some((kind) => kind === searchProblem || kind === "subscriptionHosts"),
          said.join(),
        );
        assert.deepEqual(bench.users("bas-sick"), ["alice"]);
        assertOthersWell(bench);
        bench.azure.clearBehaviours();
        await bench.inventory.refresh();
        assert.deepEqual(bench.inventory.searchProblems, []);
      });
    }
  }

  it("is overcome where the graph refuses and the subscriptions answer", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.behave({ route: "graph" }, { fault: status(403, { code: "AuthorizationFailed" }) });
    await bench.inventory.refresh();
    assert.deepEqual(bench.inventory.searchProblems, []);
    assertOthersWell(bench);
  });

  it("is said of the one subscription that refuses", async () => {
    await using bench = await inventoryBench(WORLD);
    bench.azure.behave({ route: "graph" }, { fault: status(403, { code: "AuthorizationFailed" }) });
    bench.azure.behave(
      { route: "hosts", subscription: "Lab" },
      { fault: status(403, { code: "AuthorizationFailed" }) },
    );
    await bench.inventory.refresh();
    assert.deepEqual(
      bench.inventory.searchProblems.map(({ kind }) => kind),
      ["subscriptionHosts"],
    );
    assert.deepEqual([bench.users("bas-sick"), bench.users("bas-well")], [["alice"], ["bob"]]);
  });
});

describe("A 429 storm over every host", () => {
  it("ends in an honest word at each, with few requests, and in the truth when it is over", async () => {
    const hosts = Array.from({ length: 30 }, (_, index) => ({
      name: `bas-${index}`,
      sessions: [{ sessionId: `s${index}`, userName: `user${index}` }],
    }));
    await using bench = await inventoryBench({ ...WORLD, hosts });
    bench.azure.behave({ route: "list" }, { fault: status(429, { retryAfter: 1 }) });
    await bench.inventory.refresh();
    assert.deepEqual(new Set([...bench.inventory.hosts].map(({ problem }) => problem?.kind)), new Set(["throttled"]));
    assert.ok(bench.azure.requests.filter(({ route }) => route === "list").length <= 30 * 4);
    bench.azure.clearBehaviours();
    await bench.inventory.refresh();
    assert.deepEqual(
      hosts.map(({ name }) => bench.users(name)),
      hosts.map(({ sessions }) => sessions.map(({ userName }) => userName)),
    );
  });
});

describe("Sessions as they should not be", () => {
  const cases: readonly (readonly [
    name: string,
    sessions: readonly SessionSpec[],
    rows: number,
    unreadable: number,
  ])[] = [
    [
      "fields missing",
      [{ omit: ["userName", "protocol", "startTime", "targetHostName", "sessionDurationInMins"] }],
      1,
      0,
    ],
    ["fields null", [{ wire: { userName: null, protocol: null, startTime: null, sessionDurationInMins: null } }], 1, 0],
    [
      "fields of other types",
      [{ wire: { userName: 7, protocol: {}, startTime: [1], sessionDurationInMins: "long", targetHostName: true } }],
      1,
      0,
    ],
    ["no id", [{ omit: ["sessionId"] }, { omit: ["sessionId"] }], 2, 0],
    ["an id that is no text", [{ wire: { sessionId: 12 } }], 1, 0],
    ["ids that differ in case only", [{ sessionId: "abc" }, { sessionId: "ABC" }], 2, 0],
    [
      "a duration that is no number to count with",
      [{ wire: { sessionDurationInMins: -5 } }, { wire: { sessionDurationInMins: 1e308 } }],
      2,
      0,
    ],
  ];
  for (const [name, sessions, rows, unreadable] of cases) {
    it(`are rows of their own, and nothing is guessed: ${name}`, async () => {
      await using bench = await inventoryBench({ ...WORLD, hosts: [{ name: "bas-odd", sessions }] });
      await bench.inventory.refresh();
      const { list, problem } = bench.host("bas-odd");
      assert.equal(problem, undefined);
      assert.equal(list?.sessions.length, rows);
      assert.equal(new Set(list.sessions.map(({ key }) => key)).size, rows);
      assert.equal(list.unreadable, unreadable);
    });
  }

  it("have no start where Azure's was never set, and are no leftovers for it", async () => {
    const wire = { userName: "alice", startTime: "0001-01-01T00:00:00" };
    const sessions = [180, 660].map((ageMinutes) => ({ ageMinutes, targetHostName: "vm-1", wire }));
    await using bench = await inventoryBench({ ...WORLD, hosts: [{ name: "bas-odd", sessions }] });
    await bench.inventory.refresh();
    const host = bench.host("bas-odd");
    assert.deepEqual(
      host.list?.sessions.map(({ session }) => [session.startTime, Math.round(session.durationMinutes ?? 0)]),
      [
        [undefined, 660],
        [undefined, 180],
      ],
    );
    assert.deepEqual(leftoversOf(host), []);
  });

  it("are counted where they are no sessions at all", async () => {
    await using bench = await inventoryBench({ ...WORLD, hosts: [{ name: "bas-odd", sessions: 0 }] });
    bench.azure.behave(
      { route: "list" },
      { fault: { kind: "json", body: { value: [{ sessionId: "x", userName: "alice" }, 7, null, "text"] } } },
    );
    await bench.inventory.refresh();
    assert.deepEqual([bench.users("bas-odd"), bench.host("bas-odd").list?.unreadable], [["alice"], 3]);
  });
});

describe("A clock that is wrong by a day", () => {
  it("changes no age", async () => {
    await using bench = await inventoryBench({
      ...WORLD,
      hosts: [{ name: "bas-odd", sessions: [{ ageMinutes: 10 }] }],
    });
    bench.azure.clock.advance(24 * 3_600_000);
    const [before] = bench.azure.world.sessions("bas-odd");
    await bench.inventory.refresh();
    const minutes = bench.host("bas-odd").list?.sessions[0]?.session.durationMinutes ?? 0;
    assert.ok(before);
    // Azure's own word, whatever this machine thinks the date is.
    assert.ok(Math.abs(minutes - (24 * 60 + 10)) < 1, String(minutes));
  });
});
