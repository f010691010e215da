import assert from "node:assert/strict";
import { goneSessions, type SessionList, type SessionState } from "../../../../src/core/inventory/hostState.ts";

const MINUTE = 60_000;
const state = (key: string): SessionState => ({ key, session: { sessionId: key } });

function listOf(keys: readonly string[], more: Partial<SessionList> = {}): SessionList {
  return { sessions: keys.map(state), unreadable: 0, receivedAt: 0, receivedAtWall: new Date(0), ...more };
}

const keysAfter = (...args: Parameters<typeof goneSessions>) => goneSessions(...args).map(({ state: { key } }) => key);

describe("Sessions that have left", () => {
  it("are those that the list before had, or a disconnect has taken from it", () => {
    const before = listOf(["a", "b"], { removed: [state("c")] });
    assert.deepEqual(keysAfter(before, [state("b"), state("d")], MINUTE), ["a", "c"]);
    assert.deepEqual(keysAfter(undefined, [state("a")], MINUTE), []);
  });

  it("are kept for half an hour, unless they are back", () => {
    const first = goneSessions(listOf(["a", "b"]), [], MINUTE);
    const before = listOf([], { gone: first });
    assert.deepEqual(keysAfter(before, [state("b")], 20 * MINUTE), ["a"]);
    assert.deepEqual(keysAfter(before, [], 31 * MINUTE), []);
  });
});
