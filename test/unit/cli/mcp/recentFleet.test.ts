import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { RecentFleet } from "../../../../src/cli/mcp/recentFleet.ts";
import { Terminal } from "../../../../src/cli/terminal.ts";
import type { Runtime } from "../../../../src/cli/runtime.ts";
import { systemClock, type Clock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { accessTo } from "../../../support/commandLineHere.ts";

/** A moment within the life of the simulated Azure's tokens. */
const START = Date.now();

function runtimeOf(env: Readonly<Record<string, string>>, clock: Clock = systemClock): Runtime {
  return {
    env,
    platform: process.platform,
    terminal: new Terminal(new PassThrough(), new PassThrough(), new PassThrough()),
    clock,
    signal: new AbortController().signal,
    version: "0",
    trustFolder: undefined,
    toItsEnd: (work) => work(),
  };
}

describe("The search that several calls of the MCP server share", () => {
  it("is done again once it has failed, though the call that began it was cancelled", async () => {
    const world = new World();
    world.addHost({ name: "bas-prod", sku: "Standard", sessions: [] });
    await using closing = new AsyncDisposableStack();
    const azure = await startSimulatedAzure({ world });
    closing.defer(() => azure.close());
    const { env } = accessTo(azure);
    const read = Promise.withResolvers<undefined>();
    let token = "no token";
    const runtime = runtimeOf({
      ...env,
      get AZURE_ACCESS_TOKEN() {
        read.resolve(undefined);
        return token;
      },
    });
    const recent = new RecentFleet({ trustEndpoint: azure.url }, runtime);
    const stop = new AbortController();
    const cancelled = recent.open(stop.signal);
    stop.abort();
    await assert.rejects(cancelled, /cancelled/u);
    await read.promise;
    await turn();
    token = env.AZURE_ACCESS_TOKEN;
    const { hosts } = await recent.open(new AbortController().signal);
    assert.equal(hosts.length, 1);
  });

  for (const [what, isIncomplete, keptMs] of [
    ["for five minutes", false, 5 * 60_000],
    ["for half a minute if something couldn't be searched: the user may sign in there", true, 30_000],
  ] as const) {
    it(`is kept ${what}`, async () => {
      const world = new World();
      world.addHost({ name: "bas-prod", sku: "Standard", sessions: [] });
      await using closing = new AsyncDisposableStack();
      const azure = await startSimulatedAzure({ world });
      closing.defer(() => azure.close());
      if (isIncomplete) {
        azure.behave({ route: "graph" }, { fault: { kind: "invalidJson" } });
      }
      let ms = 0;
      const clock = { ...systemClock, monotonic: () => ms, wall: () => new Date(START + ms) };
      const recent = new RecentFleet({ trustEndpoint: azure.url }, runtimeOf(accessTo(azure).env, clock));
      const searches = async () => {
        await recent.open(new AbortController().signal);
        return azure.requests.filter(({ route }) => route === "tenants").length;
      };
      const once = await searches();
      ms = keptMs - 1;
      assert.equal(await searches(), once);
      ms = keptMs;
      assert.equal(await searches(), 2 * once);
    });
  }
});
