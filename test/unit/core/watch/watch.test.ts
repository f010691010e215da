import { strict as assert } from "node:assert";
import { once } from "node:events";
import { BOB, connect, MINUTE, ruleOf, scene, world } from "../../../support/watch/watchScene.ts";

describe("watching", () => {
  it("asks Azure nothing without a rule, and nothing while it is paused", async () => {
    await using made = await scene([]);
    await made.pass(10);
    assert.deepEqual(made.bench.azure.requests, []);
    made.rules = [ruleOf({ kind: "connects" })];
    made.isPaused = true;
    await made.pass(10);
    assert.deepEqual(made.bench.azure.requests, []);
  });

  it("tells of a connection once, also after a restart", async () => {
    await using made = await scene([ruleOf({ kind: "connects" })]);
    connect(made);
    await made.pass(20);
    assert.deepEqual(made.told(), ["connects 1"]);
    await made.pass(20);
    await made.restart();
    await made.pass(20);
    assert.deepEqual(made.told(), []);
    assert.equal(made.watch.state.rules[0]?.hits.length, 1);
  });

  it("gives one summary of what held already", async () => {
    await using made = await scene([]);
    connect(made);
    connect(made, "bas-b", BOB);
    await made.pass(20);
    made.rules = [ruleOf({ kind: "connects" })];
    await made.watch.look();
    assert.deepEqual(made.told(), ["held already: connects 2"]);
  });

  it("tells only what the rule matches", async () => {
    await using made = await scene([ruleOf({ kind: "connects" }, `person:${BOB}`)]);
    connect(made);
    await made.pass(20);
    assert.deepEqual(made.told(), []);
    connect(made, "bas-b", BOB);
    await made.pass(20);
    assert.deepEqual(made.told(), ["connects 1"]);
  });

  it("needs no list for what the log tells, and one query for a subscription and five minutes", async () => {
    await using made = await scene([ruleOf({ kind: "connects" }), ruleOf({ kind: "linkUsed" })]);
    const before = made.count("auditLog");
    for (let minute = 0; minute < 30; minute++) {
      await made.pass(1);
    }
    assert.equal(made.count("auditLog") - before, 6);
    assert.equal(made.count("list"), 0);
  });

  it("says where it can't see", async () => {
    await using made = await scene([ruleOf({ kind: "connects" })]);
    await made.pass(6);
    const [state] = made.watch.state.rules;
    const { key } = made.bench.host("bas-t").host;
    assert.deepEqual(state?.blind, [{ hostKey: key, reason: "notLogged" }]);
    assert.equal(state.hosts, 3);
  });

  it("says that it watches nothing where no host is what a rule concerns", async () => {
    await using made = await scene([ruleOf({ kind: "connects" }, "host:bas-x"), ruleOf({ kind: "more" })]);
    const idle = () => made.watch.state.rules.map((rule) => rule.idle);
    assert.deepEqual(idle(), ["noHosts", undefined]);
    made.shared.isLeader = false;
    made.shared.problem = new Error("EROFS");
    await made.pass(1);
    assert.deepEqual(idle(), ["notShared", "notShared"]);
  });

  it("says that it watches nothing without a signed-in account, and watches soon after one is", async () => {
    await using made = await scene([]);
    made.bench.identities.signedIn.clear();
    made.rules = [ruleOf({ kind: "connects" })];
    await made.watch.look();
    assert.equal(made.watch.state.rules[0]?.idle, "notSearched");
    made.bench.identities.signedIn.add("ops@contoso.example");
    connect(made);
    await made.pass(10);
    assert.deepEqual(made.told(), ["held already: connects 1"]);
    assert.deepEqual(
      made.watch.state.rules.map(({ idle }) => idle),
      [undefined],
    );
  });

  it("tells nothing while it is snoozed, and what happened meanwhile afterwards", async () => {
    await using made = await scene([ruleOf({ kind: "connects" })]);
    await made.watch.snooze(made.bench.clock.asleep + 60 * MINUTE);
    connect(made);
    await made.pass(30);
    assert.deepEqual(made.told(), []);
    await made.pass(40);
    assert.deepEqual(made.told(), ["connects 1"]);
  });

  it("doesn't say of what happens while it is snoozed that it held already", async () => {
    await using made = await scene([]);
    await made.watch.snooze(made.bench.clock.asleep + 60 * MINUTE);
    made.rules = [ruleOf({ kind: "connects" })];
    await made.watch.look();
    connect(made);
    await made.pass(70);
    assert.deepEqual(made.told(), ["connects 1"]);
  });

  it("gathers what happens within five minutes into one notice", async () => {
    await using made = await scene([ruleOf({ kind: "connects" })]);
    connect(made);
    await made.pass(15);
    connect(made);
    connect(made, "bas-b", BOB);
    for (let minute = 0; minute < 20; minute += 2) {
      await made.pass(2);
    }
    assert.ok(made.notices.length <= 5);
    const told = made.told().map((text) => Number(text.split(" ").at(-1)));
    assert.equal(
      told.reduce((sum, hits) => sum + hits, 0),
      3,
    );
  });
});

describe("what is shown of a watch", () => {
  it("is asked for often, without asking each time what the user has seen", async () => {
    await using made = await scene([ruleOf({ kind: "connects" })]);
    connect(made);
    await made.pass(20);
    let asked = 0;
    const isSeen = made.shared.isSeen.bind(made.shared);
    made.shared.isSeen = (key) => {
      asked++;
      return isSeen(key);
    };
    const [rule] = made.watch.state.rules;
    const keys = (rule?.hits ?? []).map(({ key }) => key);
    assert.deepEqual([...made.watch.state.unseen], keys);
    assert.equal(keys.length, 1);
    assert.equal(asked, 0);
    const changed = once(made.watch, "change");
    made.watch.seen(keys);
    await changed;
    assert.equal(made.watch.state.unseen.size, 0);
  });
});

describe("a watch whose log can't be read for a while", () => {
  const connects = [ruleOf({ kind: "connects" })];

  it("tells a connection once, though a list has shown it before", async () => {
    for (const status of [503, 403]) {
      await using made = await scene(connects, { ...world, hosts: world.hosts?.slice(0, 1) ?? [] });
      const { key } = made.bench.host("bas-a").host;
      await made.bench.inventory.refreshHost(key);
      await made.pass(6);
      const fault = made.bench.azure.behave({ route: "auditLog" }, { fault: { kind: "status", status } });
      connect(made);
      await made.pass(6);
      await made.bench.inventory.refreshHost(key);
      await made.pass(6);
      fault.remove();
      for (let hour = 0; hour < 3; hour++) {
        await made.pass(61);
      }
      assert.deepEqual(made.told(), ["connects 1"], String(status));
    }
  });

  it("tells afterwards what happened meanwhile, also after hours", async () => {
    for (const status of [503, 403]) {
      await using made = await scene(connects);
      const fault = made.bench.azure.behave({ route: "auditLog" }, { fault: { kind: "status", status } });
      await made.pass(6);
      connect(made);
      for (let hour = 0; hour < 5; hour++) {
        await made.pass(61);
      }
      assert.deepEqual(made.told(), []);
      fault.remove();
      await made.pass(61);
      await made.pass(6);
      assert.deepEqual(made.told(), ["connects 1"], String(status));
    }
  });
});

describe("a watch on long sessions", () => {
  const long = ruleOf({ kind: "longerThan", minutes: 60 });

  it("lists a host when a session may pass the threshold, and tells it once", async () => {
    await using made = await scene([long]);
    connect(made);
    await made.pass(30);
    await made.bench.until(() => made.bench.host("bas-a").list !== undefined);
    assert.deepEqual(made.told(), []);
    for (let minute = 0; minute < 60; minute += 5) {
      await made.pass(5);
    }
    assert.deepEqual(made.told(), ["longerThan 1"]);
  });

  it("lists a host at most twice an hour, and all hosts together at most twenty times", async () => {
    const hosts = Array.from({ length: 40 }, (_, index) => ({
      name: `bas-${index}`,
      subscription: "Production",
      sku: "Standard" as const,
      scaleUnits: 2,
      sessions: [{ userName: "azureuser", ageMinutes: 3 }],
    }));
    await using made = await scene([ruleOf({ kind: "longerThan", minutes: 5 })], { ...world, hosts });
    const perHour: number[] = [];
    for (let hour = 0; hour < 2; hour++) {
      const before = made.bench.azure.requests.length;
      for (let minute = 0; minute < 60; minute += 4) {
        await made.pass(4);
      }
      const lists = made.bench.azure.requests.slice(before).filter(({ route }) => route === "list");
      const byHost = Map.groupBy(lists, ({ path }) => path);
      perHour.push(lists.length);
      assert.ok([...byHost.values()].every(({ length }) => length <= 3));
    }
    assert.ok(
      perHour.every((lists) => lists <= 21),
      String(perHour),
    );
    assert.ok(
      perHour.some((lists) => lists >= 19),
      String(perHour),
    );
    assert.ok(made.watch.state.rules[0]?.blind.some(({ reason }) => reason === "listsUsedUp"));
  });
});
