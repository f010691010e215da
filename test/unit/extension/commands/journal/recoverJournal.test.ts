import assert from "node:assert/strict";
import { entriesOf } from "../../../../../src/core/journal/journalEntry.ts";
import type { EntryLine, JournalVerdict } from "../../../../../src/core/journal/journalFormat.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import type { Behaviour } from "../../../../simulated-azure/faults/behaviours.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";
import { silent } from "../../../../support/silentLog.ts";
import { settle, VirtualTime } from "../../../../support/virtualTime.ts";
import { confirmed } from "../../../core/journal/testJournal.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { JournalRecovery, messages } = await importWithStub(async () => ({
  ...(await import("../../../../../src/extension/commands/journal/recoverJournal.ts")),
  ...(await import("../../vscodeStub.ts")),
}));

const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [{ name: "bas-a", sessions: [{ sessionId: "s1" }, { sessionId: "s2" }] }],
};

interface Recovering extends InventoryBench {
  readonly time: VirtualTime;
  /** What the recovery has written: which sessions it saw to be listed, or gone. */
  written(): readonly (readonly [string, boolean])[];
  /** Passes the time until the next look at the host, and waits for its list. */
  look(): Promise<void>;
  /** Waits for the list that is under way. */
  listed(): Promise<void>;
  readonly end: AbortController;
}

/** A window that finds a disconnect of s1 and s2 without an outcome in the journal. */
async function recovering(verdict?: JournalVerdict, behaviour?: Behaviour): Promise<Recovering> {
  const time = new VirtualTime();
  const end = new AbortController();
  const sleep = (ms: number, signal: AbortSignal) => time.sleep(ms, signal).catch(() => undefined);
  const bench = await inventoryBench(world, { requestDeadlineMs: 60_000 }, silent, undefined, sleep);
  const { id } = bench.azure.world.host("bas-a");
  const begun = confirmed("one", ["s1", "s2"]);
  const lines: EntryLine[] = [{ ...begun, hosts: begun.hosts.map((host) => ({ ...host, hostId: id })) }];
  if (verdict) {
    const results = ["s1", "s2"].map((sessionId) => ({ sessionId, verdict }));
    lines.push({ kind: "answered", entry: "one", at: begun.at, hostId: id, results });
  }
  const journal = {
    abandoned: async () => entriesOf(lines),
    abandonedLinkDeletions: async () => [],
    append: async (line: EntryLine) => void lines.push(line),
    read: async () => ({ entries: entriesOf(lines), torn: [] }),
  };
  const app = {
    inventory: bench.inventory,
    journal,
    clock: { monotonic: () => time.now, wall: () => new Date(0), pause: sleep },
    log: silent,
    end: end.signal,
  };
  const recovery = new JournalRecovery(app as unknown as App);
  messages.length = 0;
  if (behaviour) {
    bench.azure.behave("list", behaviour);
  }
  const listed = async () => {
    await settle();
    await bench.until(() => !bench.host("bas-a").listing);
    await settle();
  };
  await bench.inventory.refresh();
  await listed();
  return {
    ...bench,
    time,
    end,
    listed,
    written: () =>
      lines.flatMap((line) =>
        line.kind === "listed" ? line.results.map((result) => [result.sessionId, result.listed] as const) : [],
      ),
    look: async () => {
      assert.ok(time.step(), "there is nothing to wait for");
      await listed();
    },
    async [Symbol.asyncDispose]() {
      end.abort();
      recovery.dispose();
      await bench[Symbol.asyncDispose]();
    },
  };
}

describe("A disconnect during which VS Code was closed", () => {
  for (const verdict of [undefined, "unknown", "disconnected", "alreadyEnded"] as const) {
    it(`is looked at until the list agrees: ${verdict ?? "no verdict"}`, async () => {
      await using set = await recovering(verdict);
      assert.deepEqual(set.written(), [], "listed at the first look is no outcome yet");
      set.azure.world.endSession("bas-a", "s1");
      await set.look();
      assert.deepEqual(set.written(), []);
      set.azure.world.endSession("bas-a", "s2");
      await set.look();
      assert.deepEqual(set.written(), [
        ["s1", false],
        ["s2", false],
      ]);
      assert.ok(set.time.now < 60_000);
      const isNews = verdict === undefined || verdict === "unknown";
      assert.deepEqual(messages, isNews ? ["VS Code closed during a disconnect. Gone: 2. Still listed: 0."] : []);
    });

    it(`is said to be still listed after a minute, and not before: ${verdict ?? "no verdict"}`, async () => {
      await using set = await recovering(verdict);
      // At a minute, the journal looks for old files as well.
      while ((set.time.nextAt ?? Infinity) <= 60_000) {
        if (set.time.now < 60_000) {
          assert.deepEqual([set.written(), messages], [[], []], `at ${set.time.now} ms`);
        }
        await set.look();
      }
      assert.deepEqual(set.written(), [
        ["s1", true],
        ["s2", true],
      ]);
      assert.deepEqual(messages, ["VS Code closed during a disconnect. Gone: 0. Still listed: 2."]);
    });
  }

  it("stays open for the next window where this one closes within the minute", async () => {
    await using set = await recovering();
    await set.look();
    set.end.abort();
    await settle();
    assert.deepEqual([set.written(), messages], [[], []]);
  });

  it("is looked at again once a host can be read that couldn't be for a minute", async () => {
    await using set = await recovering("unknown", {
      fault: { kind: "status", status: 403, code: "AuthorizationFailed" },
    });
    while ((set.time.nextAt ?? Infinity) <= 60_000) {
      await set.look();
    }
    assert.deepEqual([set.time.now, set.written(), messages], [60_000, [], []]);
    set.azure.clearBehaviours();
    set.azure.world.endSession("bas-a", "s1");
    set.azure.world.endSession("bas-a", "s2");
    await set.inventory.refresh();
    await set.listed();
    assert.deepEqual(set.written(), [
      ["s1", false],
      ["s2", false],
    ]);
  });
});
