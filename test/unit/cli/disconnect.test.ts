import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { Journal } from "../../../src/core/journal/journal.ts";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { TOKEN_MARKER } from "../../simulated-azure/signIn/tokens.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { isReplay } from "../../support/properties.ts";
import { accessTo, personAnswering, runHere, type EndedHere } from "../../support/commandLineHere.ts";

type Row = Readonly<Record<string, unknown>>;

describe("disconnect on the command line", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-act-"));
    world = new World({ log: { tunnelIds: "own", lagMinutes: [0, 0] } });
    world.addPerson({ email: "ann@contoso.com", accounts: ["alice"] });
    const prod = world.addHost({ name: "bas-prod", sku: "Standard", sessions: [], history: { days: 0 } });
    world.addSession(prod, { userName: "alice", person: "ann@contoso.com", sessionId: "s1", ageMinutes: 190 });
    world.addSession(prod, { userName: "bob", sessionId: "s2", ageMinutes: 5 });
    world.addHost({ name: "bas-dev", sessions: [{ userName: "carol", sessionId: "s3", ageMinutes: 5 }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(args: readonly string[], options: Parameters<typeof runHere>[3] = {}): Promise<EndedHere> {
    const { env, trust } = accessTo(azure);
    const ended = await runHere(["disconnect", ...args, ...trust, "--journal", folder], env, systemClock, options);
    assert.ok(!(ended.stdout + ended.stderr).includes(TOKEN_MARKER), "a token was printed");
    return ended;
  }

  function sent(): readonly string[] {
    return azure.requests.flatMap(({ sessionIds }) => sessionIds ?? []);
  }

  async function journaled() {
    await using journal = new Journal(folder, systemClock);
    return (await journal.read()).entries;
  }

  const rowsOf = ({ stdout }: EndedHere) => (JSON.parse(stdout) as { sessions: Row[] }).sessions;

  it("sends nothing for a wrong command line, and asks Azure nothing", async () => {
    const wrong: readonly (readonly string[])[] = [
      [],
      ["--yes", "--max", "3"],
      ["--host", "bas-prod", "--yes", "--max", "3"],
      ["--session", "s1", "--yes", "--max", "3"],
      ["--host", "bas-prod", "--session", "s1", "--match", "bob", "--yes", "--max", "3"],
      ["--match", "", "--yes", "--max", "3"],
      ["--match", "  ", "--yes", "--max", "3"],
      ["--match", "usr:bob", "--yes", "--max", "3"],
      ["--match", "person:ann", "--yes", "--max", "3"],
      ["--match", "bob", "--yes"],
      ["--match", "bob", "--yes", "--max", "0"],
      ["--match", "bob", "--yes", "--max", "many"],
      // No terminal to ask at.
      ["--match", "bob"],
      ["--match", "bob", "--max", "3"],
    ];
    for (const args of wrong) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" }, args.join(" "));
      assert.match(stderr, /^.+\n$/u);
    }
    assert.deepEqual(azure.requests, []);
  });

  it("disconnects what was named with --yes, journalled as such, and ends with 0 when it is gone", async () => {
    const args = ["--host", "bas-prod", "--session", "s1", "--yes", "--max", "1"];
    const ended = await run([...args, "--json", "--reason", "leaving", "--ticket", "INC-7"]);
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.deepEqual(sent(), ["s1"]);
    assert.deepEqual(
      rowsOf(ended).map(({ sessionId, outcome, stillListed }) => ({ sessionId, outcome, stillListed })),
      [{ sessionId: "s1", outcome: "disconnected", stillListed: false }],
    );
    const [entry, ...others] = await journaled();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [entry?.by, entry?.reason, entry?.ticket, entry?.sessions[0]?.verdict],
      ["commandLineYes", "leaving", "INC-7", "disconnected"],
    );
    assert.equal((await run(args)).code, EXIT.nothingMatched);
    assert.deepEqual(sent(), ["s1"]);
  });

  it("sends nothing if more match than --max allows, or nothing matches", async () => {
    const many = await run(["--match", "host:prod", "--yes", "--max", "1"]);
    assert.deepEqual([many.code, many.stdout], [EXIT.failed, ""]);
    assert.match(many.stderr, /--max 1/u);
    assert.equal((await run(["--match", "nobody-here", "--yes", "--max", "9"])).code, EXIT.nothingMatched);
    assert.equal(
      (await run(["--host", "bas-none", "--session", "s1", "--yes", "--max", "9"])).code,
      EXIT.nothingMatched,
    );
    assert.deepEqual(sent(), []);
  });

  it("sends nothing if something couldn't be read, unless --partial says so", async () => {
    world.setRole(world.account(), world.host("bas-dev"), "reader");
    const args = ["--match", "bob", "--yes", "--max", "9"];
    const refused = await run(args);
    assert.deepEqual([refused.code, refused.stdout], [EXIT.incomplete, ""]);
    assert.match(refused.stderr, /bas-dev/u);
    assert.deepEqual(sent(), []);
    assert.equal((await run([...args, "--partial"])).code, EXIT.incomplete);
    assert.deepEqual(sent(), ["s2"]);
  });

  it("asks at the terminal for the number, or for the name of a host that is meant as a whole", async () => {
    for (const answer of ["", "y", "yes", "2", "bas-dev"]) {
      const { code, stdout } = await run(["--match", "host:prod"], { person: personAnswering(answer) });
      assert.deepEqual([code, stdout], [EXIT.failed, ""], answer);
    }
    assert.deepEqual(sent(), []);
    assert.deepEqual(await journaled(), []);
    const { code, stderr } = await run(["--match", "bob"], { person: personAnswering("1") });
    assert.equal(code, EXIT.done);
    assert.match(stderr, /bob on .+bas-prod/u);
    assert.match(stderr, /can reconnect/u);
    assert.deepEqual(sent(), ["s2"]);
    const whole = await run(["--match", "host:prod"], { person: personAnswering("BAS-PROD") });
    assert.equal(whole.code, EXIT.done);
    assert.deepEqual(sent(), ["s2", "s1"]);
    assert.deepEqual(
      (await journaled()).map(({ by }) => by),
      ["commandLine", "commandLine"],
    );
  });

  it("leaves out the caller's own sessions, and names them, unless --include-own says so", async () => {
    const { label } = world.account();
    const [bare] = label.split("@");
    world.addSession(world.host("bas-dev"), { userName: label, sessionId: "own1", ageMinutes: 1 });
    world.addSession(world.host("bas-dev"), { userName: bare ?? "", sessionId: "own2", ageMinutes: 1 });
    const left = await run(["--match", "host:dev", "--yes", "--max", "9"]);
    assert.equal(left.code, EXIT.done, left.stderr);
    assert.deepEqual(sent(), ["s3"]);
    assert.equal(left.stderr.split("\n").filter((line) => line.startsWith("Left out")).length, 2, left.stderr);
    assert.equal((await run(["--match", "host:dev", "--yes", "--max", "9"])).code, EXIT.nothingMatched);
    assert.equal((await run(["--match", "host:dev", "--yes", "--max", "9", "--include-own"])).code, EXIT.done);
    assert.deepEqual(sent().slice(1).toSorted(), ["own1", "own2"]);
  });

  it("takes no part of a token that names no user for one without own sessions", async () => {
    const { env, trust } = accessTo(azure, undefined, "");
    const args = ["disconnect", "--match", "bob", "--yes", "--max", "9", "--journal", folder, ...trust];
    assert.equal((await runHere(args, env)).code, EXIT.usage);
    assert.deepEqual(sent(), []);
    assert.equal((await runHere([...args, "--include-own"], env)).code, EXIT.done);
  });

  it("counts persons only where the audit log is certain of them", async () => {
    const twice = { userName: "alice", person: "ann@contoso.com", targetHostName: "vm-twice", ageMinutes: 30 };
    ["t1", "t2"].forEach((sessionId) => world.addSession(world.host("bas-prod"), { ...twice, sessionId }));
    const { env, trust } = accessTo(azure);
    const listed = await runHere(["list", "person:ann@contoso.com", "--people", "--json", ...trust], env);
    const confidences = rowsOf(listed).map(({ sessionId, confidence }) => [sessionId, confidence]);
    assert.deepEqual(Object.fromEntries(confidences), { s1: "matched", t1: "samePerson", t2: "samePerson" });
    const { code, stderr } = await run(["--match", "person:ann@contoso.com", "--people", "--yes", "--max", "9"]);
    assert.equal(code, EXIT.done, stderr);
    assert.deepEqual(sent(), ["s1"]);
  });

  it("ends with 5 if Azure refuses, or the outcome stays unknown", async () => {
    azure.behave({ host: "bas-prod", route: "disconnect" }, { fault: { kind: "status", status: 403 } });
    const ended = await run(["--match", "bob", "--yes", "--max", "9", "--json"]);
    assert.equal(ended.code, EXIT.notAllDone);
    assert.equal(rowsOf(ended)[0]?.["outcome"], "failed");
  });

  it("never hits what wasn't in the question: what came since, and what ended", async () => {
    const asked = personAnswering(() => {
      world.addSession(world.host("bas-prod"), { userName: "dan", sessionId: "s9", ageMinutes: 0 });
      world.endSession(world.host("bas-prod"), "s1");
      return "bas-prod";
    });
    const ended = await run(["--match", "host:prod", "--json"], { person: asked });
    assert.equal(ended.code, EXIT.done, ended.stderr);
    assert.deepEqual(sent(), ["s2"]);
    assert.deepEqual(
      rowsOf(ended).map(({ sessionId, outcome }) => [sessionId, outcome]),
      [
        ["s2", "disconnected"],
        ["s1", "notListed"],
      ],
    );
  });

  it("sends nothing if the list just before sending can't be read", async () => {
    const asked = personAnswering(() => {
      azure.behave({ host: "bas-prod", route: "list" }, { fault: { kind: "status", status: 403 } });
      return "bas-prod";
    });
    const { code, stdout } = await run(["--match", "host:prod"], { person: asked });
    assert.deepEqual([code, stdout], [EXIT.incomplete, ""]);
    assert.deepEqual(sent(), []);
    assert.deepEqual(await journaled(), []);
  });

  it("sends only IDs that the question has shown, whatever happens while it's open", async () => {
    const users = ["alice", "bob", "carol", "김철수"];
    let hits = 0;
    const change = fc.record({ ends: fc.boolean(), user: fc.constantFrom(...users) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.array(change, { maxLength: 4 }),
        fc.constantFrom("host:fleet", "user:alice", "user:김", "host:fleet <1h", ...users),
        async (before, since, filter) => {
          const fleet = new World();
          const host = fleet.addHost({ name: "bas-fleet", sessions: [] });
          before.forEach(({ user }, index) =>
            fleet.addSession(host, { userName: user, sessionId: `shown-${index}`, targetHostName: `vm-${index}-` }),
          );
          azure.reset(fleet);
          let shown: readonly string[] = [];
          const asked = personAnswering((text) => {
            shown = [...new Set([...text.matchAll(/vm-(\d+)-/gu)].map(([, index]) => `shown-${index}`))];
            before.forEach(({ ends }, index) => ends && fleet.endSession(host, `shown-${index}`));
            since.forEach(({ user }, index) => fleet.addSession(host, { userName: user, sessionId: `new-${index}` }));
            return /Type (.+) to disconnect/u.exec(text)?.[1] ?? "";
          });
          const seen = azure.requests.length;
          await run(["--match", filter], { person: asked });
          const hit = azure.requests.slice(seen).flatMap(({ sessionIds }) => sessionIds ?? []);
          const left = shown.filter((id) => before[Number(id.slice("shown-".length))]?.ends === false);
          assert.deepEqual(hit.toSorted(), left.toSorted());
          hits += hit.length;
        },
      ),
      { numRuns: 25 },
    );
    assert.ok(hits > 0 || isReplay);
  });
});
