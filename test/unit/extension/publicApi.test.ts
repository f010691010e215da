import assert from "node:assert/strict";
import type { BastionSessionsApi } from "../../../src/api.ts";
import type { IsSelected } from "../../../src/core/inventory/directoryState.ts";
import type { App } from "../../../src/extension/commands/app.ts";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../support/inventoryBench.ts";
import { importWithStub } from "./vscodeStub.ts";

const { createApi } = await importWithStub(() => import("../../../src/extension/publicApi.ts"));

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [{ name: "bas-a", subscription: "Production", sessions: [{ userName: "alice", sessionId: "a1" }] }],
} satisfies WorldSpec;

/** The API over an inventory that has listed everything a second ago. */
async function opened(
  selection: Partial<App["selection"]> = {},
): Promise<{ bench: InventoryBench; api: BastionSessionsApi; hostId: string }> {
  const bench = await inventoryBench(WORLD);
  await bench.inventory.refresh();
  bench.clock.ms += 1_000;
  const app = {
    inventory: bench.inventory,
    clock: { monotonic: () => bench.clock.ms, wall: () => new Date(0), pause: () => Promise.resolve() },
    connection: { ensureReady: () => true },
    selection: { isSelected: () => () => true, ...selection },
    load: () => bench.inventory.whenSearched(),
    end: new AbortController().signal,
  };
  return { bench, api: createApi(app as unknown as App), hostId: bench.host("bas-a").host.id };
}

/** Resolves when a list of sessions is under way that began after a request. */
function listBegins({ azure }: InventoryBench, after: number): Promise<unknown> {
  return azure.waitForRequest(({ id, route, method }) => id > after && route === "list" && method === "POST");
}

describe("As of when? The API's list", () => {
  it("is one that came after it was asked for, though a refresh gets in between", async () => {
    const { bench, api, hostId } = await opened();
    await using _ = bench;
    bench.azure.behave("bas-a", { fault: { kind: "slowDrip", msPerByte: 5 }, times: 1 });
    const after = bench.azure.requests.length;
    const listed = api.listSessions(hostId);
    await listBegins(bench, after);
    bench.azure.world.addSession("bas-a", { userName: "bob", sessionId: "b1" });
    const refreshed = bench.inventory.refresh();
    const { sessions, isComplete, asOf } = await listed;
    await refreshed;
    assert.deepEqual(sessions.map(({ sessionId }) => sessionId).sort(), ["a1", "b1"]);
    assert.deepEqual([isComplete, asOf], [true, "1970-01-01T00:00:00.000Z"]);
  });

  it("says that it is from before where something kept interrupting it", async () => {
    const { bench, api, hostId } = await opened();
    await using _ = bench;
    const { loading } = bench.inventory;
    // As after the last of its tries.
    loading.ensureListed = () => Promise.resolve([bench.host("bas-a")]);
    const { sessions, isComplete } = await api.listSessions(hostId);
    assert.deepEqual([sessions.length, isComplete], [1, false]);
    await assert.rejects(
      api.disconnect({ extensionId: "acme.tools", hostId, sessionIds: ["b1"] }),
      /The sessions couldn't be listed/u,
    );
  });

  it("is not complete where entries couldn't be read, and what is missing from it is not known to be gone", async () => {
    const { bench, api, hostId } = await opened();
    await using _ = bench;
    bench.azure.behave("bas-a", { fault: { kind: "json", body: { value: [42, "x"] } } });
    const { sessions, isComplete } = await api.listSessions(hostId);
    assert.deepEqual([sessions, isComplete], [[], false]);
    assert.deepEqual(await api.disconnect({ extensionId: "acme.tools", hostId, sessionIds: ["a1"] }), [
      { sessionId: "a1", outcome: "unknown" },
    ]);
  });

  it("doesn't miss a session that is being disconnected: it is listed, and this request isn't sent", async () => {
    const { bench, api, hostId } = await opened();
    await using _ = bench;
    bench.inventory.updateSessions(bench.host("bas-a").host.key, (sessions) =>
      sessions.map((state) => ({ ...state, work: "disconnecting" })),
    );
    assert.deepEqual(await api.disconnect({ extensionId: "acme.tools", hostId, sessionIds: ["a1", "b1"] }), [
      { sessionId: "a1", outcome: "notSent" },
      { sessionId: "b1", outcome: "notListed" },
    ]);
  });

  it("is an error where the host failed", async () => {
    const { bench, api, hostId } = await opened();
    await using _ = bench;
    bench.azure.behave("bas-a", { fault: { kind: "status", status: 403 } });
    await assert.rejects(api.listSessions(hostId), Error);
  });
});

describe("How many? The API's hosts", () => {
  it("are complete only where everything was searched", async () => {
    const { bench, api } = await opened();
    await using _ = bench;
    assert.equal((await api.listHosts()).isComplete, true);
    bench.inventory.connect(undefined);
    assert.equal((await api.listHosts()).isComplete, false);
  });

  it("are not complete where the user has hidden a tenant that couldn't be searched", async () => {
    const { bench, api } = await opened();
    await using _ = bench;
    bench.inventory.hide(() => true);
    assert.equal((await api.listHosts()).isComplete, true);
    bench.azure.behave({ route: ["graph", "hosts"] }, { fault: { kind: "status", status: 500 } });
    await bench.inventory.refresh();
    assert.equal((await api.listHosts()).isComplete, false);
  });

  it("are not complete where the user has deselected a subscription, whose hosts are left out", async () => {
    const isSelected: IsSelected = (_identity, subscriptionId) => subscriptionId !== deselected;
    let deselected = "";
    const { bench, api } = await opened({ isSelected: () => isSelected });
    await using _ = bench;
    deselected = bench.host("bas-a").host.subscriptionId;
    bench.inventory.select(isSelected);
    assert.deepEqual(await api.listHosts(), { hosts: [], isComplete: false });
    deselected = "";
    bench.inventory.select(isSelected);
    const { hosts, isComplete } = await api.listHosts();
    assert.deepEqual([hosts.length, isComplete], [1, true]);
  });
});
