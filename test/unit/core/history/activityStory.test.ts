import { strict as assert } from "node:assert";
import { MOST_PAGES, readActivityLog } from "../../../../src/core/azure/activityLog.ts";
import { disconnectSessions, listSessions } from "../../../../src/core/azure/sessions.ts";
import { foldActivity, probableDisconnect } from "../../../../src/core/history/activity.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { SimulatedClock } from "../../../simulated-azure/world/clock.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import type { SimulatedHost } from "../../../simulated-azure/world/worldTypes.ts";
import { azureErrorOf, clientAt } from "../azure/testArm.ts";

const MINUTE = 60_000;
const ANN = "ann@contoso.com";

describe("what was done to a host, over HTTP", () => {
  let azure: SimulatedAzure;
  let host: SimulatedHost;

  before(async () => {
    azure = await startSimulatedAzure({ world: new World({ clock: SimulatedClock.driven() }) });
  });
  after(() => azure.close());
  beforeEach(() => {
    const world = new World({ clock: azure.clock });
    world.addAccount({ label: ANN });
    world.addPerson({ email: ANN, clientAddresses: ["203.0.113.7"] });
    host = world.addHost({ name: "bas", sessions: 2 });
    azure.reset(world);
  });

  const client = () => clientAt(azure.url, () => azure.token());
  const read = async (days = 1) => {
    const { arm, credential, options } = client();
    const to = azure.clock.now();
    const query = { subscriptionId: host.subscriptionId, from: to - days * 1_440 * MINUTE, to };
    return readActivityLog(arm, credential, query, options);
  };
  const activities = async (days?: number) => foldActivity((await read(days)).events);

  it("tells who listed and disconnected, from where and with what outcome, and of whom it may have been the end", async () => {
    const { arm, credential, options } = client();
    const { sessions } = await listSessions(arm, credential, host.id, options);
    azure.clock.advance(MINUTE);
    const disconnected = azure.clock.now();
    await disconnectSessions(arm, credential, host.id, [sessions[0]?.sessionId ?? ""], options);
    azure.clock.advance(30 * MINUTE);

    const found = await activities();
    assert.deepEqual(
      found.map(({ kind, caller, clientAddress, outcome, hostKey }) => [kind, caller, clientAddress, outcome, hostKey]),
      [
        ["disconnected", ANN, "203.0.113.7", "succeeded", host.key],
        ["listed", ANN, "203.0.113.7", "succeeded", host.key],
      ],
    );
    const hostKey = armKey(host.id);
    const ended = { hostKey, started: disconnected - 60 * MINUTE, ended: disconnected + 20_000 };
    assert.deepEqual(probableDisconnect(ended, found)?.callers, [ANN]);
    assert.equal(probableDisconnect({ ...ended, ended: disconnected + 10 * MINUTE }, found), undefined);
  });

  it("a disconnect that Azure refused ended no connection", async () => {
    azure.world.recordActivity(host, {
      operation: "disconnectActiveSessions/action",
      caller: "bob@contoso.com",
      outcome: "Failed",
      statusCode: "Forbidden",
      minutesAgo: 30,
    });
    const ended = azure.clock.now() - 30 * MINUTE + 10_000;
    const found = await activities();
    assert.deepEqual(
      found.map(({ outcome }) => outcome),
      ["rejected"],
    );
    assert.equal(probableDisconnect({ hostKey: armKey(host.id), ended }, found), undefined);
  });

  it("tells changes and links apart, and knows nothing of other resources", async () => {
    const operations = ["write", "delete", "createShareableLinks/action", "getShareableLinks/action"];
    for (const operation of [...operations, "deleteShareableLinks/action", "Microsoft.Network/virtualNetworks/write"]) {
      azure.world.recordActivity(host, { operation, minutesAgo: 60 });
    }
    const kinds = (await activities()).map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ["changed", "deleted", "linksCreated", "linksDeleted", "linksRead"]);
  });

  it("reads page by page, in whatever order, and no more than so many", async () => {
    azure.pageSizes.activityLog = 1;
    for (let minutesAgo = 60; minutesAgo < 60 + MOST_PAGES; minutesAgo++) {
      azure.world.recordActivity(host, { operation: "write", minutesAgo });
    }
    const { events, isCut } = await read();
    assert.deepEqual([events.length, isCut], [MOST_PAGES, true]);
    azure.pageSizes.activityLog = 100;
    assert.deepEqual([(await activities()).length, (await read()).isCut], [MOST_PAGES, false]);
  });

  it("asks for no more than Azure keeps", async () => {
    azure.world.recordActivity(host, { operation: "write", minutesAgo: 89 * 1_440 });
    assert.equal((await activities(10_000)).length, 1);
  });

  it("waits when Azure asks to, and names the permission that is missing", async () => {
    azure.behave("activityLog", {
      fault: { kind: "status", status: 429, code: "TooManyRequests", message: "x", retryAfter: 1 },
      times: 1,
    });
    assert.deepEqual(await activities(), []);
    azure.world.setRole(ANN, azure.world.subscription(host.subscriptionId), "operatorWithoutLogs");
    const { kind, facts } = await azureErrorOf(read());
    assert.deepEqual([kind, facts.action], ["notAllowed", "Microsoft.Insights/eventtypes/values/Read"]);
  });
});
