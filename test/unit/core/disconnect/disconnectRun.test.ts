import assert from "node:assert/strict";
import { BATCH_SIZE } from "../../../../src/core/disconnect/batches.ts";
import type { SessionResult } from "../../../../src/core/disconnect/disconnects.ts";
import { runDisconnect, type Run, type RunEvent } from "../../../../src/core/disconnect/disconnectRun.ts";
import type { HostedSession } from "../../../../src/core/inventory/hostState.ts";
import type { SessionSpec, WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { settle, VirtualTime } from "../../../support/virtualTime.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";
import { silent } from "../../../support/silentLog.ts";

function crowd(count: number, more: (index: number) => SessionSpec = () => ({})): SessionSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    sessionId: `s${index}`,
    userName: `user${index}`,
    targetHostName: `vm-${index}`,
    ageMinutes: 10,
    ...more(index),
  }));
}

function worldOf(hosts: Readonly<Record<string, readonly SessionSpec[]>>): WorldSpec {
  return {
    tenants: [{ displayName: "Contoso" }],
    accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
    subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
    hosts: Object.entries(hosts).map(([name, sessions]) => ({ name, sessions })),
  };
}

interface Scene extends InventoryBench {
  readonly time: VirtualTime;
  readonly events: RunEvent[];
  readonly stop: AbortController;
  readonly lifetime: AbortController;
  /** Every session of these hosts, as they are known. */
  sessions(...hosts: readonly string[]): HostedSession[];
  run(sessions: readonly HostedSession[]): Run;
  /** Resolves as soon as the events are so. */
  told(isSo: (events: readonly RunEvent[]) => boolean): Promise<void>;
  /** Lets time pass until the next look at a host, and waits for what it shows. */
  look(): Promise<void>;
}

/** A bench on which time passes when the test lets it. */
async function scene(world: WorldSpec): Promise<Scene> {
  const time = new VirtualTime();
  const bench = await inventoryBench(world, { requestDeadlineMs: 60_000 }, silent, undefined, (ms, signal) => {
    const waited = time.sleep(ms, signal).catch(() => undefined);
    return waited.then(() => void (bench.clock.ms = time.now));
  });
  await bench.inventory.refresh();
  const events: RunEvent[] = [];
  let onEvent = (): void => undefined;
  const told: Scene["told"] = (isSo) =>
    new Promise((resolve) => {
      onEvent = () => (isSo(events) ? resolve() : undefined);
      onEvent();
    });
  const [stop, lifetime] = [new AbortController(), new AbortController()];
  return {
    ...bench,
    time,
    events,
    stop,
    lifetime,
    sessions: (...hosts) =>
      hosts.flatMap((name) =>
        (bench.host(name).list?.sessions ?? []).map((state) => ({ host: bench.host(name), state })),
      ),
    run: (sessions) =>
      runDisconnect(sessions, {
        inventory: bench.inventory,
        disconnects: bench.disconnects,
        clock: {
          monotonic: () => time.now,
          wall: () => new Date(0),
          pause: (ms, signal) => time.sleep(ms, signal).catch(() => undefined),
        },
        onEvent: (event) => {
          events.push(event);
          onEvent();
        },
        request: stop.signal,
        lifetime: lifetime.signal,
      }),
    told,
    look: async () => {
      const from = events.length;
      assert.ok(time.step(60_000), "there is nothing to wait for");
      bench.clock.ms = time.now;
      await told(() => events.length > from);
      await settle();
    },
    async [Symbol.asyncDispose]() {
      lifetime.abort();
      await bench[Symbol.asyncDispose]();
    },
  };
}

function verdicts(results: readonly SessionResult[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(results, ({ verdict }) => verdict)].map(([verdict, of]) => [verdict, of.length]),
  );
}

/** How many sessions each disconnect named, in the order in which they came. */
function batches({ azure }: InventoryBench): number[] {
  return azure.requests.filter(({ route }) => route === "disconnect").map(({ sessionIds }) => sessionIds?.length ?? 0);
}

describe("Disconnecting many", () => {
  it("goes in batches of one host, one after the other, and each session is named once", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(2 * BATCH_SIZE + 20) }));
    const [outcome] = await set.run(set.sessions("bas-a")).outcomes;
    assert.deepEqual(batches(set), [BATCH_SIZE, BATCH_SIZE, 20]);
    assert.deepEqual(verdicts(outcome?.results ?? []), { disconnected: 2 * BATCH_SIZE + 20 });
    const named = set.azure.requests.flatMap(({ sessionIds }) => sessionIds ?? []);
    assert.equal(new Set(named).size, named.length);
    assert.deepEqual(set.events.filter(({ kind }) => kind === "answered").length, 3);
    assert.deepEqual(set.azure.world.sessions("bas-a"), []);
  });

  it("says of every row that it is being disconnected, from the first batch to the last", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(BATCH_SIZE + 1) }));
    set.azure.behave("disconnect", { fault: { kind: "neverAnswers", acted: true } });
    const run = set.run(set.sessions("bas-a"));
    await set.azure.waitForRequest(({ route }) => route === "disconnect");
    assert.deepEqual(new Set(set.sessions("bas-a").map(({ state }) => state.work)), new Set(["disconnecting"]));
    set.stop.abort();
    await run.outcomes;
  });

  it("asks all hosts at once", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(1), "bas-b": crowd(1) }));
    const never = set.azure.behave(
      { route: "disconnect", host: "bas-a" },
      { fault: { kind: "neverAnswers", acted: true } },
    );
    const run = set.run(set.sessions("bas-a", "bas-b"));
    await set.told((events) => events.some((event) => event.host.host.name === "bas-b"));
    never.remove();
    set.stop.abort();
    const outcomes = await run.outcomes;
    assert.deepEqual(outcomes.map(({ host, results }) => [host.host.name, results[0]?.verdict]).toSorted(), [
      ["bas-a", "unknown"],
      ["bas-b", "disconnected"],
    ]);
  });

  it("tells after a cancellation what was sent, what was not, and of which it is not known", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(3 * BATCH_SIZE) }));
    set.azure.behave("disconnect", { times: 1 });
    const run = set.run(set.sessions("bas-a"));
    await set.azure.waitForRequest(({ route, ended }) => route === "disconnect" && ended);
    set.azure.behave("disconnect", { fault: { kind: "neverAnswers", acted: true } });
    await set.azure.waitForRequest(({ route, ended }) => route === "disconnect" && !ended);
    set.stop.abort();
    const [outcome] = await run.outcomes;
    const said = verdicts(outcome?.results ?? []);
    assert.equal(
      Object.values(said).reduce((sum, count) => sum + count, 0),
      3 * BATCH_SIZE,
    );
    assert.equal((said["notSent"] ?? 0) % BATCH_SIZE, 0);
    assert.ok((said["notSent"] ?? 0) >= BATCH_SIZE && said["unknown"] === BATCH_SIZE, JSON.stringify(said));
    const named = new Set(set.azure.requests.flatMap(({ sessionIds }) => sessionIds ?? []));
    assert.deepEqual(
      outcome?.results.filter(({ sessionId, verdict }) => named.has(sessionId) === (verdict === "notSent")),
      [],
    );
    assert.deepEqual(
      outcome.results.filter(({ verdict, listedAfter }) => verdict === "unknown" && listedAfter !== false),
      [],
      "they were acted on, and the host says so",
    );
  });

  it("sends nothing at all where it was cancelled before", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(BATCH_SIZE + 1) }));
    set.stop.abort();
    const [outcome] = await set.run(set.sessions("bas-a")).outcomes;
    assert.deepEqual([batches(set), verdicts(outcome?.results ?? [])], [[], { notSent: BATCH_SIZE + 1 }]);
    assert.deepEqual(new Set(set.sessions("bas-a").map(({ state }) => state.work)), new Set([undefined]));
  });

  it("stops asking a host that refused every account, and says so for all sessions", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(2 * BATCH_SIZE) }));
    set.azure.behave("disconnect", { fault: { kind: "status", status: 403, code: "AuthorizationFailed" } });
    const [outcome] = await set.run(set.sessions("bas-a")).outcomes;
    assert.deepEqual([batches(set), verdicts(outcome?.results ?? [])], [[BATCH_SIZE], { failed: 2 * BATCH_SIZE }]);
    assert.deepEqual(new Set(outcome?.results.map(({ error }) => error?.kind)), new Set(["notAllowed"]));
  });

  it("goes on with the next batch where one is refused for itself", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(2 * BATCH_SIZE) }));
    set.azure.behave("disconnect", { fault: { kind: "status", status: 400, code: "BadRequest" }, times: 1 });
    const [outcome] = await set.run(set.sessions("bas-a")).outcomes;
    assert.deepEqual(verdicts(outcome?.results ?? []), { failed: BATCH_SIZE, disconnected: BATCH_SIZE });
  });

  it("says that nothing was sent where the host is no longer known", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(1) }));
    const sessions = set.sessions("bas-a");
    set.inventory.connect(undefined);
    // Each has one result, however often it is named.
    const run = set.run([...sessions, ...sessions]);
    const [outcome] = await run.outcomes;
    assert.deepEqual(
      outcome?.results.map(({ verdict, error }) => [verdict, error?.kind]),
      [["notSent", "cancelled"]],
    );
    await run.looked;
  });
});

/** What Azure answers for a session that stays listed, by its verdict. */
const staying: readonly (readonly [SessionResult["verdict"], SessionSpec])[] = [
  ["disconnected", { ghost: true }],
  ["alreadyEnded", { unfindable: true }],
];

for (const [verdict, stays] of staying) {
  describe(`After Azure has said of sessions: ${verdict}`, () => {
    it("the outcome comes at once, and each is then seen to be gone or still there", async () => {
      await using set = await scene(worldOf({ "bas-a": crowd(2, (index) => (index === 1 ? stays : {})) }));
      const run = set.run(set.sessions("bas-a"));
      const [outcome] = await run.outcomes;
      const said = outcome?.results.map((result) => [result.sessionId, result.verdict] as const) ?? [];
      assert.deepEqual(Object.fromEntries(said), { s0: "disconnected", s1: verdict });
      assert.equal(set.time.now, 0);
      assert.deepEqual(set.users("bas-a"), [], "the rows are gone at Azure's word");
      await set.told((events) => events.some(({ kind }) => kind === "listed"));
      await settle();
      const seen = () =>
        set.events.flatMap((event) => (event.kind === "listed" ? [Object.fromEntries(event.listed)] : [])).at(-1);
      assert.deepEqual(seen(), { s0: false, s1: true });
      assert.deepEqual(set.users("bas-a"), ["user1"], "and what is listed is shown");

      const looks: number[] = [];
      while (set.time.nextAt !== undefined && set.time.nextAt <= 60_000) {
        await set.look();
        looks.push(set.time.now);
        assert.deepEqual(seen(), { s0: false, s1: true });
      }
      assert.deepEqual(looks, [2_000, 6_000, 14_000, 30_000, 60_000]);
      await run.looked;
      assert.equal(set.events.filter(({ kind }) => kind === "verified").length, 1);
    });

    it("nothing is final where looking is cut short, as by the end of the window", async () => {
      await using set = await scene(worldOf({ "bas-a": crowd(1, () => stays) }));
      const run = set.run(set.sessions("bas-a"));
      await run.outcomes;
      await set.told((events) => events.some(({ kind }) => kind === "listed"));
      set.inventory.connect(undefined);
      await run.looked;
      assert.deepEqual(
        set.events.filter(({ kind }) => kind === "verified"),
        [],
      );
    });

    it("verification ends once they are gone", async () => {
      await using set = await scene(worldOf({ "bas-a": crowd(2, () => stays) }));
      const run = set.run(set.sessions("bas-a"));
      await run.outcomes;
      await set.told((events) => events.some(({ kind }) => kind === "listed"));
      await settle();
      set.azure.world.endSession("bas-a", "s0");
      await set.look();
      set.azure.world.endSession("bas-a", "s1");
      await set.look();
      await run.looked;
      assert.ok(set.time.now < 10_000, String(set.time.now));
    });
  });
}

describe("After Azure has said that sessions are disconnected", () => {
  it("nothing is said of them where the host cannot be listed", async () => {
    await using set = await scene(worldOf({ "bas-a": crowd(1) }));
    const sessions = set.sessions("bas-a");
    set.azure.behave("list", { fault: { kind: "status", status: 403 } });
    const run = set.run(sessions);
    await run.outcomes;
    await set.until(() => !set.host("bas-a").listing);
    for (let steps = 0; steps < 5; steps++) {
      await settle();
      assert.ok(set.time.step(60_000));
      await settle();
      await set.until(() => !set.host("bas-a").listing);
    }
    await run.looked;
    assert.deepEqual(
      set.events.filter(({ kind }) => kind === "listed"),
      [],
    );
  });
});

describe("A user who was disconnected", () => {
  const who = { userName: "alice", targetHostName: "vm-1", targetIpAddress: "10.0.0.1" };
  const returns = (set: Scene) =>
    set.events.flatMap((event) =>
      event.kind === "returned"
        ? [
            `${event.left.state.session.sessionId ?? ""} is back on ${event.host.host.name} by ${event.through.sessionId ?? ""}`,
          ]
        : [],
    );

  async function disconnected(
    sessions: readonly SessionSpec[],
    which: readonly string[],
    other: readonly SessionSpec[] = [],
  ): Promise<Scene> {
    const set = await scene(worldOf({ "bas-a": sessions, "bas-b": other }));
    const run = set.run(set.sessions("bas-a").filter(({ state }) => which.includes(state.session.sessionId ?? "")));
    await Promise.all([run.outcomes, run.looked]);
    return set;
  }

  it("is back where a new session of theirs is on the same machine, whichever list shows it", async () => {
    await using set = await disconnected([{ sessionId: "s1", ...who }], ["s1"]);
    set.azure.world.addSession("bas-a", { sessionId: "s2", ...who, ageMinutes: 0 });
    await set.inventory.refreshHost(set.host("bas-a").host.key);
    assert.deepEqual(returns(set), ["s1 is back on bas-a by s2"]);
    await set.inventory.refresh();
    assert.equal(returns(set).length, 1, "and is told of once");
  });

  it("is back by whichever name's letters, and through another host too", async () => {
    const vm = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
    const there = { ...who, wire: { targetResourceId: vm } };
    await using set = await disconnected(
      [{ sessionId: "s1", ...there }],
      ["s1"],
      [{ sessionId: "o1", userName: "bob" }],
    );
    set.azure.world.addSession("bas-b", { sessionId: "s2", ...there, userName: "Alice", ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), ["s1 is back on bas-b by s2"]);
  });

  it("is not known to be back on an address in the networks of another host", async () => {
    const there = { ...who, byAddress: true };
    await using set = await disconnected([{ sessionId: "s1", ...there }], ["s1"], [{ sessionId: "o1" }]);
    set.azure.world.addSession("bas-b", { sessionId: "s2", ...there, ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), []);
    set.azure.world.addSession("bas-a", { sessionId: "s3", ...there, ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), ["s1 is back on bas-a by s3"]);
  });

  it("has not reconnected by an earlier session, one on another machine, or one of another user", async () => {
    await using set = await disconnected(
      [
        { sessionId: "s1", ...who },
        { sessionId: "kept", ...who },
      ],
      ["s1"],
    );
    set.azure.world.addSession("bas-a", { sessionId: "elsewhere", ...who, targetHostName: "vm-2", ageMinutes: 0 });
    set.azure.world.addSession("bas-a", { sessionId: "else", ...who, userName: "bob", ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), []);
  });

  it("has not reconnected by a session older than the disconnect, even if it was not listed before", async () => {
    await using set = await scene(worldOf({ "bas-a": [{ sessionId: "s1", ...who }] }));
    set.azure.world.addSession("bas-a", { sessionId: "older", ...who, ageMinutes: 5 });
    await set.run(set.sessions("bas-a")).looked;
    await set.inventory.refresh();
    assert.deepEqual(returns(set), []);
  });

  it("is back once for each session that was disconnected", async () => {
    await using set = await disconnected(
      [
        { sessionId: "s1", ...who },
        { sessionId: "s2", ...who },
      ],
      ["s1", "s2"],
    );
    set.azure.world.addSession("bas-a", { sessionId: "s3", ...who, ageMinutes: 0 });
    await set.inventory.refresh();
    await set.inventory.refresh();
    assert.equal(returns(set).length, 1);
    set.azure.world.addSession("bas-a", { sessionId: "s4", ...who, ageMinutes: 0 });
    await set.inventory.refresh();
    assert.equal(returns(set).length, 2);
  });

  it("is looked for for two minutes", async () => {
    await using set = await scene(worldOf({ "bas-a": [{ sessionId: "s1", ...who }] }));
    const run = set.run(set.sessions("bas-a"));
    await Promise.all([run.outcomes, run.looked]);
    await settle();
    assert.equal(set.time.nextAt, 120_000);
    set.time.pass(120_000);
    await run.watched;
    set.azure.world.addSession("bas-a", { sessionId: "s2", ...who, ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), []);
    assert.equal(set.inventory.listenerCount("change"), 0);
  });

  it("who was not disconnected is not looked for", async () => {
    await using set = await disconnected([{ sessionId: "s1", ...who, undisconnectable: "busy" }], ["s1"]);
    set.azure.world.addSession("bas-a", { sessionId: "s2", ...who, ageMinutes: 0 });
    await set.inventory.refresh();
    assert.deepEqual(returns(set), []);
  });
});
