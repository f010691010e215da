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

describe("a disconnect that an earlier run left open", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-open-"));
    world = new World();
    const host = world.addHost({ name: "bas-prod", sessions: [{ userName: "alice", sessionId: "s1" }] });
    azure = await startSimulatedAzure({ world });
    await using journal = new Journal(folder, systemClock);
    const actor = { account: "ops@contoso.example", accountId: "a", tenantId: "t" };
    const sessions = ["s1", "s2"].map((sessionId) => ({ sessionId }));
    await journal.append({
      kind: "confirmed",
      at: new Date(Date.now() - 5 * 60_000).toISOString(),
      entry: "e",
      by: "commandLine",
      hosts: [{ hostId: host.id, hostName: host.name, actor, sessions }],
    });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function hosts() {
    const { env, trust } = accessTo(azure);
    const ended = await runHere(["hosts", ...trust], { ...env, BASTION_SESSIONS_JOURNAL: folder });
    assert.equal(ended.code, EXIT.done);
    return ended.stderr;
  }

  const lists = () => azure.requests.filter(({ route, method }) => route === "list" && method === "POST").length;

  it("is looked up once if it's a while ago, and what is still listed is said", async () => {
    assert.match(await hosts(), /was stopped\. Gone: 1\. Still listed: 1\./u);
    assert.equal(lists(), 1);
    assert.equal(await hosts(), "");
  });

  it("keeps no command waiting for a host that can't be listed, and stays open", async () => {
    world.setRole(world.account(), world.host("bas-prod"), "reader");
    assert.equal(await hosts(), "");
    assert.equal(lists(), 1);
    world.setRole(world.account(), world.host("bas-prod"), "operator");
    assert.match(await hosts(), /Gone: 1\. Still listed: 1\./u);
  });
});
