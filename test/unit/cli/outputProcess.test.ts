import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../simulated-azure/server.ts";
import { World } from "../../simulated-azure/world/world.ts";
import { CommandLine, type Ended } from "../../support/commandLine.ts";
import { accessTo } from "../../support/commandLineHere.ts";
import { patience } from "../../support/patience.ts";

/** An output that takes nothing more: its reader has gone, or its disk is full. */
describe("a process whose output can't be written", () => {
  let line: CommandLine;
  let azure: SimulatedAzure;

  before(async function () {
    this.timeout(patience(60_000));
    line = await CommandLine.build();
  });
  after(() => line[Symbol.asyncDispose]());

  beforeEach(async () => {
    const world = new World();
    world.addHost({ name: "bas-prod", sessions: [{ userName: "ann" }, { userName: "bob" }] });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  async function disconnect(): Promise<Ended> {
    const { env, trust } = accessTo(azure);
    const journal = await mkdtemp(join(line.folder, "journal-"));
    const args = ["disconnect", "--match", "host:prod", "--yes", "--max", "5", "--journal", journal];
    const { child, ended } = line.start([...args, ...trust], env);
    child.stdout?.destroy();
    return ended;
  }

  it("ends as its disconnect does where the reader has gone", async () => {
    const done = await disconnect();
    assert.deepEqual([done.code, done.stderr], [EXIT.done, ""]);
    assert.equal(azure.requests.flatMap(({ sessionIds }) => sessionIds ?? []).length, 2);
    const world = new World();
    world.addHost({ name: "bas-prod", sessions: [{ userName: "ann" }] });
    azure.reset(world);
    azure.behave({ host: "bas-prod", route: "disconnect" }, { fault: { kind: "status", status: 403 } });
    const refused = await disconnect();
    assert.deepEqual([refused.code, refused.stderr], [EXIT.notAllDone, ""]);
  });

  it("fails where its output can't be written, and says so", async () => {
    const { env, trust } = accessTo(azure);
    // As on a full disk, every write fails.
    const readOnly = openSync(line.file, "r");
    const child = spawn(process.execPath, [line.file, "list", "--json", ...trust], {
      env: { PATH: "/usr/bin:/bin", HOME: line.folder, ...env },
      stdio: ["ignore", readOnly, "pipe"],
    });
    closeSync(readOnly);
    const [stderr, [code]] = await Promise.all([text(child.stderr!), once(child, "close") as Promise<[number | null]>]);
    assert.equal(code, EXIT.failed, stderr);
    assert.match(stderr, /^The output couldn't be written: EBADF/u);
  });
});
