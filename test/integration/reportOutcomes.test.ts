import { strict as assert } from "node:assert";
import { AzureError } from "../../src/core/azure/http/azureError.ts";
import { reportOutcomes } from "../../src/extension/commands/disconnect/reportOutcomes.ts";
import type { HostOutcome, SessionResult } from "../../src/core/disconnect/disconnects.ts";
import type { HostState } from "../../src/core/inventory/hostState.ts";
import { Names } from "../../src/core/inventory/names.ts";
import { armKey } from "../../src/core/model/armId.ts";
import { dialogs } from "./dialogs.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host: HostState = {
  host: { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" },
  identities: [],
  listing: false,
};

const noneKnown = new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() });

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
    {
      inventory: { names: noneKnown } as never,
      log: { show: () => assert.fail("Nobody asked for the log.") } as never,
      journalDocuments: {} as never,
    },
    sessions,
    [outcome],
    { id: crypto.randomUUID(), failure: undefined },
  );
  assert.equal(shown.messages.length, 1);
  return shown.messages.join("");
}

describe("what is said of a disconnect", () => {
  const lost = new AzureError({ kind: "unreachable", detail: "reset", maybeReceived: true });

  it("is one sentence for 300 sessions whose outcome is unknown alike", async () => {
    const why = "Azure couldn't be reached";
    assert.equal(
      await said(300, () => ({ verdict: "unknown" }), lost),
      `Unknown whether 300 sessions were disconnected (${why}), and they couldn't be listed again.`,
    );
    assert.equal(
      await said(300, () => ({ verdict: "unknown", listedAfter: true }), lost),
      `Unknown whether 300 sessions were disconnected (${why}); they're still listed.`,
    );
    assert.equal(
      await said(300, () => ({ verdict: "unknown", listedAfter: false }), lost),
      `300 sessions are no longer listed, but Azure's response to the disconnect is unknown (${why}).`,
    );
  });

  it("names whose session it is if the outcome of one is unknown", async () => {
    assert.equal(
      await said(1, () => ({ verdict: "unknown", listedAfter: true })),
      "Unknown whether user-0 on vm-0 was disconnected (Azure returned no result); the session is still listed.",
    );
  });

  it("says that a request was cancelled, and not by whom", async () => {
    const stopped = new AzureError({ kind: "cancelled", detail: "stopped by the caller", maybeReceived: true });
    assert.match(
      await said(1, () => ({ verdict: "unknown" }), stopped),
      /\(cancelled after the request was sent to Azure\)/,
    );
  });

  it("names two of many, and counts the rest", async () => {
    assert.equal(
      await said(12, () => ({ verdict: "disconnected" })),
      "Disconnected 12 sessions: user-0 on vm-0, user-1 on vm-1 and 10 more.",
    );
    assert.equal(
      await said(300, () => ({ verdict: "failed", message: "It is being recorded." })),
      "Couldn't disconnect user-0 on vm-0, user-1 on vm-1 and 298 more. Azure says: It is being recorded.",
    );
  });

  it("counts each outcome where there are several, with the reason that all failures share", async () => {
    const results = [
      { verdict: "disconnected" },
      { verdict: "alreadyEnded" },
      { verdict: "unknown", listedAfter: false },
      { verdict: "unknown", listedAfter: true },
      { verdict: "unknown" },
      { verdict: "failed", message: "It is being recorded." },
      { verdict: "notSent" },
    ] as const;
    const text = await said(results.length, (number) => results[number] ?? { verdict: "notSent" });
    assert.equal(
      text,
      "Disconnected 1 of 7 sessions. Already ended: 1. Unknown, but no longer listed: 1. Unknown: 2. Not sent: 1. " +
        "Failed: user-5 on vm-5. Azure says: It is being recorded.",
    );
  });

  it("leaves different reasons of failure to the details", async () => {
    assert.equal(
      await said(3, (number) => ({ verdict: "failed", message: `Reason ${number}.` })),
      "Disconnected 0 of 3 sessions. Failed: 3.",
    );
  });

  it("has at most 20 words of ours, whatever happened", async () => {
    const verdicts = ["disconnected", "alreadyEnded", "unknown", "failed", "notSent"] as const;
    for (const verdict of verdicts) {
      for (const listedAfter of verdict === "unknown" ? [true, false, undefined] : [undefined]) {
        const text = await said(3_000, () => ({ verdict, ...(listedAfter !== undefined && { listedAfter }) }));
        assert.ok(text.split(/\s+/u).length <= 20, text);
      }
    }
  });
});
