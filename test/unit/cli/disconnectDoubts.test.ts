import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { systemClock, type Clock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { accessTo, personAnswering, runHere, type EndedHere } from "../../support/commandLineHere.ts";

/** On which nothing is waited for between two looks. */
const quick: Clock = { ...systemClock, pause: () => Promise.resolve() };

type Row = Readonly<Record<string, unknown>>;

describe("disconnect on the command line, where something isn't certain", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-doubt-"));
    world = new World();
    const prod = world.addHost({ name: "bas-prod", sessions: [] });
    world.addSession(prod, { userName: "alice", sessionId: "aa1", ageMinutes: 190 });
    world.addSession(prod, { userName: "bob", sessionId: "bb2", ageMinutes: 5 });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  function run(args: readonly string[], options: Parameters<typeof runHere>[3] = {}): Promise<EndedHere> {
    const { env, trust } = accessTo(azure);
    return runHere(["disconnect", ...args, ...trust, "--journal", folder], env, quick, options);
  }

  const sent = () => azure.requests.flatMap(({ sessionIds }) => sessionIds ?? []);
  const rowsOf = ({ stdout }: EndedHere) => (JSON.parse(stdout) as { sessions: Row[] }).sessions;
  const outcomes = (ended: EndedHere) =>
    rowsOf(ended).map(({ sessionId, outcome, stillListed }) => [sessionId, outcome, stillListed]);

  it("takes no session for gone that is missing from a list with entries that can't be read", async () => {
    const asked = personAnswering(() => {
      const body = { value: [{ sessionId: "bb2", userName: "bob", targetHostName: "vm-web" }, 42] };
      azure.behave({ host: "bas-prod", route: "list" }, { fault: { kind: "json", body } });
      return "bas-prod";
    });
    const ended = await run(["--match", "host:prod", "--partial", "--json"], { person: asked });
    assert.deepEqual(sent(), ["bb2"]);
    assert.deepEqual(outcomes(ended).at(-1), ["aa1", "notSent", undefined]);
    assert.equal(ended.code, EXIT.notAllDone, ended.stderr);
  });

  it("refuses an option that is given twice, of which only the last would count", async () => {
    for (const twice of [
      ["--match", "bob", "--match", "host:prod"],
      ["--host", "bas-prod", "--session", "aa1", "--host", "bas-dev"],
      ["--match", "bob", "--max", "1"],
    ]) {
      const { code, stdout, stderr } = await run([...twice, "--yes", "--max", "9"]);
      assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" }, twice.join(" "));
      assert.match(stderr, /^--(?:match|host|max) .*\n$/u);
    }
    assert.deepEqual(azure.requests, []);
  });
  it("has a row for each session that Ctrl+C has kept from being sent, and speaks of nothing to look up", async () => {
    const stop = new AbortController();
    const lists = () => azure.requests.filter(({ route }) => route === "list").length;
    const person = personAnswering(() => {
      const before = lists();
      void azure.waitForRequest(() => lists() > before).then(() => stop.abort());
      return "bas-prod";
    });
    const ended = await run(["--match", "host:prod", "--json"], { person, signal: stop.signal });
    assert.equal(ended.code, EXIT.interrupted, ended.stderr);
    assert.deepEqual(sent(), []);
    assert.deepEqual(outcomes(ended), [
      ["aa1", "notSent", undefined],
      ["bb2", "notSent", undefined],
    ]);
    assert.match(ended.stderr, /Nothing was disconnected\.\n$/u);
  });

  it("tells hosts of one name apart in the outcome, as in the question", async () => {
    for (const displayName of ["Spokes", "Hub"]) {
      const subscription = world.addSubscription({ displayName });
      world.addHost({ name: "bas-hub", subscription, sessions: [{ userName: "dan", sessionId: displayName }] });
    }
    const ended = await run(["--match", "host:hub", "--json"], { person: personAnswering("2") });
    assert.equal(ended.code, EXIT.done, ended.stderr);
    const hosts = new Set(rowsOf(ended).map(({ host }) => String(host)));
    assert.equal(hosts.size, 2);
    hosts.forEach((host) => assert.ok(ended.stderr.includes(host), host));
  });

  it("takes no answer that was typed before the question was there", async () => {
    for (const early of ["1\n", "1\n1\n"]) {
      const person = personAnswering("no");
      person.input.write(early);
      const { code } = await run(["--match", "bob"], { person });
      assert.equal(code, EXIT.failed);
    }
    assert.deepEqual(sent(), []);
  });

  it("knows an ID in other letter case, and has a row for each named one that isn't listed", async () => {
    const named = ["--host", "bas-prod", "--session", "AA1", "aa1", "cc3"];
    const ended = await run([...named, "--yes", "--max", "1", "--json"]);
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.deepEqual(sent(), ["aa1"]);
    assert.deepEqual(outcomes(ended), [
      ["aa1", "disconnected", false],
      ["cc3", "notListed", false],
    ]);
    assert.equal((await run(["--host", "bas-prod", "--session", " ", "--yes", "--max", "1"])).code, EXIT.usage);
  });
});
