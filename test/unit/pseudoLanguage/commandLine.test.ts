import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { accessTo, runHere, type EndedHere, type Person } from "../../support/commandLineHere.ts";
import { untranslated } from "../../support/language/pseudoLanguage.ts";
import { inPseudoLanguage } from "../../support/language/pseudoLanguageOn.ts";

const COMMANDS = ["list", "hosts", "history", "doctor", "disconnect", "links", "journal", "mcp", "completion"];

/** What is the same in every language on a command line. Names of the world are Greek, and need no mention. */
const NAMES: readonly RegExp[] = [
  // Commands, options, and what stands for their values.
  new RegExp(`\\b(?:bastion-sessions|delete|${COMMANDS.join("|")})\\b`, "gu"),
  /--?[a-z-]+/gu,
  /[<[][\w.]+[>\]]/gu,
  // VMs that the simulated Azure has made up.
  /-[A-Z]+-\d+/gu,
  // What an option or an argument can be.
  /\b(?:public|china|usGovernment|bash|zsh|powershell|filter|host|shell|user:)/gu,
];

/** Markdown has the values of CSV and JSON below titles for people. */
const VALUES = /\b(?:active|matched|noEndLogged|ended|disconnected|false)\b/gu;

/** A person at the terminal who types a host's name. */
function person(answer: string): Person {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const words = Object.assign(new PassThrough(), { isTTY: true });
  words.on("data", (chunk: Buffer) => {
    if (chunk.toString().endsWith(": ")) {
      input.write(`${answer}\n`);
    }
  });
  return { input, words };
}

describe("In the pseudo-language, the command line", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  inPseudoLanguage();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-pseudo-"));
    world = new World({ log: { tunnelIds: "own", lagMinutes: [0, 0] } });
    world.addTenant({ displayName: "Εταιρεία" });
    world.addAccount({ label: "άννα@εταιρεία.gr" });
    world.addSubscription({ displayName: "Συνδρομή" });
    world.addPerson({ email: "βασίλης@εταιρεία.gr", accounts: ["βασίλης"] });
    const host = { sku: "Standard", resourceGroup: "ομάδα", history: { days: 0 } } as const;
    const one = world.addHost({
      ...host,
      name: "κόμβος-1",
      sessions: [],
      links: [{ machine: "μηχανή-1", minutesAgo: 90 }],
    });
    const machine = { targetHostName: "μηχανή-1", targetIpAddress: "10.0.0.4", byAddress: true };
    world.addSession(one, {
      ...machine,
      userName: "βασίλης",
      person: "βασίλης@εταιρεία.gr",
      sessionId: "1",
      ageMinutes: 190,
    });
    world.addSession(one, { ...machine, userName: "γιάννης", sessionId: "2", ageMinutes: 5 });
    world.addHost({ ...host, name: "κόμβος-2", sessions: [{ ...machine, userName: "δάφνη", sessionId: "3" }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(args: readonly string[], by?: Person): Promise<EndedHere> {
    const { env, trust } = accessTo(azure);
    const [command = ""] = args;
    const isOffline = command === "journal" || args.includes("--help");
    const journal = ["journal", "disconnect"].includes(command) || args[1] === "delete" ? ["--journal", folder] : [];
    return runHere([...args, ...journal, ...(isOffline ? [] : trust)], env, systemClock, by && { person: by });
  }

  /** What is left in English of what a command prints; it prints something. */
  async function left(args: readonly string[], names: readonly (RegExp | string)[] = []): Promise<readonly string[]> {
    const { stdout, stderr } = await run(args);
    assert.match(stdout + stderr, /⟦/u, args.join(" "));
    return untranslated(stdout + stderr, [...NAMES, ...names]);
  }

  for (const args of [
    ["list"],
    ["list", "--people"],
    ["list", "x-none"],
    ["list", "user:"],
    ["hosts"],
    ["history", "--since", "1d", "--people"],
    ["history", "--since", "x"],
    ["links"],
    ["links", "delete", "--host", "κόμβος-1", "--all", "--yes", "--max", "1"],
    ["links", "delete"],
    ["links", "delete", "--help"],
    ["journal"],
    ["disconnect", "--match", "user:γιάννης", "--yes", "--max", "1"],
    ["disconnect"],
    ["x"],
    ["list", "--x"],
    ["list", "--json", "--csv"],
    ["--help"],
    ...COMMANDS.map((command) => [command, "--help"]),
  ]) {
    it(`prints translated texts only: ${args.join(" ")}`, async () => assert.deepEqual(await left(args), []));
  }

  for (const args of [["list", "--people"], ["hosts"], ["history", "--people"], ["links"]]) {
    it(`prints translated titles above values: ${args.join(" ")} --md`, async () =>
      assert.deepEqual(await left([...args, "--md"], [VALUES]), []));
  }

  it("prints translated titles and results of a diagnosis, whose checks have IDs", async () => {
    const { stdout, stderr } = await run(["doctor", "κόμβος-1"]);
    const [titles = "", ...rows] = stdout.trimEnd().split("\n");
    assert.ok(rows.length > 5);
    const results = rows.map((row) => row.slice(0, row.indexOf("⟧") + 1));
    assert.deepEqual(untranslated([titles, ...results, stderr].join("\n"), NAMES), []);
    assert.ok(results.every((result) => result !== ""));
  });

  it("asks and reports in translated texts", async () => {
    const by = person("2");
    const asked: Buffer[] = [];
    by.words.on("data", (chunk: Buffer) => asked.push(chunk));
    const { stdout } = await run(["disconnect", "--match", "host:κόμβος-1"], by);
    const words = Buffer.concat(asked).toString();
    assert.deepEqual(untranslated(words + stdout, NAMES), [], words + stdout);
  });

  it("says in translated texts what couldn't be read", async () => {
    for (const { id } of world.hosts) {
      world.setRole(world.account(), id, "reader");
    }
    await writeFile(join(folder, "2026-torn.jsonl"), '{"kind":"conf\n');
    for (const args of [["list", "--people"], ["history"], ["links"], ["journal"]]) {
      assert.deepEqual(await left(args, [/\.jsonl/gu]), [], args.join(" "));
    }
  });

  it("prints the same for programs as in English", async () => {
    for (const format of ["--json", "--csv"]) {
      for (const args of [
        ["list", "--people"],
        ["hosts"],
        ["history", "--people"],
        ["doctor", "κόμβος-1"],
        ["links"],
        ["journal"],
      ]) {
        assert.doesNotMatch((await run([...args, format])).stdout, /⟦/u, args.join(" "));
      }
    }
  });
});
