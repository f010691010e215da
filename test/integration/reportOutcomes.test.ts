import { strict as assert } from "node:assert";
import { AzureError } from "../../src/core/azure/http/azureError.ts";
import { reportOutcomes } from "../../src/extension/commands/disconnect/reportOutcomes.ts";
import type { HostOutcome, SessionResult } from "../../src/core/disconnect/disconnects.ts";
import type { HostState } from "../../src/core/inventory/hostState.ts";
import { armKey } from "../../src/core/model/armId.ts";
import { dialogs } from "./dialogs.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host: HostState = {
  host: { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" },
  identities: [],
  listing: false,
};

/** What is said of as many sessions, each with the result that is given for its number. */
async function said(
  count: number,
  result: (number: number) => Omit<SessionResult, "sessionId">,
  error?: AzureError,
): Promise<string> {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const sessions = numbers.map((number) => ({
    host,
    state: {
      key: `id:${number}`,
      session: { sessionId: String(number), userName: `user-${number}`, targetHostName: `vm-${number}` },
    },
  }));
  const outcome: HostOutcome = {
    host,
    results: numbers.map((number) => ({ sessionId: String(number), ...(error && { error }), ...result(number) })),
  };
  using shown = dialogs();
  await reportOutcomes(
    { log: { show: () => assert.fail("Nobody asked for the log.") } as never, journalDocuments: {} as never },
    sessions,
    [outcome],
  );
  assert.equal(shown.messages.length, 1);
  return shown.messages.join("");
}

const fiveOf = (most: number) =>
  `user-0 on vm-0, user-1 on vm-1, user-2 on vm-2, user-3 on vm-3, user-4 on vm-4 and ${most - 5} more`;

describe("what is said of a disconnect", () => {
  const lost = new AzureError({ kind: "unreachable", detail: "reset", maybeReceived: true });

  it("is one sentence for 300 sessions whose outcome is unknown alike", async () => {
    const why = "Azure couldn't be reached";
    assert.equal(
      await said(300, () => ({ verdict: "unknown" }), lost),
      `Unknown whether 300 sessions were disconnected (${why}), and they couldn't be listed again: ${fiveOf(300)}.`,
    );
    assert.equal(
      await said(300, () => ({ verdict: "unknown", listedAfter: true }), lost),
      `Unknown whether 300 sessions were disconnected (${why}); they're still listed: ${fiveOf(300)}.`,
    );
    assert.equal(
      await said(300, () => ({ verdict: "unknown", listedAfter: false }), lost),
      `300 sessions are no longer listed, but Azure's response to the disconnect is unknown (${why}): ${fiveOf(300)}.`,
    );
  });

  it("tells those that are still listed from those that are not", async () => {
    assert.equal(
      await said(3, (number) => ({ verdict: "unknown", listedAfter: number === 0 })),
      "2 sessions are no longer listed, but Azure's response to the disconnect is unknown (Azure returned no result): user-1 on vm-1, user-2 on vm-2. " +
        "Unknown whether user-0 on vm-0 was disconnected (Azure returned no result); the session is still listed.",
    );
  });

  it("does not say that the user cancelled what something else may have ended", async () => {
    const stopped = new AzureError({ kind: "cancelled", detail: "stopped by the caller", maybeReceived: true });
    assert.match(
      await said(1, () => ({ verdict: "unknown" }), stopped),
      /\(cancelled after the request was sent to Azure\)/,
    );
  });

  it("tells what was not sent from what failed", async () => {
    const text = await said(120, (number) => ({ verdict: number < 50 ? "disconnected" : "notSent" }));
    assert.match(
      text,
      /^Disconnected 50 sessions: .* Requests for 70 sessions weren't sent to Azure: user-50 on vm-50, .* and 65 more\.$/,
    );
  });

  it("names the five most common reasons of failure, and counts the rest", async () => {
    const text = await said(300, (number) => ({
      verdict: "failed",
      message: number < 10 ? "It is being recorded." : `Reason ${number}.`,
    }));
    const messages = text.match(/Azure says: [^.]+\./gu) ?? [];
    assert.deepEqual(messages, [
      "Azure says: It is being recorded.",
      ...[10, 11, 12, 13].map((number) => `Azure says: Reason ${number}.`),
    ]);
    assert.match(
      text,
      /^Couldn't disconnect user-0 on vm-0, user-1 on vm-1, user-2 on vm-2, user-3 on vm-3, user-4 on vm-4 and 5 more\. /,
    );
    assert.match(text, / 286 more sessions weren't disconnected, for other reasons\.$/);
    assert.ok(text.length < 600, String(text.length));
  });
});
