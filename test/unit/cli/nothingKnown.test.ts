import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { accessTo, runHere } from "../../support/commandLineHere.ts";

describe("the command line says that there's nothing only if that's known", () => {
  let azure: SimulatedAzure;
  let world: World;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-none-"));
    world = new World();
    world.addHost({ name: "bas-none", sku: "Standard", sessions: [], links: [], history: { days: 0 } });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function said(...args: readonly string[]) {
    const { env, trust } = accessTo(azure);
    const { code, stderr } = await runHere([...args, ...trust], env);
    return { code, none: /^(?:No |The journal is).*$/mu.exec(stderr)?.[0] };
  }

  const cases: readonly (readonly [command: readonly string[], none: string, partly?: string])[] = [
    [["list"], "No sessions.", "No sessions on the hosts that could be read."],
    [["list", "alice"], "No matching sessions."],
    [["links"], "No shareable links."],
    [["history", "--since", "1m"], "No connections in this time."],
  ];
  for (const [command, none, partly] of cases) {
    it(`of ${command.join(" ")}`, async () => {
      const whole = await said(...command);
      assert.equal(whole.none, none);
      const unread = { value: [42] };
      azure.behave({ host: "bas-none", route: "list" }, { fault: { kind: "json", body: unread } });
      azure.behave({ host: "bas-none", route: "listLinks" }, { fault: { kind: "json", body: unread } });
      azure.behave("auditLog", { fault: { kind: "status", status: 403 } });
      assert.deepEqual(await said(...command), { code: EXIT.incomplete, none: partly });
    });
  }

  it("of hosts", async () => {
    azure.reset(new World());
    assert.deepEqual(await said("hosts"), { code: EXIT.done, none: "No bastion hosts." });
    azure.behave("subscriptions", { fault: { kind: "json", body: { value: [42] } } });
    assert.deepEqual(await said("hosts"), { code: EXIT.incomplete, none: undefined });
  });

  it("of the journal", async () => {
    const journal = async () => {
      const { code, stderr } = await runHere(["journal", "--journal", folder], {});
      return { code, isEmpty: /empty/u.test(stderr) };
    };
    assert.deepEqual(await journal(), { code: EXIT.done, isEmpty: true });
    await writeFile(join(folder, "2026.jsonl"), "torn\n");
    assert.deepEqual(await journal(), { code: EXIT.incomplete, isEmpty: false });
  });
});
