import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { journalHosts, JournalRecorder } from "../../../../src/core/disconnect/journalRecorder.ts";
import type { SessionResult } from "../../../../src/core/disconnect/disconnects.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import { JournalRecord } from "../../../../src/core/journal/journalRecord.ts";
import type { EntryLine } from "../../../../src/core/journal/journalFormat.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { momentAt } from "../../../support/momentAt.ts";

function hostState(name: string): HostState {
  const id = `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/${name}`;
  const identity = {
    account: { id: "a", label: "ops@contoso.example" },
    tenant: { tenantId: "t", displayName: "Contoso" },
  };
  const list = { sessions: [], unreadable: 0, receivedAt: 0, receivedAtWall: new Date(0) };
  return {
    host: { id, key: armKey(id), name, subscriptionId: "s", resourceGroup: "g" },
    identities: [identity],
    listing: false,
    list,
  };
}

const host = hostState("bas-a");
const sessions = ["s1", "s2", "s3"].map((sessionId) => ({
  host,
  state: { key: sessionId, session: { sessionId, durationMinutes: 5 } },
}));

/** A record that is written nowhere but here. */
async function recording(): Promise<{
  readonly recorder: JournalRecorder;
  readonly record: JournalRecord;
  readonly lines: EntryLine[];
}> {
  const lines: EntryLine[] = [];
  const record = new JournalRecord(
    { append: async (line) => void lines.push(line) },
    () => new Date(0),
    () => undefined,
  );
  await record.begin({ by: "user", hosts: journalHosts(sessions, momentAt(60_000)) });
  return { recorder: new JournalRecorder(record), record, lines };
}

const answered = (...results: readonly SessionResult[]) => ({ kind: "answered", host, results }) as const;
const listed = (seen: Readonly<Record<string, boolean>>, at = new Date(0)) =>
  ({ kind: "listed", host, listed: new Map(Object.entries(seen)), at }) as const;

describe("What is written down of a disconnect", () => {
  it("is every field of every session, as old as it is when it is confirmed, and on whose behalf", async () => {
    const { record } = await recording();
    assert.deepEqual(record.entry?.sessions.map(({ hostName, actor, session }) => [hostName, actor, session])[0], [
      "bas-a",
      { account: "ops@contoso.example", accountId: "a", tenantId: "t", tenant: "Contoso" },
      { sessionId: "s1", durationMinutes: 6 },
    ]);
  });

  it("has when a host was listed, in UTC, if its sessions might have ended", () => {
    const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: false });
    const asOf = "1970-01-01T00:00:00.000Z";
    const on = (one: HostState) => sessions.map(({ state }) => ({ host: one, state }));
    const of = (one: HostState, ms: number) => journalHosts(on(one), momentAt(ms))[0]?.asOf;
    assert.deepEqual(
      [of(host, 60_000), of({ ...host, problem }, 60_000), of(host, 3_600_000)],
      [undefined, asOf, asOf],
    );
  });

  it("has one line for each of Azure's responses, with its request ID, and its reason if there is no verdict", async () => {
    const { recorder, lines } = await recording();
    const error = new AzureError({
      kind: "notAllowed",
      detail: "",
      code: "AuthorizationFailed",
      azureMessage: "No.",
      requestId: "r2",
      maybeReceived: false,
    });
    recorder.record(
      answered(
        { sessionId: "s1", verdict: "disconnected", requestId: "r1" },
        { sessionId: "s2", verdict: "failed", error, requestId: "r2" },
        { sessionId: "s3", verdict: "failed", error, requestId: "r2" },
      ),
    );
    assert.deepEqual(
      lines.slice(1).map((line) => (line.kind === "answered" ? [line.requestId, line.failure, line.results] : line)),
      [
        ["r1", undefined, [{ sessionId: "s1", verdict: "disconnected" }]],
        [
          "r2",
          "notAllowed AuthorizationFailed",
          [
            { sessionId: "s2", verdict: "failed", message: "No." },
            { sessionId: "s3", verdict: "failed", message: "No." },
          ],
        ],
      ],
    );
  });

  it("names the account that acted in the end", async () => {
    const { recorder, record } = await recording();
    const actor = { account: { id: "b", label: "other@contoso.example" }, tenant: { tenantId: "u" } };
    recorder.record({ kind: "answered", host, actor, results: [{ sessionId: "s2", verdict: "disconnected" }] });
    assert.deepEqual(
      record.entry?.sessions.map((session) => session.actor.account),
      ["ops@contoso.example", "other@contoso.example", "ops@contoso.example"],
    );
  });

  it("says at once and once that a session is gone, and in the end which are still there", async () => {
    const { recorder, lines, record } = await recording();
    recorder.record(listed({ s1: true, s2: true }));
    recorder.record(listed({ s1: false, s2: true }));
    recorder.record(listed({ s1: false, s2: true }));
    assert.deepEqual(
      lines.slice(1).map((line) => (line.kind === "listed" ? line.results : line)),
      [[{ sessionId: "s1", listed: false }]],
    );
    recorder.record({ kind: "verified", host: hostState("bas-b") });
    assert.equal(lines.length, 2, "another host's end is not this one's");
    recorder.record({ kind: "verified", host });
    assert.deepEqual(
      record.entry?.sessions.map((session) => session.listed?.listed),
      [false, true, undefined],
    );
  });

  it("says when a session was last seen listed, which no look that failed since makes later", async () => {
    const { recorder, record } = await recording();
    recorder.record(listed({ s1: true, s2: true, s3: true }, new Date(1_000)));
    recorder.record(listed({ s1: false, s2: true }, new Date(2_000)));
    recorder.record({ kind: "verified", host });
    assert.deepEqual(
      record.entry?.sessions.map((session) => session.listed),
      [
        { listed: false, at: "1970-01-01T00:00:02.000Z", afterwards: false },
        { listed: true, at: "1970-01-01T00:00:02.000Z", afterwards: false },
        undefined,
      ],
    );
  });

  it("says through which session a user reconnected", async () => {
    const { recorder, record } = await recording();
    const [left] = sessions;
    assert.ok(left);
    recorder.record({ kind: "returned", left, host: hostState("bas-b"), through: { sessionId: "s9" } });
    assert.deepEqual(record.entry?.sessions[0]?.reconnected, {
      at: "1970-01-01T00:00:00.000Z",
      hostId: hostState("bas-b").host.id,
      sessionId: "s9",
    });
  });
});
