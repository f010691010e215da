import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { Journal } from "../../../../src/core/journal/journal.ts";
import type { LinkMachine } from "../../../../src/core/journal/linkDeletion.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { CommandLine, type Ended } from "../../../support/commandLine.ts";
import { accessTo } from "../../../support/commandLineHere.ts";
import { patience } from "../../../support/patience.ts";

describe("links delete as a process", () => {
  let line: CommandLine;
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  before(async function () {
    this.timeout(patience(60_000));
    line = await CommandLine.build();
  });
  after(() => line[Symbol.asyncDispose]());

  beforeEach(async () => {
    folder = await mkdtemp(join(line.folder, "journal-"));
    world = new World();
    const links = Array.from({ length: 120 }, (_, index) => ({ machine: `vm-${index}` }));
    world.addHost({ name: "bas-prod", sku: "Standard", deleteLinks: "value", links });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  const batches = () => azure.requests.filter(({ route }) => route === "deleteLinks");
  const reads = () => azure.requests.filter(({ route }) => route === "listLinks").length;

  function start(args: readonly string[]) {
    const { env, trust } = accessTo(azure);
    return line.start([...args, ...trust], { ...env, BASTION_SESSIONS_JOURNAL: folder });
  }

  async function run(args: readonly string[]): Promise<Ended> {
    const ended = await start(args).ended;
    assert.ok(!(ended.stdout + ended.stderr).includes(LINK_MARKER), "a URL was printed");
    return ended;
  }

  async function machines(): Promise<readonly LinkMachine[]> {
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    assert.ok(!texts.join("").includes(LINK_MARKER), "a URL was journalled");
    await using journal = new Journal(folder, systemClock);
    return (await journal.read()).linkDeletions.flatMap((one) => one.machines);
  }

  it("has no terminal in a pipe: without --yes nothing is asked for, and nothing sent", async () => {
    const { child, ended } = start(["links", "delete", "--host", "bas-prod", "--all"]);
    child.stdin?.end("bas-prod\n");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" });
    assert.match(stderr, /links delete needs --yes/u);
    assert.deepEqual(azure.requests, []);
  });

  it("sends no further batch after Ctrl+C; other commands say so, and `links` looks up the outcome of what was sent", async () => {
    azure.behave({ host: "bas-prod", route: "deleteLinks" }, { fault: { kind: "neverAnswers" }, times: 1 });
    const args = ["links", "delete", "--host", "bas-prod", "--all", "--yes", "--max", "500", "--json"];
    const { child, ended } = start(args);
    await azure.waitForRequest(({ route }) => route === "deleteLinks");
    assert.equal((await machines()).length, 120, "all is in the journal before anything is sent");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.equal(code, EXIT.interrupted, stderr);
    assert.match(stderr, /was stopped\. To see the outcome, use `bastion-sessions links`\./u);
    assert.equal(batches().length, 1);
    const { machines: rows } = JSON.parse(stdout) as { machines: { outcome: string }[] };
    const count = (outcome: string) => rows.filter((one) => one.outcome === outcome).length;
    assert.deepEqual([count("unknown"), count("notSent"), rows.length], [50, 70, 120]);
    assert.equal((await machines()).filter(({ verdict }) => verdict === "notSent").length, 70);
    world.links.remove(world.host("bas-prod"), batches()[0]?.vmIds);

    const read = reads();
    const other = await run(["hosts"]);
    assert.equal(other.code, EXIT.done, other.stderr);
    assert.match(other.stderr, /was stopped\. To see the outcome, use `bastion-sessions links`\./u);
    assert.equal(reads(), read, "a command that needs no links reads none");

    const next = await run(["links", "--json"]);
    assert.equal(next.code, EXIT.done, next.stderr);
    assert.match(next.stderr, /Azure logs it[^]*VMs without links now: 50\. Still with links: 0\. Unknown: 0\./u);
    assert.equal(batches().length, 1);
    assert.equal((await machines()).filter(({ listed }) => listed?.listed === false).length, 50);
    assert.equal((await run(["hosts"])).stderr, "");
  });
});
