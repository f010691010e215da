import assert from "node:assert/strict";
import { askAgain, QUESTION_MS } from "../../../../src/core/inventory/askAgain.ts";
import { AGED_MS, outdatedSince } from "../../../../src/core/inventory/freshness.ts";
import type { HostedSession } from "../../../../src/core/inventory/hostState.ts";
import { systemClock, type Clock } from "../../../../src/core/model/clock.ts";
import { momentOf } from "../../../../src/core/model/time/moment.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";

const WORLD = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [
    {
      name: "bas-a",
      subscription: "Production",
      sessions: [
        { userName: "alice", sessionId: "a1", ageMinutes: 190 },
        { userName: "bob", sessionId: "a2", ageMinutes: 5 },
      ],
    },
  ],
} satisfies WorldSpec;

/** The inventory's clock, with a deadline that passes when told to; and what was waited for. */
function questionClock({ clock }: InventoryBench, isOver: boolean): Clock & { readonly waited: number[] } {
  const waited: number[] = [];
  return {
    ...systemClock,
    waited,
    monotonic: () => clock.ms,
    wall: () => new Date(0),
    pause: (ms) => {
      waited.push(ms);
      return isOver ? Promise.resolve() : Promise.withResolvers<undefined>().promise;
    },
  };
}

/** Everything that was listed when the user chose it. */
async function chosen(bench: InventoryBench): Promise<readonly HostedSession[]> {
  await bench.inventory.refresh();
  const host = bench.host("bas-a");
  return (host.list?.sessions ?? []).map((state) => ({ host, state }));
}

async function asked(bench: InventoryBench, sessions: readonly HostedSession[], isOver = false) {
  const clock = questionClock(bench, isOver);
  const found = [...(await askAgain(sessions, { inventory: bench.inventory, clock })).values()];
  const users = () => found.map(({ state }) => state.session.userName);
  const isOld = () => found.map(({ host }) => outdatedSince(host, momentOf(clock)) !== undefined);
  return { users, isOld, waited: clock.waited };
}

function lists({ azure }: InventoryBench): number {
  return azure.requests.filter(({ route, method }) => route === "list" && method === "POST").length;
}

describe("As of when? Before a question", () => {
  it("a host whose list is still true isn't asked again, and what has changed since counts", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.azure.world.endSession("bas-a", "a1");
    await bench.inventory.refresh();
    const before = lists(bench);
    const { users, waited } = await asked(bench, sessions);
    assert.deepEqual([users(), waited, lists(bench)], [["bob"], [], before]);
  });

  it("a host whose list is old is asked again, and what has ended is left out", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.azure.world.endSession("bas-a", "a1");
    bench.clock.ms += AGED_MS + 1;
    const { users, isOld, waited } = await asked(bench, sessions);
    assert.deepEqual([users(), isOld(), waited], [["bob"], [false], [QUESTION_MS]]);
  });

  it("a host that fails again leaves the sessions as they were, out of date", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.azure.behave("bas-a", { fault: { kind: "status", status: 403 } });
    await bench.inventory.refresh();
    const { users, isOld } = await asked(bench, sessions);
    assert.deepEqual(
      [users(), isOld()],
      [
        ["alice", "bob"],
        [true, true],
      ],
    );
  });

  it("a host that failed and answers now is no longer out of date", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    const shut = bench.azure.behave("bas-a", { fault: { kind: "status", status: 403 } });
    await bench.inventory.refresh();
    shut.remove();
    const { users, isOld } = await asked(bench, sessions);
    assert.deepEqual(
      [users(), isOld()],
      [
        ["alice", "bob"],
        [false, false],
      ],
    );
  });

  it("a session that is missing from a list that couldn't be read completely stays", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.clock.ms += AGED_MS + 1;
    bench.azure.behave("bas-a", { fault: { kind: "json", body: { value: [{ sessionId: "a2" }, 42] } } });
    const { isOld } = await asked(bench, sessions);
    assert.deepEqual(isOld(), [true, false]);
  });

  it("a host that answers late changes what rows show, and not what is asked", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.azure.world.endSession("bas-a", "a1");
    bench.clock.ms += AGED_MS + 1;
    const { users, isOld } = await asked(bench, sessions, true);
    assert.deepEqual(
      [users(), isOld()],
      [
        ["alice", "bob"],
        [true, true],
      ],
    );
    await bench.until(() => bench.users("bas-a").length === 1);
    assert.deepEqual(
      [users(), isOld()],
      [
        ["alice", "bob"],
        [true, true],
      ],
    );
  });

  it("a host that is no longer known doesn't hold up the question", async () => {
    await using bench = await inventoryBench(WORLD);
    const sessions = await chosen(bench);
    bench.inventory.connect(undefined);
    const { users } = await asked(bench, sessions);
    assert.deepEqual(users(), ["alice", "bob"]);
  });
});
