import assert from "node:assert/strict";
import { mock } from "node:test";
import { inventoryBench } from "../../../../support/inventoryBench.ts";
import { configured, importWithStub, window } from "../../vscodeStub.ts";

const { confirmDisconnect } = await importWithStub(
  async () => import("../../../../../src/extension/commands/disconnect/confirm.ts"),
);

describe("The last question before a disconnect", () => {
  it("shows durations as they are then, not as they were before the user gave a reason", async () => {
    await using bench = await inventoryBench({
      accounts: [{ label: "ada@contoso.example" }],
      hosts: [{ name: "bas-a", sessions: [{ sessionId: "s1", userName: "ann", ageMinutes: 10 }] }],
    });
    await bench.inventory.refresh();
    const clock = {
      monotonic: () => bench.clock.ms,
      wall: () => new Date(0),
      pause: () => Promise.resolve(),
    };
    const details: string[] = [];
    const answer = async (_title: string, { detail }: { detail: string }, button: string) => {
      details.push(detail);
      return button;
    };
    const dialog = mock.method(window, "showWarningMessage", answer as never);
    const host = bench.host("bas-a");
    const sessions = (host.list?.sessions ?? []).map((state) => ({ host, state }));
    const confirmed = await confirmDisconnect({ inventory: bench.inventory, clock }, { sessions }, async () => {
      bench.clock.ms += 2 * 60_000;
      return { notes: [] };
    });
    dialog.mock.restore();
    assert.equal(confirmed?.sessions.length, 1);
    assert.match(details.join(), /^Duration: 12 min$/mu);
  });

  it("shows times in the machine's zone that aren't kept for the journal, which is in UTC", async () => {
    await using bench = await inventoryBench({
      accounts: [{ label: "ada@contoso.example" }],
      hosts: [{ name: "bas-a", sessions: 11 }],
    });
    await bench.inventory.refresh();
    bench.azure.behave("list", { fault: { kind: "status", status: 403 } });
    bench.clock.ms += 3_600_000;
    configured.set("bastionSessions.confirm.typeAbove", { effective: 50 });
    const clock = {
      monotonic: () => bench.clock.ms,
      wall: () => new Date(0),
      pause: () => Promise.withResolvers<undefined>().promise,
    };
    const details: string[] = [];
    const answer = async (_title: string, { detail }: { detail: string }, button: string) => {
      details.push(detail);
      return button;
    };
    const before: object = { ...window };
    Object.assign(window, { showWarningMessage: answer, showQuickPick: async (items: readonly unknown[]) => items });
    const host = bench.host("bas-a");
    const sessions = (host.list?.sessions ?? []).map((state) => ({ host, state }));
    const ask = confirmDisconnect(
      { inventory: bench.inventory, clock },
      { sessions, notes: ["A note."] },
      async () => ({
        notes: [],
      }),
    );
    const confirmed = await ask.finally(() => Object.assign(window, { showQuickPick: undefined }, before));
    configured.clear();
    assert.match(details.join(), /^Sessions might have ended\. Listed: bas-a as of .* \(1 h ago\)\.$/mu);
    assert.deepEqual(confirmed?.notes, ["A note."]);
  });
});
