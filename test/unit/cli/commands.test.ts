import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { Journal } from "../../../src/core/journal/journal.ts";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { TOKEN_MARKER } from "../../simulated-azure/signIn/tokens.ts";
import { accessTo, runHere, type EndedHere } from "../../support/commandLineHere.ts";

type Document = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

describe("the command line", () => {
  let azure: SimulatedAzure;
  let world: World;

  beforeEach(async () => {
    world = new World({ log: { tunnelIds: "own", lagMinutes: [0, 0] } });
    world.addPerson({ email: "ann@contoso.com", accounts: ["alice"] });
    const bas = world.addHost({ name: "bas-prod", sku: "Standard", sessions: [], history: { days: 0 } });
    world.addSession(bas, { userName: "alice", person: "ann@contoso.com", sessionId: "s1", ageMinutes: 190 });
    world.addSession(bas, { userName: "=cmd|bob", sessionId: "s2", ageMinutes: 5 });
    world.addHost({ name: "bas-dev", sku: "Basic", sessions: [{ userName: "carol", sessionId: "s3", ageMinutes: 5 }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  async function run(...args: readonly string[]): Promise<EndedHere> {
    const { env, trust } = accessTo(azure);
    const isOffline = args[0] === "journal" || args[0] === "completion";
    const ended = await runHere([...args, ...(isOffline ? [] : trust)], env);
    assert.ok(!(ended.stdout + ended.stderr).includes(TOKEN_MARKER), "a token was printed");
    return ended;
  }

  async function json(...args: readonly string[]): Promise<Document> {
    return JSON.parse((await run(...args, "--json")).stdout) as Document;
  }

  function listed(): readonly string[] {
    return azure.requests.filter(({ route, method }) => route === "list" && method === "POST").map(({ path }) => path);
  }

  it("lists sessions as JSON, with the names of the extension's exports and no persons", async () => {
    const { code, stdout, stderr } = await run("list", "--json");
    assert.equal(code, EXIT.done);
    assert.equal(stderr, "");
    const document = JSON.parse(stdout) as Document;
    assert.deepEqual(Object.keys(document), ["sessions", "hosts", "incomplete", "asOf"]);
    const alice = document["sessions"]?.find(({ user }) => user === "alice");
    assert.deepEqual(
      { host: alice?.["host"], sessionId: alice?.["sessionId"], durationMinutes: alice?.["durationMinutes"] },
      { host: "bas-prod", sessionId: "s1", durationMinutes: 190 },
    );
    assert.match(String(alice?.["hostId"]), /\/bastionHosts\/bas-prod$/u);
    assert.deepEqual(
      document["hosts"]?.map(({ host, sessions }) => [host, sessions]),
      [
        ["bas-dev", 1],
        ["bas-prod", 2],
      ],
    );
    assert.deepEqual(document["incomplete"], []);
    assert.doesNotMatch(stdout, /ann@contoso|clientAddress|confidence/u);
    assert.ok(!azure.requests.some(({ route }) => route === "auditLog"));
  });

  it("names persons on request, with how certain they are", async () => {
    const { sessions } = await json("list", "user:alice", "--people");
    assert.equal(sessions?.[0]?.["person"], "ann@contoso.com");
    assert.equal(sessions[0]["confidence"], "matched");
    assert.equal((await run("list", "person:ann", "--people")).code, EXIT.done);
    const refused = await run("list", "person:ann");
    assert.equal(refused.code, EXIT.usage);
    assert.match(refused.stderr, /--people/u);
  });

  it("filters as the filter box does, and asks about no host that can't match", async () => {
    const { sessions } = await json("list", "host:prod", ">1h");
    assert.deepEqual(
      sessions?.map(({ user }) => user),
      ["alice"],
    );
    assert.equal(listed().length, 1);
    assert.match(listed().join(""), /bas-prod/u);
    assert.equal((await run("list", "nobody-here")).code, EXIT.nothingMatched);
    for (const filter of ["usr:ann", ">5x", "from:x", "user:"]) {
      assert.equal((await run("list", filter)).code, EXIT.usage, filter);
    }
  });

  it("prints a table, CSV without formulas, and Markdown", async () => {
    const table = (await run("list")).stdout;
    assert.match(table, /^User +Target VM +Bastion host/u);
    assert.match(table, /alice .*bas-prod .*3 h 10 min/u);
    const csv = (await run("list", "--csv")).stdout;
    assert.match(csv, /^\uFEFF?"?user"?,/u);
    assert.match(csv, /"'=cmd\|bob"/u);
    assert.match((await run("list", "--md")).stdout, /^\| User \|[^\n]*\n\| --- \|/u);
  });

  it("lists hosts without their sessions, so without a trace in the Activity Log", async () => {
    const { hosts } = await json("hosts");
    assert.deepEqual(
      hosts?.map(({ host, sku }) => [host, sku]),
      [
        ["bas-dev", "Basic"],
        ["bas-prod", "Standard"],
      ],
    );
    assert.deepEqual(listed(), []);
  });

  it("takes subscriptions by ID and by name, and says if there is none of it", async () => {
    const [own] = world.subscriptions;
    const other = world.addHost({ name: "bas-other", subscription: world.addSubscription({ displayName: "Other" }) });
    const named = await json("hosts", "--subscription", "OTHER");
    assert.deepEqual(
      named["hosts"]?.map(({ host }) => host),
      [other.name],
    );
    const byId = await json("hosts", "--subscription", own?.subscriptionId ?? "", "other");
    assert.equal(byId["hosts"]?.length, 3);
    const missing = await run("hosts", "--subscription", "nowhere");
    assert.equal(missing.code, EXIT.nothingMatched);
    assert.match(missing.stderr, /nowhere/u);
  });

  it("says what could not be read, and still prints the rest", async () => {
    world.setRole(world.account(), world.host("bas-dev"), "reader");
    const { code, stdout, stderr } = await run("list", "--json");
    assert.equal(code, EXIT.incomplete);
    const { sessions, incomplete } = JSON.parse(stdout) as Document;
    assert.equal(sessions?.length, 2);
    assert.equal(incomplete?.length, 1);
    assert.equal(incomplete[0]?.["what"], "sessions");
    assert.equal(incomplete[0]["reason"], "notAllowed");
    assert.match(String(incomplete[0]["action"]), /getActiveSessions/u);
    assert.match(stderr, /bas-dev/u);
    // Nothing matched, as far as that is known.
    assert.equal((await run("list", "nobody-here")).code, EXIT.incomplete);
  });

  it("shows the history, with persons on request only", async () => {
    const shown = await run("history", "--since", "1d", "--json");
    assert.equal(shown.code, EXIT.done, shown.stderr);
    const { history } = JSON.parse(shown.stdout) as Document;
    assert.ok((history?.length ?? 0) >= 2);
    assert.doesNotMatch(shown.stdout, /ann@contoso|"user"|clientAddress/u);
    assert.match((await run("history", "--since", "1d", "--people", "--csv")).stdout, /ann@contoso\.com/u);
    for (const since of ["yesterday", "91d", "0d", "2999-01-01"]) {
      assert.equal((await run("history", "--since", since)).code, EXIT.usage, since);
    }
    assert.deepEqual(listed(), []);
  });

  it("calls a target by its address in the history where that was connected to", async () => {
    world.addSession("bas-prod", { byAddress: true, targetIpAddress: "10.20.0.12", ageMinutes: 41 });
    const { history } = JSON.parse((await run("history", "--since", "1h", "--json")).stdout) as Document;
    const targets = history?.filter(({ targetIp }) => targetIp === "10.20.0.12").map(({ vm }) => vm);
    assert.deepEqual(targets, ["10.20.0.12"]);
  });

  it("diagnoses a host by its name, and asks for an ID where that is not one", async () => {
    const { code, stdout } = await run("doctor", "BAS-PROD", "--json");
    const { findings } = JSON.parse(stdout) as Document;
    assert.ok(findings?.some(({ check, verdict }) => check === "list" && verdict === "ok"));
    assert.equal(code, findings?.some(({ verdict }) => verdict === "unchecked") ? EXIT.incomplete : EXIT.done);
    world.addHost({ name: "bas-prod", resourceGroup: "another" });
    const ambiguous = await run("doctor", "bas-prod");
    assert.equal(ambiguous.code, EXIT.usage);
    assert.match(ambiguous.stderr, /resourceGroups\/another/u);
    assert.equal((await run("doctor", "bas-none")).code, EXIT.nothingMatched);
  });

  it("refuses a wrong command line with one line that names what is wrong", async () => {
    const wrong: readonly (readonly [named: string, ...args: readonly string[]])[] = [
      ["command"],
      ["lst", "lst"],
      ["--jsn", "list", "--jsn"],
      ["--json", "list", "--json", "--csv"],
      ["host", "doctor"],
      ["Too many", "hosts", "bas-prod"],
      ["--since", "history", "--since"],
      ["fish", "completion", "fish"],
      ["tenant ID", "hosts", "--tenant", "contoso"],
    ];
    for (const [named, ...args] of wrong) {
      const { code, stdout, stderr } = await runHere(args, {});
      assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" }, args.join(" "));
      assert.match(stderr, /^.+\n$/u);
      assert.ok(stderr.includes(named), `${args.join(" ")}: ${stderr}`);
    }
  });

  it("prints help to stdout, and completion for each shell", async () => {
    const help = await runHere(["history", "--help"], {});
    assert.equal(help.code, EXIT.done);
    assert.match(help.stdout, /--since <time>/u);
    assert.match((await runHere(["disconnect", "--help"], {})).stdout, /--people .+ person:\s+and from:/su);
    for (const shell of ["bash", "zsh", "powershell"]) {
      const { stdout } = await runHere(["completion", shell], {});
      assert.match(stdout, /journal/u);
      assert.match(stdout, /--trust-endpoint/u);
    }
  });

  it("waits for nothing after the last answer it needs, and asks each of 500 hosts once", async () => {
    const fleet = new World();
    // Azure admits 200 lists at once in a subscription.
    const subscriptions = [0, 1, 2, 3, 4].map((index) =>
      fleet.addSubscription({ displayName: `Subscription ${index}` }),
    );
    for (let index = 0; index < 500; index++) {
      fleet.addHost({ name: `bas-${index}`, subscription: subscriptions[index % 5]!, sessions: 1 });
    }
    azure.reset(fleet);
    const waits: number[] = [];
    const { env, trust } = accessTo(azure);
    const clock = { ...systemClock, pause: async (ms: number) => void waits.push(ms) };
    const { code, stdout } = await runHere(["list", "--json", ...trust], env, clock);
    assert.equal(code, EXIT.done);
    assert.equal((JSON.parse(stdout) as Document)["sessions"]?.length, 500);
    assert.deepEqual(waits, []);
    const asked = azure.requests.filter(({ route }) => route !== "list").map(({ route }) => route);
    assert.deepEqual([...new Set(asked)].sort(), ["graph", "subscriptions", "tenants"]);
    assert.equal(listed().length, 500);
  });

  describe("and the journal", () => {
    let folder = "";
    beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "bastion-journal-"))));
    afterEach(() => rm(folder, { recursive: true }));

    it("shows what was disconnected, without persons unless they are wanted", async () => {
      await using journal = new Journal(folder, systemClock);
      const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
      const session = { sessionId: "s1", userName: "alice", person: "ann@contoso.com", confidence: "exact" };
      await journal.append({
        kind: "confirmed",
        at: "2026-03-02T09:00:00.000Z",
        entry: "e1",
        by: "user",
        reason: "leaving",
        hosts: [{ hostId: "/h", hostName: "bas-prod", actor, sessions: [session] }],
      });
      const table = await run("journal", "--journal", folder);
      assert.equal(table.code, EXIT.done);
      assert.match(table.stdout, /2026-03-02 09:00:00 UTC +alice +.*bas-prod .*leaving/u);
      assert.doesNotMatch((await run("journal", "--journal", folder, "--json")).stdout, /ann@/u);
      assert.match((await run("journal", "--journal", folder, "--csv", "--people")).stdout, /ann@contoso\.com/u);
      await writeFile(join(folder, "2026-torn.jsonl"), '{"kind":"conf\n');
      assert.equal((await run("journal", "--journal", folder)).code, EXIT.incomplete);
    });

    it("shows deletions of links beside disconnects, in the order of time", async () => {
      await using journal = new Journal(folder, systemClock);
      const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
      const host = { hostId: "/h", hostName: "bas-prod", actor };
      const vmId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-web";
      const session = { sessionId: "s1", userName: "alice" };
      await journal.append({
        kind: "confirmed",
        at: "2026-03-02T09:00:00.000Z",
        entry: "e1",
        by: "user",
        hosts: [{ ...host, sessions: [session] }],
      });
      await journal.append({
        kind: "linksConfirmed",
        at: "2026-03-02T08:00:00.000Z",
        entry: "e2",
        by: "commandLine",
        ticket: "INC-7",
        hosts: [{ ...host, machines: [{ vmId, links: [{}, {}] }] }],
      });
      const { stdout } = await run("journal", "--journal", folder);
      assert.match(stdout, /08:00:00 UTC +vm-web +bas-prod +2 +Unknown +INC-7 *\n.*09:00:00 UTC +alice +bas-prod/u);
      const csv = await run("journal", "--journal", folder, "--csv");
      assert.match(csv.stdout, /,"deleteLinks",[^]*,"disconnect",/u);
    });

    it("doesn't call a journal empty that has only deletions of links", async () => {
      await using journal = new Journal(folder, systemClock);
      assert.match((await run("journal", "--journal", folder)).stderr, /empty/u);
      const at = "2026-03-02T08:00:00.000Z";
      await journal.append({ kind: "linksConfirmed", at, entry: "e", by: "user", hosts: [] });
      assert.doesNotMatch((await run("journal", "--journal", folder)).stderr, /empty/u);
    });

    it("fails for a folder that isn't there", async () => {
      assert.equal((await run("journal", "--journal", join(folder, "none"))).code, EXIT.failed);
    });
  });
});
