import { strict as assert } from "node:assert";
import type { HostState, SessionList } from "../../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { Observations } from "../../../../../src/core/watch/reading/observations.ts";

const key = armKey("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas");

/** What a host's lists said, one after the other. */
function observed(...lists: readonly SessionList[]) {
  const observations = new Observations();
  lists.forEach((list) => observations.look([{ host: { key }, list } as unknown as HostState], 10_000));
  const { changes, newcomers } = observations.of(key);
  return {
    changes: changes.map(({ before, count }) => ["value" in before && before.value, "value" in count && count.value]),
    newcomers: [...newcomers.keys()],
  };
}

function list(at: number, sessions: string, { removed = "", unreadable = 0 } = {}): SessionList {
  const states = (keys: string) => [...keys].map((one) => ({ key: one, session: {} as never }));
  return {
    sessions: states(sessions),
    removed: states(removed),
    unreadable,
    receivedAt: at,
    receivedAtWall: new Date(at),
  };
}

describe("observations of lists", () => {
  it("tell what a list has that the one before it had not", () => {
    assert.deepEqual(observed(list(1, "a"), list(2, "ab")), { changes: [[1, 2]], newcomers: ["b"] });
  });

  it("don't take a session for new that Azure still lists after its disconnect", () => {
    const gone = list(1, "a", { removed: "b" });
    assert.deepEqual(observed(list(1, "ab"), gone, list(2, "ab")), { changes: [], newcomers: [] });
    assert.deepEqual(observed(list(1, "ab"), gone, list(2, "ac")), { changes: [], newcomers: ["c"] });
  });

  it("don't take a session for new that a list could not tell of in between", () => {
    const partial = list(2, "a", { unreadable: 1 });
    assert.deepEqual(observed(list(1, "ab"), partial, list(3, "ab")), { changes: [], newcomers: [] });
    assert.deepEqual(observed(list(1, "ab"), partial, list(3, "abc")).newcomers, ["c"]);
  });

  it("compare no counts of which more may be there", () => {
    const changes = observed(list(1, "a", { unreadable: 2 }), list(2, "abc", { unreadable: 1 }));
    assert.deepEqual(changes.changes, []);
  });
});
