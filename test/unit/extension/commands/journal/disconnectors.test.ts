import assert from "node:assert/strict";
import type { Journal } from "../../../../../src/core/journal/journal.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { journalDisconnectors } from "../../../../../src/extension/commands/journal/disconnectors.ts";

const hostId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/Bas-A";

describe("connections that the journal knows", () => {
  it("are those that Azure says were disconnected, with the reason and the request", async () => {
    const sessions = [
      { hostId, session: { sessionId: "T-1" }, verdict: "disconnected", requestId: "r-1" },
      { hostId, session: { sessionId: "t-2" }, verdict: "failed", requestId: "r-1" },
    ];
    const read = () => Promise.resolve({ entries: [{ reason: "patching", sessions }] });
    const of = await journalDisconnectors({ read } as unknown as Pick<Journal, "read">);
    const disconnector = (tunnelId?: string) =>
      of({ hostKey: armKey(hostId), key: "k", hasEnded: true, ...(tunnelId !== undefined && { tunnelId }) });
    assert.deepEqual(disconnector("t-1"), { kind: "us", reason: "patching", requestId: "r-1" });
    assert.deepEqual([disconnector("t-2"), disconnector("t-3"), disconnector()], [undefined, undefined, undefined]);
  });
});
