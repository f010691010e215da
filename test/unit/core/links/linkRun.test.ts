import assert from "node:assert/strict";
import { BATCH_SIZE } from "../../../../src/core/disconnect/batches.ts";
import type { HostLinkOutcome, LinkResult } from "../../../../src/core/links/linkOutcome.ts";
import type { Fault } from "../../../simulated-azure/faults/faults.ts";
import { crowd, linkScene, nameOf, worldOf, type LinkScene } from "./linkScene.ts";

function verdicts(outcome: HostLinkOutcome | undefined): Record<string, number> {
  const results = outcome?.results ?? [];
  return Object.fromEntries([...Map.groupBy(results, ({ verdict }) => verdict)].map(([key, of]) => [key, of.length]));
}

const said = ({ vmId, verdict, error, listedAfter }: LinkResult) =>
  [nameOf(vmId), verdict, error?.kind, listedAfter] as const;

/** What was last seen of each VM, by its name. */
function seen({ events }: LinkScene): Record<string, boolean> {
  const last = events.findLast(({ kind }) => kind === "listed");
  return last?.kind === "listed"
    ? Object.fromEntries([...last.listed].map(([vmId, listed]) => [nameOf(vmId), listed]))
    : {};
}

const [A, B, C] = ["vm-a", "vm-b", "vm-c"].map((machine) => ({ machine }));
const three = [A, B, C].filter((one) => one !== undefined);
const refused: Fault = { kind: "status", status: 403, code: "AuthorizationFailed" };

describe("Deleting links", () => {
  it("deletes all links of the chosen VMs and of no other, and sees that they are gone", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [...three, { machine: "vm-b" }], "bas-b": three }));
    const machines = await set.confirm("bas-a");
    const run = set.run(machines.filter(({ machine }) => nameOf(machine.vmId) !== "vm-a"));
    const [outcome, ...others] = await run.outcomes;
    await run.looked;
    assert.deepEqual(
      [outcome?.results.map(said), others],
      [
        [
          ["vm-b", "deleted", undefined, undefined],
          ["vm-c", "deleted", undefined, undefined],
        ],
        [],
      ],
    );
    assert.deepEqual([set.left("bas-a"), set.left("bas-b")], [["vm-a"], ["vm-a", "vm-b", "vm-c"]]);
    assert.deepEqual(
      set.posts("deleteLinks").map(({ vmIds }) => vmIds?.map(nameOf)),
      [["vm-b", "vm-c"]],
    );
    assert.deepEqual(seen(set), { "vm-b": false, "vm-c": false });
    assert.deepEqual(
      set.events.map(({ kind }) => kind),
      ["answered", "listed", "verified"],
    );
    assert.equal(set.posts("listLinks").length, 3, "before the question, before it was sent, and afterwards");
  });

  it("sends the IDs as they were confirmed, in batches, one after the other", async () => {
    await using set = await linkScene(worldOf({ "bas-a": crowd(2 * BATCH_SIZE + 20) }));
    const machines = await set.confirm();
    const run = set.run(machines);
    const [outcome] = await run.outcomes;
    await run.looked;
    const sent = set.posts("deleteLinks").map(({ vmIds = [] }) => vmIds);
    assert.deepEqual(
      sent.map(({ length }) => length),
      [BATCH_SIZE, BATCH_SIZE, 20],
    );
    assert.deepEqual(
      sent.flat(),
      machines.map(({ machine }) => machine.vmId),
    );
    assert.deepEqual(verdicts(outcome), { deleted: 2 * BATCH_SIZE + 20 });
    assert.equal(set.events.filter(({ kind }) => kind === "answered").length, 3);
  });

  it("is done on all hosts at once, and fails on each for itself", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three, "bas-b": three }));
    const machines = await set.confirm();
    set.azure.behave({ route: "deleteLinks", host: "bas-a" }, { fault: refused });
    const run = set.run(machines);
    const outcomes = await run.outcomes;
    await run.looked;
    assert.deepEqual(outcomes.map((outcome) => [outcome.host.host.name, verdicts(outcome)]).toSorted(), [
      ["bas-a", { failed: 3 }],
      ["bas-b", { deleted: 3 }],
    ]);
    assert.deepEqual([set.left("bas-a").length, set.left("bas-b").length], [3, 0]);
  });

  const changes: readonly (readonly [what: string, change: (set: LinkScene) => void])[] = [
    ["a new link of a chosen VM", ({ azure }) => void azure.world.links.add(azure.world.host("bas-a"), A ?? {})],
    [
      "a link made again",
      ({ azure }) => {
        azure.world.links.remove(azure.world.host("bas-a"), ["vm-a"]);
        azure.world.links.add(azure.world.host("bas-a"), { machine: "vm-a", minutesAgo: 1 });
      },
    ],
    ["a chosen VM without links", ({ azure }) => void azure.world.links.remove(azure.world.host("bas-a"), ["vm-a"])],
    [
      "an entry that can't be read",
      ({ azure }) => void azure.world.links.add(azure.world.host("bas-a"), { wire: { vm: null } }),
    ],
  ];
  for (const [what, change] of changes) {
    it(`sends nothing to a host whose links have changed, and gives the new ones: ${what}`, async () => {
      await using set = await linkScene(worldOf({ "bas-a": three, "bas-b": three }));
      const machines = (await set.confirm()).filter(({ machine }) => nameOf(machine.vmId) !== "vm-c");
      change(set);
      const before = set.left("bas-a");
      const run = set.run(machines);
      const outcomes = await run.outcomes;
      await run.looked;
      const [one, other] = outcomes.toSorted((a, b) => (a.host.host.name < b.host.host.name ? -1 : 1));
      assert.deepEqual([verdicts(one), verdicts(other)], [{ notSent: 2 }, { deleted: 2 }]);
      assert.deepEqual(set.left("bas-a"), before);
      assert.deepEqual(
        set.posts("deleteLinks").map(({ hostKey }) => hostKey?.split("/").at(-1)),
        ["bas-b"],
      );
      const [fresh] = await set.read("bas-a");
      assert.deepEqual(one?.changed?.machines, fresh?.machines);
      assert.equal(other?.changed, undefined);
      const [event] = set.events.filter(({ host }) => host.host.name === "bas-a");
      assert.ok(event?.kind === "answered" && event.isChanged && event.actor === undefined);
    });
  }

  it("isn't stopped by a link on a VM that wasn't chosen, unless all of the host was meant", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    set.azure.world.links.add(set.azure.world.host("bas-a"), { machine: "vm-new" });
    const whole = await set.run(machines, machines[0]?.on.host.host.key).outcomes;
    assert.deepEqual([verdicts(whole[0]), whole[0]?.changed?.machines.length], [{ notSent: 3 }, 4]);
    const [some] = await set.run(machines).outcomes;
    assert.deepEqual(verdicts(some), { deleted: 3 });
    assert.deepEqual(set.left("bas-a"), ["vm-new"]);
  });

  it("sends nothing where the links can't be listed again, and says why", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    set.azure.behave("listLinks", { fault: refused });
    const run = set.run(machines);
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual(outcome?.results.map(said)[0], ["vm-a", "notSent", "notAllowed", undefined]);
    assert.deepEqual([set.posts("deleteLinks"), set.left("bas-a").length], [[], 3]);
  });

  it("acts as the account that was confirmed, though another one acts on the host by now", async () => {
    const accounts = ["ops@contoso.example", "dana@contoso.example"].map((label) => ({ label, home: "Contoso" }));
    await using set = await linkScene(worldOf({ "bas-a": three }, { accounts }));
    const [on] = await set.read("bas-a");
    const other = on?.host.identities.find(({ account }) => account.id !== on.actor.account.id);
    assert.ok(on && other);
    const run = set.run(on.machines.map((machine) => ({ on: { ...on, actor: other }, machine })));
    await run.outcomes;
    await run.looked;
    const asked = [...set.posts("listLinks").slice(1), ...set.posts("deleteLinks")].map(({ account }) => account);
    assert.deepEqual(new Set(asked), new Set([other.account.label]));
  });

  it("sends nothing if that account doesn't see the host any more", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    set.inventory.connect(undefined);
    const run = set.run(machines);
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual(outcome?.results.map(said)[0], ["vm-a", "notSent", "cancelled", undefined]);
    assert.deepEqual(set.posts("deleteLinks"), []);
  });

  it("doesn't repeat a refusal that the next batch would get too, and goes on after any other", async () => {
    await using set = await linkScene(worldOf({ "bas-a": crowd(2 * BATCH_SIZE), "bas-b": crowd(2 * BATCH_SIZE) }));
    set.azure.behave({ route: "deleteLinks", host: "bas-a" }, { fault: refused });
    set.azure.behave({ route: "deleteLinks", host: "bas-b" }, { fault: { kind: "status", status: 400 }, times: 1 });
    const run = set.run(await set.confirm());
    const outcomes = await run.outcomes;
    await run.looked;
    const of = (name: string) => outcomes.find(({ host }) => host.host.name === name);
    const sent = Map.groupBy(set.posts("deleteLinks"), ({ hostKey }) => hostKey?.split("/").at(-1));
    assert.deepEqual([verdicts(of("bas-a")), sent.get("bas-a")?.length], [{ failed: 2 * BATCH_SIZE }, 1]);
    assert.deepEqual(
      [verdicts(of("bas-b")), sent.get("bas-b")?.length],
      [{ failed: BATCH_SIZE, deleted: BATCH_SIZE }, 2],
    );
    assert.equal(of("bas-a")?.results[0]?.error?.kind, "notAllowed");
  });

  for (const acted of [true, false]) {
    it(`looks for the outcome where the answer is lost, and sends nothing again: ${acted ? "acted" : "not acted"} on`, async () => {
      await using set = await linkScene(worldOf({ "bas-a": three }));
      const machines = await set.confirm();
      set.azure.behave("deleteLinks", { fault: { kind: "reset", when: "beforeHeaders", acted } });
      const run = set.run(machines);
      const [outcome] = await run.outcomes;
      await run.looked;
      assert.deepEqual(
        outcome?.results.map(({ verdict, listedAfter }) => [verdict, listedAfter]),
        [0, 1, 2].map(() => ["unknown", !acted]),
      );
      assert.deepEqual([set.posts("deleteLinks").length, set.left("bas-a").length], [1, acted ? 0 : 3]);
      assert.deepEqual(set.pauses, acted ? [] : [2_000, 4_000, 8_000, 16_000, 30_000]);
    });
  }

  it("knows of no outcome where the links can't be listed afterwards either", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    set.azure.behave("deleteLinks", { fault: { kind: "reset", when: "beforeHeaders", acted: true } });
    const run = set.run(machines);
    await set.azure.waitForRequest(({ route }) => route === "deleteLinks");
    set.azure.behave("listLinks", { fault: refused });
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual(
      outcome?.results.map(({ verdict, listedAfter }) => [verdict, listedAfter]),
      [0, 1, 2].map(() => ["unknown", undefined]),
    );
  });

  it("says of VMs that still have links for the whole minute that they have", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [{ machine: "vm-a", ghost: true }, { machine: "vm-b" }] }));
    const run = set.run(await set.confirm());
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual(verdicts(outcome), { deleted: 2 });
    assert.deepEqual(seen(set), { "vm-a": true, "vm-b": false });
    assert.deepEqual([set.pauses.length, set.events.at(-1)?.kind], [5, "verified"]);
  });

  it("says nothing for good where looking is cut short", async () => {
    await using set = await linkScene(worldOf({ "bas-a": crowd(1, { ghost: true }) }));
    const machines = await set.confirm();
    const run = set.run(machines);
    await run.outcomes;
    set.inventory.connect(undefined);
    await run.looked;
    assert.equal(set.posts("deleteLinks").length, 1);
    assert.deepEqual(
      set.events.filter(({ kind }) => kind === "verified"),
      [],
    );
  });

  it("is cancelled between batches: what was sent stays sent, and the rest is not", async () => {
    await using set = await linkScene(worldOf({ "bas-a": crowd(3 * BATCH_SIZE) }));
    const machines = await set.confirm();
    set.azure.behave("deleteLinks", { fault: { kind: "neverAnswers", acted: true } });
    const run = set.run(machines);
    await set.azure.waitForRequest(({ route }) => route === "deleteLinks");
    set.stop.abort();
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual(verdicts(outcome), { unknown: BATCH_SIZE, notSent: 2 * BATCH_SIZE });
    assert.deepEqual(
      outcome?.results.filter(({ verdict, listedAfter }) => verdict === "unknown" && listedAfter !== false),
      [],
    );
    assert.equal(set.left("bas-a").length, 2 * BATCH_SIZE);
  });

  it("sends nothing where it was cancelled before", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    set.stop.abort();
    const run = set.run(machines);
    const [outcome] = await run.outcomes;
    await run.looked;
    assert.deepEqual([verdicts(outcome), set.posts("deleteLinks")], [{ notSent: 3 }, []]);
  });

  it("is never begun twice at once for a VM", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const machines = await set.confirm();
    const first = set.deletions.reserve(machines.slice(0, 2));
    assert.equal(set.deletions.reserve(machines).items.length, 1);
    first[Symbol.dispose]();
    assert.equal(set.deletions.reserve(machines.slice(0, 2)).items.length, 2);
  });
});

describe("Looking for links whose deletion another process began", () => {
  const live = new AbortController().signal;

  it("says of each VM whether it has links, by its ID in any case, and when that was seen", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const [on] = await set.read("bas-a");
    assert.ok(on);
    const ids = on.machines.map(({ vmId }) => vmId.toUpperCase());
    set.azure.world.links.remove(set.azure.world.host("bas-a"), ["vm-b"]);
    const { listed, at } = await set.deletions.lookAfterwards(on.host.host.key, ids, live);
    assert.deepEqual([...listed.values()], [true, false, true]);
    assert.ok(at && listed.has(ids[0] ?? ""));
  });

  it("says nothing of what can't be seen, nor of a host that isn't known", async () => {
    await using set = await linkScene(worldOf({ "bas-a": three }));
    const [on] = await set.read("bas-a");
    assert.ok(on);
    set.azure.behave("listLinks", { fault: refused });
    const ids = on.machines.map(({ vmId }) => vmId);
    const nothing = { listed: new Map() };
    assert.deepEqual(await set.deletions.lookAfterwards(on.host.host.key, ids, live), nothing);
    set.inventory.connect(undefined);
    assert.deepEqual(await set.deletions.lookAfterwards(on.host.host.key, ids, live), nothing);
  });
});
