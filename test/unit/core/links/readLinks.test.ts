import assert from "node:assert/strict";
import { readLinkFacts } from "../../../../src/core/links/linkFacts.ts";
import type { HostLinksAnswer } from "../../../../src/core/links/hostLinks.ts";
import { readLinks } from "../../../../src/core/links/readLinks.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import { linkScene, nameOf, worldOf, type LinkScene } from "./linkScene.ts";

const live = new AbortController().signal;
const refused = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;

/** The answers by host, in short. */
async function shown(set: LinkScene): Promise<Record<string, unknown>> {
  const answers = await readLinks([...set.inventory.hosts], set.parts, live);
  const short = (answer: HostLinksAnswer) =>
    "machines" in answer
      ? [...answer.machines.map(({ vmId, links }) => `${nameOf(vmId)} ${links.length}`), `${answer.unreadable} unread`]
      : answer.error.kind;
  return Object.fromEntries(answers.map((answer) => [answer.host.host.name, short(answer)]));
}

describe("Reading links", () => {
  it("asks once for each host, and has the links by VM, whatever case their IDs are in", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [{ machine: "vm-a" }, { machine: "vm-b" }], "bas-b": [] }));
    const { id } = set.azure.world.host("bas-a");
    const vmId = id.replace("Microsoft.Network/bastionHosts/bas-a", "Microsoft.Compute/virtualMachines/vm-a");
    set.azure.world.links.add(set.azure.world.host("bas-a"), { vmId: vmId.toUpperCase(), minutesAgo: 5 });
    assert.deepEqual(await shown(set), { "bas-a": ["vm-a 2", "vm-b 1", "0 unread"], "bas-b": ["0 unread"] });
    assert.equal(set.posts("listLinks").length, 2);
  });

  it("has no URL of a link", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [{ machine: "vm-a" }] }));
    const answers = await set.read();
    assert.ok(answers[0]?.machines.length);
    assert.ok(!JSON.stringify(answers).includes(LINK_MARKER));
  });

  it("says of only that host that it can't be read, or not completely", async () => {
    await using set = await linkScene(
      worldOf({ "bas-a": [{ machine: "vm-a" }, { wire: { vm: null } }], "bas-b": [{ machine: "vm-b" }], "bas-c": {} }),
    );
    set.azure.behave({ route: "listLinks", host: "bas-b" }, { fault: refused });
    assert.deepEqual(await shown(set), { "bas-a": ["vm-a 1", "1 unread"], "bas-b": "notAllowed", "bas-c": "failed" });
  });

  it("asks as the next account where one isn't allowed to, and says which one acts", async () => {
    const accounts = ["reader", "ops"].map((name) => ({ label: `${name}@contoso.example`, home: "Contoso" }));
    await using set = await linkScene(
      worldOf(
        { "bas-a": [{ machine: "vm-a" }] },
        {
          accounts,
          roles: [
            { account: "reader@contoso.example", scope: "bas-a", role: "operatorWithoutLinks" },
            { account: "ops@contoso.example", scope: "bas-a", role: "operator" },
          ],
        },
      ),
    );
    const [answer] = await set.read();
    assert.deepEqual([answer?.actor.account.label, answer?.machines.length], ["ops@contoso.example", 1]);
  });

  it("says of a host that no account sees any more that it is gone", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [{ machine: "vm-a" }] }));
    const hosts = [...set.inventory.hosts];
    set.inventory.connect(undefined);
    const answers = await readLinks(hosts, set.parts, live);
    assert.deepEqual(
      answers.map((answer) => "error" in answer && answer.error.kind),
      ["cancelled"],
    );
    assert.deepEqual(set.posts("listLinks"), []);
  });

  it("is over when it is aborted", async () => {
    await using set = await linkScene(worldOf({ "bas-a": [{ machine: "vm-a" }] }));
    set.azure.behave("listLinks", { fault: { kind: "neverAnswers" } });
    const stop = new AbortController();
    const reading = readLinks([...set.inventory.hosts], set.parts, stop.signal);
    await set.azure.waitForRequest(({ route }) => route === "listLinks");
    stop.abort();
    await assert.rejects(reading, { name: "AbortError" });
  });
});

describe("What the logs tell about links", () => {
  const world = worldOf({
    "bas-a": [
      { machine: "vm-a", minutesAgo: 60, createdBy: "ann@contoso.example" },
      { machine: "vm-b", minutesAgo: 30 },
    ],
    "bas-b": [],
  });
  const factsOf = async (set: LinkScene) => {
    const facts = await readLinkFacts(await set.read(), set.parts, live);
    return [...facts.values()];
  };

  it("is who made them, from the Activity Log, only of hosts that have links", async () => {
    await using set = await linkScene(world);
    const [facts, ...others] = await factsOf(set);
    assert.deepEqual(
      [...(facts?.machines ?? [])].map(([key, { makers, connections }]) => [
        nameOf(key),
        makers.map((one) => [one?.caller, one?.isIncomplete]),
        connections,
      ]),
      [
        ["vm-a", [["ann@contoso.example", false]], { count: 0 }],
        ["vm-b", [[undefined, false]], { count: 0 }],
      ],
    );
    assert.deepEqual([facts?.gaps, facts?.activityGaps, others], [[], [], []]);
  });

  it("is read once, from shortly before the oldest link was made", async () => {
    await using set = await linkScene(world);
    const [facts] = await factsOf(set);
    assert.ok(facts);
    const minutes = (facts.to - facts.from) / 60_000;
    assert.ok(minutes > 64 && minutes < 67, String(minutes));
    const asked = set.azure.requests.map(({ route }) => route).filter((route) => /log$/iu.test(route));
    assert.deepEqual(asked.toSorted(), ["activityLog", "auditLog"]);
  });

  for (const route of ["activityLog", "auditLog"] as const) {
    it(`fails apart from the links, and from the other log: ${route}`, async () => {
      await using set = await linkScene(world);
      set.azure.behave(route, { fault: refused });
      const [facts] = await factsOf(set);
      const kinds = [facts?.gaps, facts?.activityGaps].map((gaps) => gaps?.map(({ kind }) => kind));
      assert.deepEqual(kinds, route === "auditLog" ? [["failed"], []] : [[], ["failed"]]);
      const makers = [...(facts?.machines.values() ?? [])].flatMap((machine) => machine.makers);
      assert.deepEqual(
        makers.map((one) => one?.caller),
        route === "auditLog" ? ["ann@contoso.example", undefined] : [undefined, undefined],
      );
    });
  }

  it("is said to be unread for a host that no account sees any more", async () => {
    await using set = await linkScene(world);
    const answers = await set.read();
    set.inventory.connect(undefined);
    const facts = await readLinkFacts(answers, set.parts, live);
    const [of] = [...facts.values()];
    assert.deepEqual([of?.gaps[0]?.kind, of?.activityGaps[0]?.kind], ["failed", "failed"]);
  });
});
