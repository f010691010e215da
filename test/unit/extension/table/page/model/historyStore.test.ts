import assert from "node:assert/strict";
import type { HistoryRow } from "../../../../../../src/extension/table/history/historyProtocol.ts";
import { INITIAL_HISTORY } from "../../../../../../src/extension/table/history/historyLayout.ts";
import { Arranger } from "../../../../../../src/extension/table/page/model/arrange.ts";
import {
  connectionsByHour,
  failuresByAddress,
  newAddresses,
} from "../../../../../../src/extension/table/page/model/historyStatistics.ts";
import {
  HistoryStore,
  historyRowFields,
  lasted,
} from "../../../../../../src/extension/table/page/model/historyStore.ts";
import { lanesOf, MOST_LANES } from "../../../../../../src/extension/table/page/model/lanes.ts";
import { panned, zoomed } from "../../../../../../src/extension/table/page/model/timeWindow.ts";

const HOUR = 3_600_000;
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const ENDS: Readonly<Record<string, string>> = {
  ended: "Ended, cause not recorded",
  byUs: "disconnected by us:",
  probablyBy: "Probably disconnected by",
};

function store(rows: readonly Partial<HistoryRow>[], clock = { ms: 0 }): HistoryStore {
  const made = new HistoryStore(
    () => clock.ms,
    ({ end, because = "" }) => `${ENDS[end] ?? end} ${because}`,
  );
  made.apply({
    type: "historyRows",
    reset: true,
    rows: rows.map((row, index) => ({ id: index + 1, host: "bas-a", hostNumber: 1, end: "ended", ...row })),
  });
  return made;
}

function matching(rows: HistoryStore, layout: Partial<typeof INITIAL_HISTORY>): readonly number[] {
  const arranger = new Arranger(rows, historyRowFields(collator));
  return arranger.arrange({ ...INITIAL_HISTORY, ...layout }, new Set()).matching.map(({ id }) => id);
}

describe("the rows of the history", () => {
  const rows = store([
    { person: "ann@contoso.example", from: "10.1.2.3", vm: "vm-10", started: 3, minutes: 300 },
    { person: "Bob@contoso.example", from: "10.2.0.9", vm: "vm-9", started: 2, minutes: 10 },
    { person: "bob@contoso.example", from: "2001:db8::5", vm: "vm-9", started: 1, end: "live", minutes: 50 },
    { user: "root", from: "198.51.100.7", started: 4, end: "failed" },
  ]);

  it("are found by person, by address and block, by words and by how long they lasted", () => {
    const by = (filter: string) => matching(rows, { filter }).toSorted((a, b) => a - b);
    assert.deepEqual(by("person:bob"), [2, 3]);
    assert.deepEqual(by("from:10.0.0.0/8"), [1, 2]);
    assert.deepEqual(by("from:10.1.2.3"), [1]);
    assert.deepEqual(by("from:2001:db8::/32"), [3]);
    assert.deepEqual(by("from:198.51"), [4]);
    assert.deepEqual(by("root"), [4]);
    assert.deepEqual(by(">4h"), [1]);
    assert.deepEqual(by("person:bob vm:vm-9 <30m"), [2]);
  });

  it("are found by how they ended, in the words that are shown", () => {
    const ends = store([
      { end: "byUs", because: "Patch day" },
      { end: "probablyBy", because: "bob@contoso.example" },
      { person: "probe@contoso.example" },
    ]);
    const by = (filter: string) => matching(ends, { filter });
    assert.deepEqual(by("disconnected"), [1, 2]);
    assert.deepEqual(by("probably"), [2]);
    assert.deepEqual(by('"disconnected by bob"'), [2]);
    assert.deepEqual(by("patch"), [1]);
    assert.deepEqual(by("person:probe recorded"), [3]);
    assert.deepEqual(by("byUs"), []);
  });

  it("are sorted as the columns say, what is unknown last", () => {
    const sorted = (column: "vm" | "started" | "duration" | "end", descending = false) =>
      matching(rows, { sort: { column, descending } });
    assert.deepEqual(sorted("vm"), [2, 3, 1, 4]);
    assert.deepEqual(sorted("started", true), [4, 1, 2, 3]);
    assert.deepEqual(sorted("duration", true), [1, 3, 2, 4]);
    assert.deepEqual(sorted("end"), [3, 4, 1, 2]);
  });

  it("are grouped by the person, whatever the case of the name", () => {
    const arranger = new Arranger(rows, historyRowFields(collator));
    const { items } = arranger.arrange({ ...INITIAL_HISTORY, groupBy: "person" }, new Set());
    const headings = items.flatMap((item) => (item.kind === "group" ? [[item.label, item.count]] : []));
    assert.deepEqual(headings, [
      ["ann@contoso.example", 1],
      ["Bob@contoso.example", 2],
      [undefined, 1],
    ]);
  });

  it("change without the others, and go on lasting while they are live", () => {
    const clock = { ms: 0 };
    const live = store([{ end: "live", minutes: 5 }, { minutes: 7 }], clock);
    clock.ms = 120_000;
    const now = () => live.rows.map((row) => lasted(row, clock.ms));
    assert.deepEqual(now(), [7, 7]);
    live.apply({ type: "historyRows", rows: [{ id: 1, host: "bas-a", hostNumber: 1, end: "open" }] });
    assert.deepEqual(now(), [undefined, 7]);
  });
});

describe("the pictures of the history", () => {
  it("have a lane for each of the busiest, and one for the others", () => {
    const range = { from: 0, to: 10 * HOUR };
    const many = store(
      Array.from({ length: MOST_LANES + 5 }, (_, index) => ({
        person: `p${index}@contoso.example`,
        started: HOUR,
      })).concat([{ person: "P3@contoso.example", started: 2 * HOUR }]),
    );
    const lanes = lanesOf(many.rows, "person", range);
    assert.equal(lanes.length, MOST_LANES + 1);
    assert.deepEqual([lanes[0]?.label, lanes[0]?.connections], ["p3@contoso.example", 2]);
    assert.deepEqual([lanes.at(-1)?.isOthers, lanes.at(-1)?.connections], [true, 5]);
  });

  it("have bars from start to end, up to now while it lasts, and marks for failed sign-ins", () => {
    const range = { from: 0, to: 10 * HOUR };
    const { rows } = store([
      { started: HOUR, ended: 2 * HOUR },
      { started: 3 * HOUR, end: "live" },
      { started: 4 * HOUR, end: "open" },
      { started: 5 * HOUR, end: "failed" },
      { ended: 6 * HOUR, minutes: 60 },
      {},
    ]);
    const [lane] = lanesOf(rows, "person", range);
    assert.deepEqual(
      lane?.bars.map(({ from, to, isFailed }) => [from / HOUR, to / HOUR, isFailed]),
      [
        [1, 2, false],
        [3, 10, false],
        [4, 4, false],
        [5, 5, true],
        [5, 6, false],
      ],
    );
  });

  it("leave out what was done to hosts", () => {
    const ann = { person: "ann@contoso.example", from: "10.0.0.1" };
    const { rows } = store([
      { ...ann, started: 0, ended: HOUR },
      { ...ann, started: 1, end: "disconnected", from: "10.0.0.2" },
      { person: "bob@contoso.example", started: 2, end: "listed" },
    ]);
    const lanes = lanesOf(rows, "person", { from: 0, to: HOUR });
    assert.deepEqual(
      lanes.map(({ label, connections, bars }) => [label, connections, bars.length]),
      [[ann.person, 1, 1]],
    );
    assert.equal(connectionsByHour(rows, () => ({ weekday: 0, hour: 0 }))[0]?.[0], 1);
    assert.deepEqual(newAddresses(rows), []);
  });

  it("count connections by weekday and hour, and failed sign-ins by address", () => {
    const { rows } = store([
      { started: 0 },
      { started: 10 },
      { started: HOUR },
      { started: 0, end: "failed", from: "a", user: "root" },
      { started: 0, end: "failed", from: "b", user: "x" },
      { started: 0, end: "failed", from: "a", user: "admin" },
    ]);
    const counts = connectionsByHour(rows, (ms) => ({ weekday: 3, hour: Math.floor(ms / HOUR) }));
    assert.deepEqual(counts[3]?.slice(0, 3), [2, 1, 0]);
    assert.deepEqual(failuresByAddress(rows), [
      { address: "a", count: 2, users: ["root", "admin"] },
      { address: "b", count: 1, users: ["x"] },
    ]);
  });

  it("call an address new only for a person who had used another before", () => {
    const { rows } = store([
      { person: "ann", from: "b", started: 2 },
      { person: "ann", from: "a", started: 1 },
      { person: "Ann", from: "b", started: 3 },
      { person: "bob", from: "c", started: 1 },
    ]);
    assert.deepEqual(newAddresses(rows), [{ person: "ann", address: "b", first: 2 }]);
  });

  it("are zoomed around a time and moved, within what was read", () => {
    const whole = { from: 0, to: 100 * HOUR };
    const half = zoomed(whole, 0.5, 20 * HOUR, whole);
    assert.deepEqual(half, { from: 10 * HOUR, to: 60 * HOUR });
    assert.deepEqual(panned(half, 2, whole), { from: 50 * HOUR, to: 100 * HOUR });
    assert.deepEqual(panned(half, -2, whole), { from: 0, to: 50 * HOUR });
    assert.deepEqual(zoomed(half, 100, 0, whole), whole);
    const closest = zoomed(whole, 0, 0, whole);
    assert.equal(closest.to - closest.from, 60_000);
  });
});
