import assert from "node:assert/strict";
import { OpenQuestions } from "../../../../../src/core/disconnect/openQuestions.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { sessionNode } from "../../../../../src/extension/tree/treeNode.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";
import { silent } from "../../../../support/silentLog.ts";
import * as stub from "../../vscodeStub.ts";

const { deleteSession, disconnectHost, disconnectUser } = await stub.importWithStub(async () => ({
  ...(await import("../../../../../src/extension/commands/disconnect/deleteSession.ts")),
  ...(await import("../../../../../src/extension/commands/disconnect/disconnectAll.ts")),
}));

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [
    { name: "bas-a", sessions: ["s1", "s2", "s3"].map((sessionId) => ({ sessionId, userName: "ann" })) },
    { name: "bas-b", sessions: [{ sessionId: "s4", userName: "ann" }] },
  ],
} satisfies WorldSpec;

interface Pick {
  readonly label: string;
  readonly description?: string;
}

async function opened(): Promise<{ bench: InventoryBench; app: App }> {
  const bench = await inventoryBench(WORLD);
  await bench.inventory.refresh();
  const app = {
    inventory: bench.inventory,
    disconnects: bench.disconnects,
    clock: { monotonic: () => bench.clock.ms, wall: () => new Date(bench.clock.ms), pause: () => Promise.resolve() },
    log: silent,
    connection: { ensureReady: () => true },
    questions: new OpenQuestions(),
    treeSelection: { now: [] },
    load: () => bench.inventory.whenSearched(),
    end: new AbortController().signal,
  };
  return { bench, app: app as unknown as App };
}

describe("All of whom? How many? What the user chose to disconnect", () => {
  let before: object;
  let asked: string[];
  let picks: (readonly [items: readonly Pick[], placeHolder: string])[];

  beforeEach(() => {
    before = { ...stub.window };
    [asked, picks] = [[], []];
    Object.assign(stub.window, {
      withProgress: (_options: unknown, task: (progress: object, token: object) => unknown) =>
        task({ report: () => undefined }, { onCancellationRequested: () => undefined }),
      showWarningMessage: async (title: string, { detail }: { readonly detail: string }) =>
        void asked.push(`${title} ${detail}`),
      showQuickPick: async (items: readonly Pick[], { placeHolder }: { readonly placeHolder: string }) =>
        void picks.push([items, placeHolder]),
    });
  });
  afterEach(() => Object.assign(stub.window, { showQuickPick: undefined }, before));

  it("names the rows that have ended since", async () => {
    const { bench, app } = await opened();
    await using _ = bench;
    const { key } = bench.host("bas-a").host;
    const rows = (bench.host("bas-a").list?.sessions ?? []).map((state) => sessionNode(key, state.key));
    bench.inventory.updateSessions(key, (sessions) => sessions.slice(1));
    await deleteSession(app, rows[1], rows);
    assert.match(asked[0] ?? "", /^Disconnect 2 sessions\? [^]*1 session has already ended and will be skipped\./u);
  });

  for (const [name, isRead, count] of [
    ["exact where all hosts were read", true, "4 sessions"],
    ["a lower limit where one wasn't, which is named", false, "at least 3 sessions"],
  ] as const) {
    it(`offers users with how many sessions they have: ${name}`, async () => {
      const { bench, app } = await opened();
      await using _ = bench;
      if (!isRead) {
        bench.azure.behave("bas-b", { fault: { kind: "json", body: { value: [42] } } });
      }
      await disconnectUser(app);
      const [[items, placeHolder] = [[], ""]] = picks;
      assert.deepEqual(
        items.map(({ label, description }) => [label, description]),
        [["ann", count]],
      );
      assert.equal(placeHolder.includes("1 host couldn't be read completely: bas-b."), !isRead, placeHolder);
    });
  }

  it("offers hosts with what a list of hours ago says only approximately", async () => {
    const { bench, app } = await opened();
    await using _ = bench;
    bench.clock.ms += 10_000_000;
    await disconnectHost(app);
    assert.deepEqual(
      picks[0]?.[0].map(({ description = "" }) => description.split(" · ").at(-1)),
      ["about 3 sessions", "about 1 session"],
    );
  });
});
