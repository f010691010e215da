import assert from "node:assert/strict";
import type { SessionList, SessionState } from "../../../../src/core/inventory/hostState.ts";
import { sessionByKey } from "../../../../src/core/inventory/sessionByKey.ts";

function listOf(sessions: readonly SessionState[]): SessionList {
  return { sessions, unreadable: 0, receivedAt: 0, receivedAtWall: new Date(0) };
}

describe("the session of a row", () => {
  it("is the one that is listed now", () => {
    const [before, after] = [
      listOf([{ key: "a", session: { userName: "ann" } }]),
      listOf([{ key: "a", session: { userName: "ben" } }]),
    ];
    assert.equal(sessionByKey(before, "a")?.session.userName, "ann");
    assert.equal(sessionByKey(after, "a")?.session.userName, "ben");
    assert.equal(sessionByKey(after, "b"), undefined);
    assert.equal(sessionByKey(undefined, "a"), undefined);
  });

  it("is found without looking at all the others, however many rows ask", () => {
    let looks = 0;
    const keys = Array.from({ length: 1_000 }, (_, number) => String(number));
    const list = listOf(
      keys.map((key) => ({
        get key() {
          looks++;
          return key;
        },
        session: { sessionId: key },
      })),
    );
    assert.deepEqual(
      keys.map((key) => sessionByKey(list, key)?.session.sessionId),
      keys,
    );
    assert.equal(looks, keys.length);
  });
});
