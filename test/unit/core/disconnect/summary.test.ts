import assert from "node:assert/strict";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { summarize } from "../../../../src/core/disconnect/summary.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { atLeast, exactly, UNKNOWN_COUNT } from "../../../../src/core/model/count.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { momentAt } from "../../../support/momentAt.ts";

function host(name: string): HostState {
  const id = `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/${name}`;
  const list = { sessions: [], unreadable: 0, receivedAt: 60_000, receivedAtWall: new Date(0) };
  return {
    host: { id, key: armKey(id), name, subscriptionId: "s", resourceGroup: "g" },
    identities: [],
    listing: false,
    list,
  };
}

function on(state: HostState, session: BastionSession) {
  return { host: state, state: { key: "k", session } };
}

describe("What a set of sessions comes to", () => {
  const [a, b] = [host("a"), host("b")];

  it("counts users, machines and hosts once, and finds the longest as it is now", () => {
    const sessions = [
      on(a, { userName: "alice", targetHostName: "vm-1", durationMinutes: 5 }),
      on(a, { userName: "alice", targetHostName: "VM-1", durationMinutes: 90 }),
      on(b, { userName: "ada@contoso.com", targetHostName: "vm-2" }),
      on(b, { userName: "ada", targetIpAddress: "10.0.0.1", durationMinutes: 1 }),
    ];
    assert.deepEqual(summarize(sessions, ["ada@contoso.com", "ops@contoso.com"], momentAt(120_000)), {
      sessions: 4,
      users: exactly(3),
      machines: exactly(3),
      hosts: 2,
      longest: 91,
      own: 1,
      maybeOwn: 1,
    });
  });

  it("has at least so many users and target VMs where Azure doesn't name them all", () => {
    const { users, machines } = summarize(
      [on(a, { userName: "ann" }), on(a, { targetHostName: "vm" })],
      [],
      momentAt(0),
    );
    assert.deepEqual([users, machines], [atLeast(1), atLeast(1)]);
  });

  it("knows no longest where Azure says it of none", () => {
    assert.deepEqual(summarize([on(a, {}), on(a, {})], [], momentAt(0)), {
      sessions: 2,
      users: UNKNOWN_COUNT,
      machines: UNKNOWN_COUNT,
      hosts: 1,
      own: 0,
      maybeOwn: 0,
    });
  });
});
