import assert from "node:assert/strict";
import { verifyGone } from "../../../../src/core/disconnect/verification.ts";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { armKey } from "../../../../src/core/model/armId.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host: HostState = {
  host: { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" },
  identities: [],
  listing: false,
};
const problem = new AzureError({ kind: "unreachable", detail: "reset", maybeReceived: true });

function listing(...sessionIds: readonly string[]): HostState {
  const sessions = sessionIds.map((sessionId) => ({ key: `id:${sessionId}`, session: { sessionId } }));
  return { ...host, list: { sessions, unreadable: 0, receivedAt: 0, receivedAtWall: new Date(7) } };
}

/**
 * Verifies a session.
 * @param between what is known of the host after each pause: a refresh may have listed it
 * @param look what is known after each look
 */
async function verify(between: readonly HostState[], look: (before: HostState) => HostState) {
  let state = listing("s");
  let pauses = 0;
  const said: (boolean | undefined)[] = [];
  const at: Date[] = [];
  const listed = await verifyGone(["s"], {
    clock: {
      monotonic: () => 0,
      wall: () => new Date(0),
      pause: async () => void (state = between[pauses++] ?? state),
    },
    lifetime: new AbortController().signal,
    first: Promise.resolve(),
    host: () => state,
    list: async () => void (state = look(state)),
    onLook: (now, seenAt) => {
      said.push(now.get("s"));
      at.push(seenAt);
    },
  });
  return { listed: listed.get("s"), said, pauses, at };
}

describe("Whether disconnected sessions are gone", () => {
  it("is told by a list that a refresh brought, where every look gave way to another", async () => {
    const at = [new Date(7)];
    assert.deepEqual(await verify([listing("s")], (before) => before), { listed: true, said: [true], pauses: 5, at });
    assert.deepEqual(await verify([listing()], (before) => before), { listed: false, said: [false], pauses: 1, at });
  });

  it("is told by a list that came since, where the last look failed", async () => {
    const { listed } = await verify([listing("s")], (before) => ({ ...before, problem }));
    assert.equal(listed, true);
  });

  it("isn't told by a list from earlier, where a later one couldn't be read completely", async () => {
    const partly = (): HostState => {
      const { list } = listing();
      return list ? { ...host, list: { ...list, unreadable: 1 } } : host;
    };
    const { listed, said } = await verify([listing("s")], partly);
    assert.deepEqual([listed, said[0], said.at(-1)], [undefined, true, undefined]);
  });

  it("isn't told by a row that another disconnect took out of the list that showed it", async () => {
    const { list } = listing();
    const removed = listing("s").list?.sessions ?? [];
    const taken: HostState = list ? { ...host, list: { ...list, removed } } : host;
    const { listed, said } = await verify([taken], (before) => before);
    assert.deepEqual([listed, said], [true, [true]]);
  });

  it("is told with the time of the list that shows it", async () => {
    const { at } = await verify([listing("s")], (before) => ({ ...before, problem }));
    assert.deepEqual(at, [new Date(7)]);
  });

  it("isn't told by the list from before", async () => {
    assert.deepEqual(await verify([], (before) => before), { listed: undefined, said: [], pauses: 5, at: [] });
  });
});
