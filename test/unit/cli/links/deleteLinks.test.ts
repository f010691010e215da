import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { accessTo, personAnswering, runHere } from "../../../support/commandLineHere.ts";
import { DeleteLinksScene, rowsOf } from "./deleteLinksScene.ts";

describe("links delete on the command line", () => {
  let scene: DeleteLinksScene;

  beforeEach(async () => {
    scene = await DeleteLinksScene.start();
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  it("sends nothing for a wrong command line, and asks Azure nothing", async () => {
    const named = ["--host", "bas-prod", "--vm", scene.idOf("vm-a")];
    const wrong: readonly (readonly string[])[] = [
      [],
      ["--yes", "--max", "3"],
      ["--host", "bas-prod", "--yes", "--max", "3"],
      ["--vm", scene.idOf("vm-a"), "--yes", "--max", "3"],
      ["--all", "--yes", "--max", "3"],
      [...named, "--all", "--yes", "--max", "3"],
      // A name is no ID: a host may reach two VMs that are called so.
      ["--host", "bas-prod", "--vm", "vm-a", "--yes", "--max", "3"],
      [...named, "--yes"],
      [...named, "--yes", "--max", "0"],
      [...named, "--yes", "--max", "many"],
      [...named, "vm-b", "--yes", "--max", "3", "--no-such-option"],
      // No terminal to ask at.
      named,
      [...named, "--max", "3"],
    ];
    for (const args of wrong) {
      const { code, stdout, stderr } = await scene.run(args);
      assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" }, args.join(" "));
      assert.match(stderr, /^.+\n$/u);
    }
    assert.deepEqual(scene.azure.requests, []);
  });

  it("takes no option that stands before its name: it would count for nothing", async () => {
    const { env, trust } = accessTo(scene.azure);
    const args = ["delete", "--host", "bas-prod", "--all", "--yes", "--max", "9", ...trust];
    for (const before of [["--tenant", scene.world.account().homeTenantId], ["--host", "bas-dev"], ["--json"]]) {
      const { code, stdout } = await runHere(["links", ...before, ...args], {
        ...env,
        BASTION_SESSIONS_JOURNAL: scene.folder,
      });
      assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" }, before.join(" "));
    }
    assert.deepEqual(scene.azure.requests, []);
  });

  it("deletes what was named with --yes, journalled as such, and ends with 0 when it is gone", async () => {
    const args = ["--host", "bas-prod", "--vm", scene.idOf("vm-a").toUpperCase(), "--yes", "--max", "1"];
    const ended = await scene.run([...args, "--json", "--reason", "leaving", "--ticket", "INC-7"]);
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.match(ended.stderr, /links of 1 host\. Azure logs it/u);
    assert.deepEqual([scene.sent(), scene.left()], [["vm-a"], ["vm-b"]]);
    assert.deepEqual(
      rowsOf(ended).map(({ vm, links, outcome, stillListed }) => ({ vm, links, outcome, stillListed })),
      [{ vm: "vm-a", links: 2, outcome: "deleted", stillListed: false }],
    );
    const [entry, ...others] = await scene.journaled();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.by, entry?.reason, entry?.ticket, entry?.machines[0]?.verdict, entry?.machines[0]?.listed?.listed],
      ["commandLineYes", "leaving", "INC-7", "deleted", false],
    );
    const again = await scene.run(args);
    assert.equal(again.code, EXIT.nothingMatched);
    assert.match(again.stderr, /vm-a has no shareable links on bas-prod/iu);
    assert.deepEqual(scene.sent(), ["vm-a"]);
  });

  it("sends nothing if there are more VMs than --max allows, or none", async () => {
    const many = await scene.run(["--host", "bas-prod", "--all", "--yes", "--max", "1"]);
    assert.deepEqual([many.code, many.stdout], [EXIT.failed, ""]);
    assert.match(many.stderr, /No links were deleted\. 2 is more than --max 1/u);
    const none = await scene.run(["--host", "bas-none", "--all", "--yes", "--max", "9"]);
    assert.equal(none.code, EXIT.nothingMatched);
    assert.deepEqual([scene.sent(), await scene.journaled()], [[], []]);
  });

  it("sends nothing if something couldn't be read, unless --partial says so", async () => {
    scene.world.links.add(scene.host, { machine: "vm-odd", wire: { vm: null } });
    const args = ["--host", "bas-prod", "--vm", scene.idOf("vm-b"), "--yes", "--max", "9"];
    const refused = await scene.run(args);
    assert.deepEqual([refused.code, refused.stdout], [EXIT.incomplete, ""]);
    assert.match(refused.stderr, /No links were deleted\. Use --partial/u);
    assert.deepEqual(scene.sent(), []);
    assert.equal((await scene.run([...args, "--partial"])).code, EXIT.incomplete);
    assert.deepEqual(scene.sent(), ["vm-b"]);
    const [entry] = await scene.journaled();
    assert.match(entry?.notes?.join(" ") ?? "", /may have more links/u);
  });

  it("sends nothing to a host whose links it may not list", async () => {
    scene.world.setRole(scene.world.account(), scene.host, "reader");
    for (const partial of [[], ["--partial"]]) {
      const { code, stdout } = await scene.run(["--host", "bas-prod", "--all", "--yes", "--max", "9", ...partial]);
      assert.deepEqual([code, stdout], [EXIT.incomplete, ""]);
    }
    assert.deepEqual(scene.sent(), []);
  });

  it("asks at the terminal for the number of VMs, or for the name of a host that is meant as a whole", async () => {
    const all = ["--host", "bas-prod", "--all"];
    for (const answer of ["", "y", "yes", "2", "3", "bas-dev"]) {
      const { code, stdout } = await scene.run(all, { person: personAnswering(answer) });
      assert.deepEqual([code, stdout], [EXIT.failed, ""], answer);
    }
    assert.deepEqual([scene.sent(), await scene.journaled()], [[], []]);
    const one = await scene.run(["--host", "bas-prod", "--vm", scene.idOf("vm-b")], { person: personAnswering("1") });
    assert.equal(one.code, EXIT.done, one.stderr);
    assert.match(one.stderr, /Delete all links of vm-b on bas-prod\?\n {2}vm-b on bas-prod · 1 link · made /u);
    assert.match(one.stderr, /You can't undo this action\./u);
    assert.deepEqual(scene.sent(), ["vm-b"]);
    const whole = await scene.run(all, { person: personAnswering("BAS-PROD") });
    assert.equal(whole.code, EXIT.done, whole.stderr);
    assert.deepEqual([scene.sent(), scene.left()], [["vm-b", "vm-a"], []]);
    assert.deepEqual(
      (await scene.journaled()).map(({ by }) => by),
      ["commandLine", "commandLine"],
    );
  });

  it("lists every VM in the question, however many there are", async () => {
    for (let index = 0; index < 30; index++) {
      scene.world.links.add(scene.host, { machine: `vm-crowd-${index}` });
    }
    const { stderr } = await scene.run(["--host", "bas-prod", "--all"], { person: personAnswering("no") });
    assert.equal(stderr.split("\n").filter((line) => line.startsWith("  vm-")).length, 32);
  });

  it("ends with 5 if Azure refuses", async () => {
    scene.azure.behave({ host: "bas-prod", route: "deleteLinks" }, { fault: { kind: "status", status: 403 } });
    const ended = await scene.run(["--host", "bas-prod", "--all", "--yes", "--max", "9", "--json"]);
    assert.equal(ended.code, EXIT.notAllDone);
    assert.deepEqual(
      rowsOf(ended).map(({ outcome }) => outcome),
      ["failed", "failed"],
    );
    assert.equal(scene.left().length, 3);
  });

  it("sends nothing if the journal can't be written", async () => {
    const person = personAnswering(() => {
      rmSync(scene.folder, { recursive: true });
      writeFileSync(scene.folder, "");
      return "bas-prod";
    });
    const { code, stderr } = await scene.run(["--host", "bas-prod", "--all"], { person });
    assert.equal(code, EXIT.failed);
    assert.match(stderr, /No links were deleted\. The journal couldn't be written: /u);
    assert.deepEqual(scene.sent(), []);
  });

  it("takes no host for the one of its name while others of that name may not have been found", async () => {
    const { id } = scene.host;
    const [, subscriptionId = ""] = /^\/subscriptions\/([^/]+)/u.exec(id) ?? [];
    const found = { subscriptionId, tenantId: scene.world.account().homeTenantId, state: "Enabled" };
    scene.azure.behave("subscriptions", { fault: { kind: "json", body: { value: [found, 42] } } });
    const rest = ["--all", "--yes", "--max", "9"];
    const refused = await scene.run(["--host", "bas-prod", ...rest]);
    assert.deepEqual([refused.code, refused.stdout], [EXIT.incomplete, ""], refused.stderr);
    assert.match(refused.stderr, /Couldn't be read: .+\n.*No links were deleted\. Use --partial/u);
    assert.deepEqual(scene.sent(), []);
    const byId = await scene.run(["--host", id, ...rest]);
    assert.equal(byId.code, EXIT.done, byId.stderr);
    assert.deepEqual(scene.left(), []);
  });
});
