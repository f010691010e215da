import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { keepRetention } from "../../../../src/core/journal/retention.ts";
import { TestClock } from "../lease/testClock.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A journal that notes from when on it is to be kept, and the means to let time pass. */
function kept(clock: TestClock, days = () => 90) {
  const dates: string[] = [];
  const failures: unknown[] = [];
  const disk: { error?: Error } = {};
  const end = new AbortController();
  const journal = {
    deleteOlderThan: async (date: Date) => {
      dates.push(date.toISOString());
      await Promise.resolve();
      if (disk.error) {
        throw disk.error;
      }
    },
  };
  const onFailure = (error: unknown) => failures.push(error);
  const ended = keepRetention(journal, { clock, signal: end.signal, days, onFailure });
  const pass = async (minutes: number) => {
    for (let count = 0; count < minutes; count++) {
      await turn();
      clock.pass(MINUTE_MS);
    }
    await turn();
  };
  return { dates, failures, disk, end, ended, pass };
}

describe("How long the journal is kept", () => {
  it("is looked at when it starts, and not again on the same day", async () => {
    const { dates, pass } = kept(new TestClock(Date.UTC(2026, 2, 1, 8)));
    await pass(120);
    assert.deepEqual(dates, ["2025-12-01T08:00:00.000Z"]);
  });

  it("is looked at once a day while VS Code stays open", async () => {
    const { dates, pass } = kept(new TestClock(Date.UTC(2026, 2, 1, 22)));
    await pass(26 * 60 + 1);
    assert.deepEqual(dates, ["2025-12-01T22:00:00.000Z", "2025-12-02T00:00:00.000Z", "2025-12-03T00:00:00.000Z"]);
  });

  it("is looked at after the machine slept for days", async () => {
    const clock = new TestClock(Date.UTC(2026, 2, 1, 8));
    const { dates, pass } = kept(clock);
    await pass(1);
    clock.sleep(10 * DAY_MS);
    await pass(2);
    assert.deepEqual(dates, ["2025-12-01T08:00:00.000Z", "2025-12-11T08:02:00.000Z"]);
  });

  it("is looked at within a minute of another setting", async () => {
    const setting = { days: 90 };
    const { dates, pass } = kept(new TestClock(Date.UTC(2026, 2, 1, 8)), () => setting.days);
    await pass(1);
    setting.days = 1;
    await pass(1);
    assert.deepEqual(dates.slice(1), ["2026-02-28T08:02:00.000Z"]);
  });

  it("is looked at on the next day although it failed on one", async () => {
    const { dates, failures, disk, pass } = kept(new TestClock(Date.UTC(2026, 2, 1, 23, 58)));
    disk.error = new Error("EIO");
    await pass(3);
    assert.deepEqual([dates.length, failures], [2, [disk.error, disk.error]]);
  });

  it("ends with the extension", async () => {
    const { end, ended } = kept(new TestClock());
    end.abort();
    await ended;
  });
});
