import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { RecentFleet } from "../../../../src/cli/mcp/recentFleet.ts";
import { Terminal } from "../../../../src/cli/terminal.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { accessTo } from "../../../support/commandLineHere.ts";

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
    const runtime = {
      env: {
        ...env,
        get AZURE_ACCESS_TOKEN() {
          read.resolve(undefined);
          return token;
        },
      },
      platform: process.platform,
      terminal: new Terminal(new PassThrough(), new PassThrough(), new PassThrough()),
      clock: systemClock,
      signal: new AbortController().signal,
      version: "0",
      trustFolder: undefined,
      toItsEnd: <T>(work: () => Promise<T>) => work(),
    };
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
});
