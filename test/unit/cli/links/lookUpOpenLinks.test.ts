import assert from "node:assert/strict";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { Journal } from "../../../../src/core/journal/journal.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { accessTo, runHere } from "../../../support/commandLineHere.ts";
import { DeleteLinksScene } from "./deleteLinksScene.ts";

const MINUTE = 60_000;

describe("a deletion of links that an earlier run left open", () => {
  let scene: DeleteLinksScene;

  beforeEach(async () => {
    scene = await DeleteLinksScene.start();
  });
  afterEach(() => scene[Symbol.asyncDispose]());

  /** Writes what a run that was killed has left: it had sent the links of vm-a and vm-b. */
  async function leaveOpen(ago: number): Promise<void> {
    await using journal = new Journal(scene.folder, systemClock);
    const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
    const machines = ["vm-a", "vm-b"].map((machine) => ({ vmId: scene.idOf(machine), links: [{}] }));
    const at = new Date(Date.now() - ago).toISOString();
    const hosts = [{ hostId: scene.host.id, hostName: "bas-prod", actor, machines }];
    await journal.append({ kind: "linksConfirmed", at, entry: "e", by: "commandLine", hosts });
  }

  async function run(...args: readonly string[]) {
    const { env, trust } = accessTo(scene.azure);
    return runHere([...args, ...trust], { ...env, BASTION_SESSIONS_JOURNAL: scene.folder });
  }

  const reads = () => scene.azure.requests.filter(({ route }) => route === "listLinks").length;

  it("is looked up once by `links` if it's a while ago, and what is still listed is said", async () => {
    await leaveOpen(5 * MINUTE);
    scene.world.links.remove(scene.host, ["vm-a"]);
    const { code, stderr } = await run("links", "--host", "bas-dev");
    assert.equal(code, EXIT.done);
    assert.match(
      stderr,
      /Reading the links of 1 host\. Azure logs it[^]*VMs without links now: 1\. Still with links: 1\./u,
    );
    assert.equal(reads(), 2, "one of bas-prod, and one of bas-dev");
    const [entry] = await scene.journaled();
    assert.deepEqual(
      entry?.machines.map(({ listed }) => [listed?.listed, listed?.afterwards]),
      [
        [false, true],
        [true, true],
      ],
    );
    assert.doesNotMatch((await run("links", "--host", "bas-dev")).stderr, /was stopped/u);
  });

  it("stays open if the links can't be read, and is asked about by no other command", async () => {
    await leaveOpen(5 * MINUTE);
    scene.world.setRole(scene.world.account(), scene.host, "reader");
    assert.match((await run("links", "--host", "bas-dev")).stderr, /Unknown: 2\./u);
    const before = reads();
    assert.match((await run("hosts")).stderr, /was stopped\. To see the outcome/u);
    assert.equal(reads(), before);
  });

  it("is left as it is after a week", async () => {
    await leaveOpen(8 * 24 * 60 * MINUTE);
    assert.doesNotMatch((await run("links", "--host", "bas-dev")).stderr, /was stopped/u);
    assert.equal((await run("hosts")).stderr, "");
    assert.equal(reads(), 1);
  });
});
