import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { TOKEN_MARKER } from "../../simulated-azure/signIn/tokens.ts";
import { LINK_MARKER } from "../../simulated-azure/world/links.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { CommandLine, type Ended } from "../../support/commandLine.ts";
import { accessTo } from "../../support/commandLineHere.ts";
import { installTokenAz, type TokenAzSpec } from "../../support/tokenAz.ts";
import { patience } from "../../support/patience.ts";
import { root } from "../../vscode/paths.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

/** How the command line's bundle behaves as a process. What its commands print is tested in commands.test.ts. */
describe("the command line as a process", () => {
  let line: CommandLine;
  let azure: SimulatedAzure;
  let world: World;

  before(async function () {
    this.timeout(patience(60_000));
    line = await CommandLine.build();
  });
  after(() => line[Symbol.asyncDispose]());

  beforeEach(async () => {
    world = new World();
    world.addHost({ name: "bas-prod", sessions: [{ userName: "김철수" }, { userName: "alice" }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  async function run(
    args: readonly string[],
    { env, trust }: { readonly env: Record<string, string>; readonly trust: readonly string[] } = accessTo(azure),
  ): Promise<Ended> {
    const ended = await line.run([...args, ...trust], env);
    assert.ok(!(ended.stdout + ended.stderr).includes(TOKEN_MARKER), "a token was printed");
    return ended;
  }

  /** The Azure CLI in place of a token, signed in to the home tenant's account. */
  async function withAz(mode?: NonNullable<TokenAzSpec["mode"]>) {
    const folder = await mkdtemp(join(line.folder, "az-"));
    const spec = { url: azure.url, accountId: world.account().id, ...(mode && { mode }) };
    const { runs } = installTokenAz(folder, spec);
    const env = { AZURE_RESOURCE_MANAGER_URL: azure.url, PATH: `${folder}:/usr/bin:/bin` };
    return { env, trust: ["--trust-endpoint", azure.url], runs };
  }

  it("ends with 0 when all is printed: data on stdout, no words, no colours", async () => {
    const { env, trust } = accessTo(azure);
    const { code, stdout, stderr } = await run(["list"], { env: { ...env, FORCE_COLOR: "3" }, trust });
    assert.deepEqual({ code, stderr }, { code: EXIT.done, stderr: "" });
    assert.match(stdout, /김철수/u);
    assert.ok(!stdout.includes("\u001B"));
    assert.deepEqual([(await run(["--version"], { env: {}, trust: [] })).code], [EXIT.done]);
  });

  it("is installed from its npm package, and says its version and its texts from there", async () => {
    const folder = await mkdtemp(join(line.folder, "installed-"));
    const install = ["install", "--offline", "--ignore-scripts", "--no-audit", "--prefix", folder];
    execFileSync("npm", [...install, join(root, "dist/bastion-sessions.tgz")]);
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder, LC_ALL: "de_DE.UTF-8" };
    const answer = (...args: readonly string[]) =>
      execFileSync(join(folder, "node_modules/.bin/bastion-sessions"), args, { env, encoding: "utf8" });
    assert.equal(answer("--version").trim(), version);
    const german = JSON.parse(readFileSync(join(root, "l10n/bundle.l10n.de.json"), "utf8")) as Record<string, string>;
    assert.ok(answer("--help").includes(german["Print the version"]!));
    assert.deepEqual(
      readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
      ["bastion-sessions"],
    );
  });

  it("ends with 1 for what failed", async () => {
    const { env } = accessTo(azure);
    const { code, stderr } = await run(["journal", "--journal", "/nowhere"], { env, trust: [] });
    assert.equal(code, EXIT.failed);
    assert.match(stderr, /\/nowhere/u);
  });

  it("ends with 2 if something could not be read", async () => {
    world.setRole(world.account(), world.addHost({ name: "bas-shut" }), "reader");
    assert.equal((await run(["list"])).code, EXIT.incomplete);
  });

  it("ends with 3 for a token that doesn't fit, without a request", async () => {
    const { env, trust } = accessTo(azure);
    const unfit = {
      expired: azure.token(undefined, undefined, { expiresOn: Date.now() - 1_000 }),
      ofThePublicCloud: azure.token(undefined, undefined, { audience: "https://management.azure.com/" }),
    };
    for (const [name, token] of Object.entries(unfit)) {
      const ended = await run(["list"], { env: { ...env, AZURE_ACCESS_TOKEN: token }, trust });
      assert.equal(ended.code, EXIT.signIn, `${name}: ${ended.stderr}`);
      assert.equal(ended.stdout, "");
    }
    const other = await run(["list", "--tenant", "11111111-2222-4333-8444-555555555555"], { env, trust });
    assert.equal(other.code, EXIT.signIn);
    assert.deepEqual(azure.requests, []);
  });

  it("ends with 3 for an endpoint that isn't confirmed, without a request, whatever a workspace brings", async () => {
    const { env } = accessTo(azure);
    const state = join(line.folder, "planted", "bastion-sessions");
    await mkdir(state, { recursive: true });
    const key = JSON.stringify([azure.url, `${azure.url}/.default`, null]);
    await writeFile(join(state, "trusted-endpoints.json"), JSON.stringify([key]));
    const planted = { ...env, XDG_STATE_HOME: join(line.folder, "planted"), HOME: join(line.folder, "planted") };
    for (const trust of [[], ["--trust-endpoint", "https://management.azure.com"]]) {
      const { code, stderr } = await run(["list"], { env: planted, trust });
      assert.equal(code, EXIT.signIn);
      assert.ok(stderr.includes(azure.url), stderr);
    }
    assert.deepEqual(azure.requests, []);
  });

  it("ends with 3 without an Azure CLI, or one that gives no token that fits", async () => {
    const { env: all, trust } = accessTo(azure);
    const { AZURE_ACCESS_TOKEN: _none, ...env } = all;
    const missing = await run(["list"], { env, trust });
    assert.equal(missing.code, EXIT.signIn);
    assert.match(missing.stderr, /az login/u);
    for (const mode of ["signedOut", "otherAudience"] as const) {
      const ended = await run(["list"], await withAz(mode));
      assert.equal(ended.code, EXIT.signIn, `${mode}: ${ended.stderr}`);
      assert.doesNotMatch(ended.stderr, /AADSTS|setup account/u);
    }
    assert.deepEqual(
      azure.requests.filter(({ route }) => route !== "signIn"),
      [],
    );
  });

  it("gets a token of the Azure CLI for each tenant, asks no `az` of the workspace, and writes none down", async () => {
    world = new World();
    const home = world.addTenant({ displayName: "Contoso" });
    const away = world.addTenant({ displayName: "Fabrikam" });
    world.addAccount({ home: home.tenantId, guestOf: [away.tenantId] });
    world.addHost({ name: "bas-prod" });
    azure.reset(world);
    world.addHost({
      name: "bas-away",
      subscription: world.addSubscription({ displayName: "Away", tenant: "Fabrikam" }),
    });
    const { env, trust, runs } = await withAz();
    const { code, stdout } = await run(["hosts", "--json"], { env: { ...env, PATH: `.:bin:${env.PATH}` }, trust });
    assert.equal(code, EXIT.done);
    assert.match(stdout, /bas-away/u);
    const tokens = runs().filter((args) => args.startsWith("account get-access-token"));
    assert.equal(tokens.length, 2, tokens.join("\n"));
    assert.ok(tokens.some((args) => args.includes(`--tenant ${away.tenantId}`)));
    const only = await run(["hosts", "--json", "--tenant", away.tenantId], { env, trust });
    assert.deepEqual([only.code, /bas-prod/u.test(only.stdout)], [EXIT.done, false]);
    assert.deepEqual(await readdir(join(line.folder, "state")).catch(() => []), []);
  });

  it("says which tenant has no token and how to get one, also where nothing has the name that was asked for", async () => {
    world = new World();
    const home = world.addTenant({ displayName: "Contoso" });
    const away = world.addTenant({ displayName: "Fabrikam", needsOwnSignIn: true });
    world.addAccount({ home: home.tenantId, guestOf: [away.tenantId] });
    world.addHost({ name: "bas-prod" });
    azure.reset(world);
    const access = await withAz();
    for (const args of [["hosts"], ["doctor", "bas-away"], ["list", "--subscription", "Away"]]) {
      const { code, stderr } = await run(args, access);
      assert.equal(code, EXIT.incomplete, args.join(" "));
      assert.match(stderr, new RegExp(`^Couldn't be read: Fabrikam: .*az login --tenant ${away.tenantId}$`, "mu"));
    }
  });

  it("ends with 4 if nothing matched, and with 64 for a wrong command line", async () => {
    assert.equal((await run(["list", "nobody-here"])).code, EXIT.nothingMatched);
    const { code, stdout, stderr } = await run(["list", "--jsn"], { env: {}, trust: [] });
    assert.deepEqual({ code, stdout }, { code: EXIT.usage, stdout: "" });
    assert.match(stderr, /^.*--jsn.*\n$/u);
  });

  it("ends quietly when the reader has had enough", async () => {
    world.addHost({ name: "bas-full", sessions: 3_000 });
    const { env, trust } = accessTo(azure);
    const { child, ended } = line.start(["list", "--json", ...trust], env);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    assert.deepEqual({ code, stderr }, { code: EXIT.done, stderr: "" });
  });

  it("ends with 130 on Ctrl+C, with nothing printed and nothing left running", async () => {
    azure.behave({ host: "bas-prod", route: "list" }, { fault: { kind: "neverAnswers" } });
    const { env, trust } = accessTo(azure);
    const { child, ended } = line.start(["list", "--json", ...trust], env);
    await azure.waitForRequest(({ route }) => route === "list");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    assert.deepEqual({ code, stdout, stderr }, { code: EXIT.interrupted, stdout: "", stderr: "" });
    await azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
  });

  it("speaks Korean where the terminal does, and keeps names for programs as they are", async () => {
    const { env, trust } = accessTo(azure);
    const korean = { env: { ...env, LANG: "ko_KR.UTF-8" }, trust };
    const { code, stdout, stderr } = await run(["list", "nobody-here"], korean);
    assert.deepEqual({ code, stdout }, { code: EXIT.nothingMatched, stdout: "" });
    assert.match(stderr, /일치하는 세션/u);
    assert.match((await run(["list", "--json"], korean)).stdout, /"durationMinutes"/u);
    const hostile = { env: { ...env, LANG: "../../../etc/passwd" }, trust };
    assert.match((await run(["list", "nobody-here"], hostile)).stderr, /No matching/u);
  });

  it("works on Node.js 20, and with certificate checks that a variable would turn off", async () => {
    const before = join(line.folder, "node20.cjs");
    await writeFile(before, "delete Map.groupBy; delete Promise.withResolvers; delete URL.parse;");
    const { env, trust } = accessTo(azure);
    const hostile = { ...env, NODE_OPTIONS: `--require=${before}`, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { code, stderr } = await run(["list", "--people", "--json"], { env: hostile, trust });
    assert.doesNotMatch(stderr, /Error|Warning/u);
    assert.equal(code, EXIT.done, stderr);
  });

  it("deletes links only once they're confirmed, and ends with a code for each outcome", async () => {
    const links = [{ machine: "vm-a" }, { machine: "vm-b" }];
    const made = world.addHost({ name: "bas-links", sku: "Standard", deleteLinks: "value", links });
    const shut = world.addHost({ name: "bas-shut", sku: "Standard", deleteLinks: "value", links });
    world.setRole(world.account(), shut, "reader");
    const [vmId = ""] = world.links.of(made).map((link) => link.vmId);
    const sent = () => azure.requests.filter(({ route }) => route === "deleteLinks").length;
    const journal = await mkdtemp(join(line.folder, "journal-"));
    const { env, trust } = accessTo(azure);
    const remove = async (args: readonly string[], more: Record<string, string> = {}) => {
      const all = { ...env, BASTION_SESSIONS_JOURNAL: journal, ...more };
      const ended = await run(["links", "delete", ...args], { env: all, trust });
      assert.ok(!(ended.stdout + ended.stderr).includes(LINK_MARKER), "a URL was printed");
      return ended.code;
    };
    const named = ["--host", "bas-links", "--vm", vmId];
    const yes = ["--yes", "--max", "9"];
    assert.equal(await remove([...named, "--yes"]), EXIT.usage);
    assert.equal(await remove(named), EXIT.usage, "without a terminal");
    assert.equal(await remove(["--host", "bas-links", "--all", "--yes", "--max", "1"]), EXIT.failed);
    assert.equal(await remove(["--host", "bas-shut", "--all", ...yes]), EXIT.incomplete);
    assert.equal(await remove([...named, ...yes], { AZURE_ACCESS_TOKEN: "none" }), EXIT.signIn);
    assert.equal(await remove(["--host", "bas-none", "--all", ...yes]), EXIT.nothingMatched);
    assert.equal(sent(), 0);
    const route = { host: "bas-links", route: "deleteLinks" } as const;
    azure.behave(route, { fault: { kind: "status", status: 403 }, times: 1 });
    assert.equal(await remove([...named, ...yes]), EXIT.notAllDone);
    assert.equal(await remove([...named, ...yes]), EXIT.done);
    assert.equal(sent(), 2);
    assert.deepEqual(
      world.links.of(made).map((link) => link.vmId.split("/").at(-1)),
      ["vm-b"],
    );
  });

  it("prints completion that bash loads, and that completes commands and options without running anything", async () => {
    const { stdout } = await run(["completion", "bash"], { env: {}, trust: [] });
    const complete = (words: string) =>
      spawnSync("bash", [
        "-c",
        `${stdout}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
        _bastion_sessions; echo "\${COMPREPLY[*]}"`,
      ]).stdout.toString();
    assert.equal(complete("bastion-sessions ho").trim(), "hosts");
    assert.equal(complete("bastion-sessions list --pe").trim(), "--people");
    assert.equal(complete("bastion-sessions completion z").trim(), "zsh");
  });
});
