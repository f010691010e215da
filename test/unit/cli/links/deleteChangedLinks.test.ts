import assert from "node:assert/strict";
import fc from "fast-check";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { isReplay } from "../../../support/properties.ts";
import { personAnswering } from "../../../support/commandLineHere.ts";
import { DeleteLinksScene, namesIn, rowsOf } from "./deleteLinksScene.ts";

describe("links delete of links that change meanwhile", () => {
  let scene: DeleteLinksScene;

  beforeEach(async () => {
    scene = await DeleteLinksScene.start();
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  it("never deletes a link that was made while the question was open: it asks again, and says what has changed", async () => {
    const changes: (() => void)[] = [() => scene.world.links.add(scene.host, { machine: "vm-b", minutesAgo: 0 })];
    const asked: string[] = [];
    const person = personAnswering((text) => {
      asked.push(text);
      changes.shift()?.();
      return asked.length === 1 ? "1" : "no";
    });
    const refused = await scene.run(["--host", "bas-prod", "--vm", scene.idOf("vm-b")], { person });
    assert.deepEqual([refused.code, refused.stdout], [EXIT.failed, ""]);
    assert.equal(asked.length, 2);
    assert.match(asked[1] ?? "", /vm-b has changed: links before: 1, now: 2\./u);
    assert.deepEqual(scene.sent(), []);
    const [entry] = await scene.journaled();
    assert.deepEqual(
      entry?.machines.map(({ verdict, failure }) => [verdict, failure]),
      [["notSent", "changed"]],
    );
  });

  it("asks again if another VM of a host that was meant as a whole has links by now, and deletes what it showed then", async () => {
    let questions = 0;
    const person = personAnswering(() => {
      questions += 1;
      if (questions === 1) {
        scene.world.links.add(scene.host, { machine: "vm-new", minutesAgo: 0 });
      }
      return "bas-prod";
    });
    const ended = await scene.run(["--host", "bas-prod", "--all", "--json"], { person });
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.equal(questions, 2);
    assert.match(ended.stderr, /vm-new has links now\./u);
    assert.deepEqual(scene.sent().toSorted(), ["vm-a", "vm-b", "vm-new"]);
    assert.deepEqual(
      rowsOf(ended)
        .map(({ vm }) => String(vm))
        .toSorted(),
      ["vm-a", "vm-b", "vm-new"],
    );
  });

  it("leaves a link that was made for another VM, and takes links for gone that are gone already", async () => {
    const person = personAnswering(() => {
      scene.world.links.add(scene.host, { machine: "vm-new", minutesAgo: 0 });
      return "1";
    });
    const ended = await scene.run(["--host", "bas-prod", "--vm", scene.idOf("vm-b")], { person });
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.deepEqual([scene.sent(), scene.left()], [["vm-b"], ["vm-a", "vm-a", "vm-new"]]);
    const gone = personAnswering(() => {
      scene.world.links.remove(scene.host, ["vm-a"]);
      return "1";
    });
    const already = await scene.run(["--host", "bas-prod", "--vm", scene.idOf("vm-a"), "--json"], { person: gone });
    assert.equal(already.code, EXIT.done, already.stderr);
    assert.match(already.stderr, /vm-a has no links any more\.\nNo links were deleted\./u);
    assert.deepEqual(
      rowsOf(already).map(({ outcome, stillListed }) => [outcome, stillListed]),
      [["notSent", false]],
    );
    assert.deepEqual(scene.sent(), ["vm-b"]);
  });

  it("isn't asked about again after Ctrl+C", async () => {
    const stop = new AbortController();
    let questions = 0;
    const person = personAnswering(() => {
      questions += 1;
      scene.world.links.add(scene.host, { machine: "vm-b", minutesAgo: 0 });
      return "1";
    });
    person.words.on("data", (chunk: Buffer) => chunk.includes("Deleting the links") && stop.abort());
    const args = ["--host", "bas-prod", "--vm", scene.idOf("vm-b")];
    const ended = await scene.run(args, { person, signal: stop.signal });
    assert.ok(stop.signal.aborted);
    assert.deepEqual([ended.code, questions, scene.sent()], [EXIT.interrupted, 1, []], ended.stderr);
  });

  it("ends a script with 5 if links were made since they were counted, and sends nothing", async () => {
    const running = scene.run(["--host", "bas-prod", "--vm", scene.idOf("vm-a"), "--yes", "--max", "9", "--json"]);
    await scene.azure.waitForRequest(({ route, status }) => route === "listLinks" && status !== undefined);
    scene.world.links.add(scene.host, { machine: "vm-a", minutesAgo: 0 });
    const ended = await running;
    assert.equal(ended.code, EXIT.notAllDone, ended.stderr);
    assert.match(ended.stderr, /vm-a has changed[^]*No links were deleted\./u);
    assert.deepEqual(
      rowsOf(ended).map(({ outcome, stillListed, message }) => [outcome, stillListed, message]),
      [["notSent", true, "changed"]],
    );
    assert.deepEqual([scene.sent(), scene.left()], [[], ["vm-a", "vm-a", "vm-b", "vm-a"]]);
  });

  it("sends nothing if the list just before sending can't be read", async () => {
    const person = personAnswering(() => {
      scene.azure.behave({ host: "bas-prod", route: "listLinks" }, { fault: { kind: "status", status: 403 } });
      return "bas-prod";
    });
    const { code, stdout, stderr } = await scene.run(["--host", "bas-prod", "--all"], { person });
    assert.deepEqual([code, stdout], [EXIT.incomplete, ""]);
    assert.match(stderr, /No links were deleted\. Couldn't be listed again: bas-prod/u);
    assert.deepEqual(scene.sent(), []);
  });

  it("deletes only links that the last question has shown, each VM once, whatever happens while it's open", async () => {
    let hits = 0;
    const machine = fc.integer({ min: 0, max: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(machine, { minLength: 1, maxLength: 8 }),
        fc.array(fc.record({ machine, makes: fc.boolean() }), { maxLength: 4 }),
        fc.option(fc.array(machine, { minLength: 1, maxLength: 4 }), { nil: undefined }),
        fc.boolean(),
        async (before, since, named, isSure) => {
          const fleet = new World();
          const name = (index: number) => `vm-${index}-`;
          const links = before.map((index) => ({ machine: name(index), minutesAgo: 5 }));
          const made = fleet.addHost({ name: "bas-fleet", sku: "Standard", deleteLinks: "value", links });
          scene.azure.reset(fleet);
          const idIn = (index: number) => (fleet.links.of(made)[0]?.vmId ?? "").replace(/[^/]+$/u, name(index));
          let shown: readonly string[] = [];
          let [read, answered] = [fleet.links.of(made), fleet.links.of(made)];
          let questions = 0;
          const person = personAnswering((text) => {
            shown = [...new Set([...text.matchAll(/^ {2}(vm-\d-)/gmu)].map(([, vm]) => vm ?? ""))];
            read = fleet.links.of(made);
            questions += 1;
            if (questions === 1) {
              since.forEach(({ machine: index, makes }) =>
                makes
                  ? fleet.links.add(made, { machine: name(index), minutesAgo: 0 })
                  : fleet.links.remove(made, [name(index)]),
              );
            }
            answered = fleet.links.of(made);
            return isSure || questions === 1 ? (/Type (.+) to delete/u.exec(text)?.[1] ?? "") : "no";
          });
          const seen = scene.azure.requests.length;
          const which = named ? ["--vm", ...new Set(named.map(idIn))] : ["--all"];
          await scene.run(["--host", "bas-fleet", ...which], { person });
          const requests = scene.azure.requests.slice(seen).filter(({ vmIds }) => vmIds !== undefined);
          const hit = requests
            .filter(({ route }) => route === "deleteLinks")
            .flatMap(({ vmIds }) => namesIn(vmIds ?? []));
          assert.equal(new Set(hit).size, hit.length, "each once");
          assert.deepEqual(
            hit.filter((vm) => !shown.includes(vm)),
            [],
          );
          const gone = answered.filter((link) => !fleet.links.of(made).includes(link));
          assert.ok(
            gone.every((link) => read.includes(link)),
            "no link that was made since",
          );
          hits += hit.length;
        },
      ),
      { numRuns: 25 },
    );
    assert.ok(hits > 0 || isReplay);
  });
});
