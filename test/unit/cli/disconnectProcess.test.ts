import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { Journal } from "../../../src/core/journal/journal.ts";
import type { JournalEntry } from "../../../src/core/journal/journalEntry.ts";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { CommandLine } from "../../support/commandLine.ts";
import { accessTo } from "../../support/commandLineHere.ts";
import { patience } from "../../support/patience.ts";

describe("disconnect as a process", () => {
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
    world.addHost({ name: "bas-prod", sessions: 120 });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  const batches = () => azure.requests.filter(({ route }) => route === "disconnect");

  async function entries(): Promise<readonly JournalEntry[]> {
    await using journal = new Journal(folder, systemClock);
    return (await journal.read()).entries;
  }

  it("has no terminal in a pipe: without --yes nothing is asked for, and nothing sent", async () => {
    const { env, trust } = accessTo(azure);
    const { child, ended } = line.start(["disconnect", "--match", "host:prod", ...trust], env);
    child.stdin?.end("120\n");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" });
    assert.match(stderr, /--yes/u);
    assert.deepEqual(azure.requests, []);
  });

  it("sends no further batch after Ctrl+C, and the next command looks up the outcome of what was sent", async () => {
    azure.behave({ host: "bas-prod", route: "disconnect" }, { fault: { kind: "neverAnswers" }, times: 1 });
    const { env, trust } = accessTo(azure);
    const journal = ["--journal", folder];
    const { child, ended } = line.start(
      ["disconnect", "--match", "host:prod", "--yes", "--max", "500", "--json", ...journal, ...trust],
      env,
    );
    await azure.waitForRequest(({ route }) => route === "disconnect");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.equal(code, EXIT.interrupted, stderr);
    assert.match(stderr, /the next command looks up the outcome\. Give it the same --journal\./u);
    assert.equal(batches().length, 1);
    const { sessions } = JSON.parse(stdout) as { sessions: { outcome: string }[] };
    const count = (outcome: string) => sessions.filter((one) => one.outcome === outcome).length;
    assert.deepEqual([count("unknown"), count("notSent"), sessions.length], [50, 70, 120]);
    const [entry] = await entries();
    const verdicts = (entry?.sessions ?? []).map(({ verdict }) => verdict);
    assert.equal(verdicts.filter((verdict) => verdict === "notSent").length, 70);
    const sent = batches()[0]?.sessionIds ?? [];
    sent.forEach((sessionId) => world.endSession(world.host("bas-prod"), sessionId));
    const next = await line.run(["hosts", ...journal, ...trust], env);
    assert.equal(next.code, EXIT.done, next.stderr);
    assert.match(next.stderr, /Gone: 50\. Still listed: 0\./u);
    assert.equal(batches().length, 1);
    const [settled] = await entries();
    assert.equal(settled?.sessions.filter(({ listed }) => listed?.listed === false).length, 50);
    const again = await line.run(["hosts", ...trust], { ...env, BASTION_SESSIONS_JOURNAL: folder });
    assert.equal(again.stderr, "");
  });
});
