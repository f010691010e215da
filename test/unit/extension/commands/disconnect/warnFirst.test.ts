import assert from "node:assert/strict";
import { Names } from "../../../../../src/core/inventory/names.ts";
import { entriesOf } from "../../../../../src/core/journal/journalEntry.ts";
import { parseLine } from "../../../../../src/core/journal/journalFormat.ts";
import type { WarningOutcome } from "../../../../../src/core/journal/journalFormat.ts";
import type { Unwarned } from "../../../../../src/extension/commands/disconnect/warnFirst.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { inventoryBench } from "../../../../support/inventoryBench.ts";
import { azureErrorOf } from "../../../core/azure/testArm.ts";
import { confirmed } from "../../../core/journal/testJournal.ts";
import { importWithStub } from "../../vscodeStub.ts";

const noneKnown = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });
const { unwarnedQuestion, entryMarkdown } = await importWithStub(async () => ({
  ...(await import("../../../../../src/extension/commands/disconnect/warnFirst.ts")),
  ...(await import("../../../../../src/extension/commands/journal/entryMarkdown.ts")),
}));

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host = {
  host: { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" },
  identities: [],
  listing: false,
};

function on(name: string, outcome: Unwarned["outcome"], why?: string): Unwarned {
  const session = { sessionId: name, targetHostName: name };
  return { session: { host, state: { key: name, session } }, outcome, ...(why !== undefined && { why }) };
}

describe("A warning that wasn't shown for certain", () => {
  const rows: readonly (readonly [string, readonly Unwarned[], string, string])[] = [
    [
      "not shown on one",
      [on("vm-1", "notShown", "wall: not found")],
      "The warning couldn't be shown on 1 target VM. Disconnect anyway?",
      "vm-1: wall: not found",
    ],
    [
      "not shown on several",
      [on("vm-1", "notShown"), on("vm-2", "notShown")],
      "The warning couldn't be shown on 2 target VMs. Disconnect anyway?",
      "vm-1: not shown\nvm-2: not shown",
    ],
    [
      "unknown",
      [on("vm-1", "unknown"), on("vm-2", "unknown", "Azure couldn't be reached")],
      "Target VMs where the warning wasn't shown: 0; where that is unknown: 2. Disconnect anyway?",
      "vm-1: unknown whether it was shown\nvm-2: unknown whether it was shown (Azure couldn't be reached)",
    ],
    [
      "both",
      [on("vm-1", "notShown"), on("vm-2", "unknown")],
      "Target VMs where the warning wasn't shown: 1; where that is unknown: 1. Disconnect anyway?",
      "vm-1: not shown\nvm-2: unknown whether it was shown",
    ],
  ];
  for (const [name, unwarned, question, detail] of rows) {
    it(`is asked about: ${name}`, () => assert.deepEqual(unwarnedQuestion(unwarned, noneKnown), { question, detail }));
  }

  it("is an error where no cloud is connected, and nothing is sent", async () => {
    await using bench = await inventoryBench({
      tenants: [{ displayName: "Contoso" }],
      accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
      subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
      hosts: [{ name: "bas-a", sessions: [{ sessionId: "s1" }] }],
    });
    await bench.inventory.refresh();
    const { key } = bench.host("bas-a").host;
    const targetId = bench.azure.world.sessions("bas-a")[0]?.targetResourceId ?? "";
    bench.inventory.connect(undefined);
    const before = bench.azure.requests.length;
    const signal = new AbortController().signal;
    const { facts } = await azureErrorOf(bench.disconnects.showMessage(key, targetId, "Save!", signal));
    assert.deepEqual([facts.kind, facts.maybeReceived, bench.azure.requests.length], ["cancelled", false, before]);
  });
});

describe("A warning in the journal", () => {
  const begun = confirmed("e");
  const rows: readonly (readonly [string, { outcome?: WarningOutcome; failure?: string }, string])[] = [
    ["shown", { outcome: "shown" }, "Warning shown on /vm: 2026-03-01 10:00:00 UTC"],
    ["not shown", { outcome: "notShown", failure: "no wall" }, "Warning not shown on /vm: no wall"],
    ["unknown", { outcome: "unknown" }, "Unknown whether the warning was shown on /vm: 2026-03-01 10:00:00 UTC"],
    [
      "unknown, with a reason",
      { outcome: "unknown", failure: "reset" },
      "Unknown whether the warning was shown on /vm: reset",
    ],
    ["of an earlier version", {}, "Unknown whether the warning was shown on /vm: 2026-03-01 10:00:00 UTC"],
    ["of an earlier version, failed", { failure: "no wall" }, "Warning not shown on /vm: no wall"],
  ];
  for (const [name, more, expected] of rows) {
    it(name, () => {
      const line = parseLine(
        JSON.stringify({ kind: "warned", entry: "e", at: begun.at, targetId: "/vm", text: "Save!", ...more }),
      );
      assert.ok(line?.kind === "warned");
      const [entry] = entriesOf([begun, line]);
      assert.ok(entry);
      assert.ok(entryMarkdown(entry).includes(`- ${expected}\n`), entryMarkdown(entry));
    });
  }

  it("is no line with an outcome that isn't one", () => {
    assert.equal(
      parseLine(JSON.stringify({ kind: "warned", entry: "e", at: "x", targetId: "", text: "", outcome: "maybe" })),
      undefined,
    );
  });
});
