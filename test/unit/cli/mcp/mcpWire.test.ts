import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCommandLine } from "../../../../src/cli/commandLine.ts";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { Terminal } from "../../../../src/cli/terminal.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { accessTo } from "../../../support/commandLineHere.ts";
import type { ModelAnswer } from "../../../support/mcpClient.ts";

/** A message of the server. */
interface Received {
  readonly id?: number;
  readonly method?: string;
  readonly error?: { readonly code: number };
  readonly result?: { readonly content?: readonly { readonly text: string }[] };
}

/** The server in this process, and a client that may write anything. */
class Wire {
  readonly input = new PassThrough();
  readonly stop = new AbortController();
  readonly ended: Promise<{ readonly code: number; readonly words: string }>;
  readonly #output = new PassThrough();
  readonly #messages: Received[] = [];
  readonly #lines = createInterface({ input: this.#output });

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    const words = new PassThrough();
    const said = text(words);
    this.#lines.on("line", (line) => this.#messages.push(JSON.parse(line) as Received));
    const code = runCommandLine(["mcp", ...args], {
      env,
      platform: process.platform,
      terminal: new Terminal(this.input, this.#output, words),
      clock: systemClock,
      signal: this.stop.signal,
      version: "0",
      trustFolder: undefined,
      toItsEnd: (work) => work(),
    });
    this.ended = code.then(async (ended) => {
      words.end();
      return { code: ended, words: await said };
    });
  }

  send(message: object): void {
    this.input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  }

  open(capabilities: object = {}): void {
    const clientInfo = { name: "test", version: "1" };
    this.send({ id: 0, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities, clientInfo } });
    this.send({ method: "notifications/initialized" });
  }

  call(id: number, name: string, input: unknown = {}): void {
    this.send({ id, method: "tools/call", params: { name, arguments: input } });
  }

  /** The first message of which that holds. */
  async receive(isMeant: (message: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.#messages.find(isMeant);
      if (found) {
        return found;
      }
      await once(this.#lines, "line");
    }
  }

  /** What a tool answered to the call with that ID. */
  async answer(id: number): Promise<ModelAnswer> {
    const { result } = await this.receive((message) => message.id === id && message.method === undefined);
    return JSON.parse(result?.content?.[0]?.text ?? "{}") as ModelAnswer;
  }
}

describe("The MCP server and a client that writes anything", () => {
  let azure: SimulatedAzure;
  let hostId: string;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "bastion-wire-"));
    const world = new World();
    hostId = world.addHost({ name: "bas-prod", sku: "Standard", sessions: [{ sessionId: "s1" }] }).id;
    azure = await startSimulatedAzure({ world });
  });

  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true, force: true });
  });

  function start(...args: readonly string[]): Wire {
    const { env, trust } = accessTo(azure);
    return new Wire([...args, ...trust], { ...env, XDG_STATE_HOME: folder, BASTION_SESSIONS_JOURNAL: folder });
  }

  it("goes on after lines that are no messages, and after calls that are none", async () => {
    const wire = start();
    wire.open();
    for (const line of ["", "{", "[]", "null", '{"jsonrpc":"2.0","id":{},"method":1}', "\u0000\u001B[2J", '{"id":9}']) {
      wire.input.write(`${line}\n`);
    }
    wire.send({ id: 1, method: "tools/call", params: { name: 7 } });
    wire.send({ id: 2, method: "no/such" });
    wire.call(3, "__proto__");
    wire.call(4, "list_hosts", { name: ["x"] });
    wire.call(5, "list_hosts");
    const errors = [1, 2, 3].map(async (id) => (await wire.receive((one) => one.id === id)).error !== undefined);
    const refused = wire.receive((one) => one.id === 4);
    assert.deepEqual(await Promise.all(errors), [true, true, true]);
    assert.ok((await refused).error ?? (await wire.answer(4)).outcome === "wrongInput");
    assert.equal((await wire.answer(5)).outcome, "ok");
    wire.input.end('{"jsonrpc":"2.0","id":6,"method":"tools/call","par');
    const { code, words } = await wire.ended;
    assert.equal(code, EXIT.done);
    assert.ok(!words.includes("\u001B"));
  });

  it("ends if a line is longer than any message, and doesn't wait for the end of stdin", async () => {
    const wire = start();
    wire.open();
    await wire.receive(({ id }) => id === 0);
    wire.input.write("x".repeat(11 * 1024 * 1024));
    assert.equal((await wire.ended).code, EXIT.failed);
  });

  it("ends when it's told to, though stdin is still open", async () => {
    const wire = start();
    wire.open();
    await wire.receive(({ id }) => id === 0);
    wire.stop.abort();
    assert.equal((await wire.ended).code, EXIT.interrupted);
  });

  for (const [answer, what] of [
    [{ result: { action: "yes", content: { confirm: "bas-prod" } } }, "has an unknown action"],
    [{ error: { code: -32_601, message: "Method not found" } }, "says that there are no forms"],
  ] as const) {
    it(`sends nothing, and doesn't say that the user said no, if the answer to the form ${what}`, async () => {
      const wire = start("--allow-disconnect");
      wire.open({ elicitation: {} });
      wire.call(1, "disconnect", { hostId, sessionIds: ["s1"] });
      const { id } = await wire.receive(({ method }) => method === "elicitation/create");
      wire.send({ id, ...answer });
      const { outcome, note } = await wire.answer(1);
      assert.equal(outcome, "notConfirmed");
      assert.match(note ?? "", /didn't show the form, or returned no answer/u);
      assert.ok(azure.requests.every(({ route }) => route !== "disconnect"));
      wire.input.end();
      await wire.ended;
    });
  }
});
