import { strict as assert } from "node:assert";
import { EventEmitter } from "node:events";
import { DueReads } from "../../../../src/core/refresh/dueReads.ts";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";

/** A view that is seen or not, and what was asked for. */
function scene(after: "found" | "listed" = "found") {
  const ticks: (() => void)[] = [];
  const asked: string[] = [];
  const state = { isEnabled: true, isSeen: true };
  const inventory = new EventEmitter() as unknown as Inventory;
  const refresh = new DueReads({
    inventory,
    clock: {
      monotonic: () => 0,
      wall: () => new Date(0),
      pause: (_ms, signal) =>
        new Promise((resolve) => {
          ticks.push(resolve);
          signal.addEventListener("abort", () => resolve());
        }),
    },
    isEnabled: () => state.isEnabled,
    isSeen: () => state.isSeen,
    after,
    readDue: () => Promise.resolve(void asked.push("read")),
    clear: () => void asked.push("clear"),
  });
  const minute = async () => {
    ticks.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { asked, state, inventory, refresh, minute };
}

describe("what Azure tells beside lists is asked for", () => {
  it("as soon as hosts are known, and whenever they may be due again", async () => {
    const { asked, inventory, minute } = scene();
    inventory.emit("change", { everything: true });
    assert.deepEqual(asked, ["read"]);
    await minute();
    assert.deepEqual(asked, ["read", "read"]);
  });

  it("not because a host was listed", () => {
    const { asked, inventory } = scene();
    inventory.emit("change", { host: "x" as never });
    assert.deepEqual(asked, []);
  });

  it("once a list came, where that is what it is about", () => {
    const { asked, inventory } = scene("listed");
    inventory.emit("change", { everything: true });
    assert.deepEqual(asked, []);
    inventory.emit("answered");
    assert.deepEqual(asked, ["read"]);
  });

  it("never while no view is seen, and as soon as one is", async () => {
    const { asked, state, inventory, refresh, minute } = scene();
    state.isSeen = false;
    inventory.emit("change", { everything: true });
    refresh.update();
    await minute();
    assert.deepEqual(asked, []);
    state.isSeen = true;
    refresh.update();
    assert.deepEqual(asked, ["read"]);
  });

  it("never where the user wants none, who then sees none", async () => {
    const { asked, state, inventory, refresh, minute } = scene();
    state.isEnabled = false;
    refresh.update();
    inventory.emit("change", { everything: true });
    await minute();
    assert.deepEqual(asked, ["clear"]);
  });

  it("no more once the extension ends", async () => {
    const { asked, inventory, refresh, minute } = scene();
    refresh.dispose();
    inventory.emit("change", { everything: true });
    await minute();
    assert.deepEqual(asked, []);
  });
});
