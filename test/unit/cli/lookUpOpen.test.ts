import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { Journal } from "../../../src/core/journal/journal.ts";
import { systemClock } from "../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { accessTo, runHere } from "../../support/commandLineHere.ts";

const MINUTE_MS = 60_000;

describe("a disconnect that an earlier run left open", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-open-"));
    world = new World();
    world.addHost({ name: "bas-prod", sessions: [{ userName: "alice", sessionId: "s1" }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes down a disconnect without an outcome. */
  async function leftOpen(ageMs: number): Promise<void> {
    const host = world.host("bas-prod");
    await using journal = new Journal(folder, systemClock);
    const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
    const sessions = ["s1", "s2"].map((sessionId) => ({ sessionId }));
    await journal.append({
      kind: "confirmed",
      at: new Date(Date.now() - ageMs).toISOString(),
      entry: "e",
      by: "commandLine",
      hosts: [{ hostId: host.id, hostName: host.name, actor, sessions }],
    });
  }

  async function hosts(): Promise<string> {
    const { env, trust } = accessTo(azure);
    const ended = await runHere(["hosts", "--journal", folder, ...trust], env);
    assert.equal(ended.code, EXIT.done);
    return ended.stderr;
  }

  const lists = () => azure.requests.filter(({ route, method }) => route === "list" && method === "POST").length;

  it("is looked up once if it's a while ago, and what is still listed is said", async () => {
    await leftOpen(5 * MINUTE_MS);
    assert.match(await hosts(), /was stopped\. Gone: 1\. Still listed: 1\./u);
    assert.equal(lists(), 1);
    assert.equal(await hosts(), "");
  });

  it("keeps no command waiting for a host that can't be listed, and stays open", async () => {
    await leftOpen(5 * MINUTE_MS);
    world.setRole(world.account(), world.host("bas-prod"), "reader");
    assert.equal(await hosts(), "");
    assert.equal(lists(), 1);
    world.setRole(world.account(), world.host("bas-prod"), "operator");
    assert.match(await hosts(), /Gone: 1\. Still listed: 1\./u);
  });

  it("isn't asked about for ever: after a week, no command looks any more", async () => {
    await leftOpen(8 * 24 * 60 * MINUTE_MS);
    assert.equal(await hosts(), "");
    assert.equal(lists(), 0);
  });
});
