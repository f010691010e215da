import assert from "node:assert/strict";
import { Journal } from "../../../../src/core/journal/journal.ts";
import { JournalRecord } from "../../../../src/core/journal/journalRecord.ts";
import { systemClock } from "../../../../src/core/model/clock.ts";
import { confirmed, HOST_ID, scratch } from "./testJournal.ts";

const { by, hosts } = confirmed("any", ["s1"]);
const now = () => new Date("2026-03-01T10:00:00Z");
const gone = { kind: "listed", hostId: HOST_ID, results: [{ sessionId: "s1", listed: false }] } as const;

/** A journal of which every append from the `nth` on fails, counted from 1. */
function failing(nth: number) {
  const written: string[] = [];
  return {
    written,
    append: async ({ kind }: { readonly kind: string }) => {
      if (written.length + 1 >= nth) {
        throw Object.assign(new Error("full"), { code: "ENOSPC" });
      }
      written.push(kind);
    },
  };
}

describe("The record of a disconnect", () => {
  it("has the last word last, also where the clock was set back", async () => {
    const times = ["2026-03-01T10:00:00Z", "2026-03-01T10:00:05Z", "2026-03-01T09:00:10Z"];
    const record = new JournalRecord(
      failing(Infinity),
      () => new Date(times.shift() ?? ""),
      () => undefined,
    );
    await record.begin({ by, hosts });
    record.add({ kind: "listed", hostId: HOST_ID, results: [{ sessionId: "s1", listed: true }] });
    record.add(gone);
    assert.equal(record.entry?.sessions[0]?.listed?.listed, false);
  });

  it("is in the journal as it is in memory", async () => {
    await using place = await scratch();
    await using journal = new Journal(place.folder, systemClock);
    const record = new JournalRecord(journal, now, () => undefined);
    await record.begin({ by, hosts, reason: "leaving" });
    record.add({ kind: "answered", hostId: HOST_ID, results: [{ sessionId: "s1", verdict: "disconnected" }] });
    record.add(gone);
    await record.whenWritten();
    assert.deepEqual((await journal.read()).entries, [record.entry]);
    assert.equal(record.failure, undefined);
    assert.deepEqual(
      record.entry?.sessions.map(({ verdict, listed }) => [verdict, listed?.listed]),
      [["disconnected", false]],
    );
  });

  it("throws where its beginning cannot be written, is kept in memory, and writes nothing more", async () => {
    const journal = failing(1);
    const record = new JournalRecord(journal, now, () => undefined);
    await assert.rejects(record.begin({ by, hosts }), { code: "ENOSPC" });
    record.add(gone);
    await record.whenWritten();
    assert.deepEqual(journal.written, []);
    assert.equal((record.failure as NodeJS.ErrnoException).code, "ENOSPC");
    assert.equal(record.entry?.sessions[0]?.listed?.listed, false);
  });

  it("knows that something later could not be written, and leaves no gap", async () => {
    const journal = failing(2);
    const record = new JournalRecord(journal, now, () => undefined);
    await record.begin({ by, hosts });
    record.add(gone);
    await record.whenWritten();
    record.add(gone);
    await record.whenWritten();
    assert.deepEqual(journal.written, ["confirmed"]);
    assert.notEqual(record.failure, undefined);
  });

  it("says whenever there is something new", async () => {
    let changes = 0;
    const record = new JournalRecord(failing(9), now, () => changes++);
    await record.begin({ by, hosts });
    record.add(gone);
    record.end();
    assert.deepEqual([changes, record.hasEnded], [3, true]);
  });
});
