import assert from "node:assert/strict";
import { parsePageMessage } from "../../../../src/extension/table/parseMessage.ts";
import { COLUMNS } from "../../../../src/core/model/session/sessionFields.ts";
import { INITIAL_HISTORY, parseHistoryLayout } from "../../../../src/extension/table/history/historyLayout.ts";
import { parseScope } from "../../../../src/extension/table/scope.ts";
import { INITIAL_LAYOUT, parseTableLayout } from "../../../../src/extension/table/tableLayout.ts";

const hostKey = "/subscriptions/s-1/resourcegroups/rg/providers/microsoft.network/bastionhosts/bas-a";

describe("what the table's page sends", () => {
  it("is read strictly", () => {
    const wrong: unknown[] = [
      undefined,
      null,
      7,
      "ready",
      {},
      { type: "eval" },
      { type: "delete", face: "sessions" },
      { type: "delete", face: "sessions", rows: "1" },
      { type: "delete", face: "sessions", rows: [1, "2"] },
      { type: "delete", face: "sessions", rows: [1.5] },
      { type: "details", face: "sessions", row: "1" },
      { type: "reveal", face: "sessions" },
      { type: "copy", face: "sessions", rows: [{}] },
      { type: "copy", rows: [1] },
      { type: "copy", face: "future", rows: [1] },
      { type: "delete", face: "history", rows: [1] },
      { type: "reveal", face: "history", row: 1 },
      { type: "face", face: "eval" },
      { type: "readHistory", range: "1000d" },
      { type: "diagnose", hostNumber: "1" },
      { type: "showSession" },
    ];
    assert.deepEqual(
      wrong.map(parsePageMessage),
      wrong.map(() => undefined),
    );
  });

  it("keeps what is known of it, once", () => {
    assert.deepEqual(parsePageMessage({ type: "delete", face: "sessions", rows: [3, 1, 3], hostKey: "x" }), {
      type: "delete",
      face: "sessions",
      rows: [3, 1],
    });
    assert.deepEqual(
      parsePageMessage({ type: "copy", face: "sessions", rows: [], columns: ["user", "token", "user", 7] }),
      {
        type: "copy",
        face: "sessions",
        rows: [],
        columns: ["user"],
      },
    );
    assert.deepEqual(parsePageMessage({ type: "details", face: "sessions", row: 1 }), {
      type: "details",
      face: "sessions",
      row: 1,
    });
  });

  it("says which face it is about, whose columns are its own", () => {
    assert.deepEqual(
      parsePageMessage({ type: "copy", face: "history", rows: [1], columns: ["person", "sku", "end"] }),
      {
        type: "copy",
        face: "history",
        rows: [1],
        columns: ["person", "end"],
      },
    );
    const layout = {
      range: "7d",
      pictures: ["hours", "eval"],
      lanes: "vm",
      activity: true,
      sort: { column: "sku" },
      groupBy: "person",
    };
    assert.deepEqual(parsePageMessage({ type: "layout", face: "history", layout }), {
      type: "layout",
      face: "history",
      layout: { ...INITIAL_HISTORY, range: "7d", pictures: ["hours"], lanes: "vm", activity: true, groupBy: "person" },
    });
    assert.equal(parseHistoryLayout({ activity: "true" }).activity, false);
    assert.deepEqual(
      [
        { type: "readHistory", range: "90d", from: 0, withActivity: "yes" },
        { type: "readHistory", range: "1h", withActivity: true },
        { type: "diagnose", hostNumber: 3 },
        { type: "showSession", row: 4 },
        { type: "face", face: "history", filter: "x" },
      ].map(parsePageMessage),
      [
        { type: "readHistory", range: "90d" },
        { type: "readHistory", range: "1h", withActivity: true },
        { type: "diagnose", hostNumber: 3 },
        { type: "showSession", row: 4 },
        { type: "face", face: "history" },
      ],
    );
  });

  it("is an error of the page, of which the default level of the log gets no text of anybody's", () => {
    const at = ["table.js:1:20", "table-drawing-A1B2.js:3:4"];
    const read = (error: unknown) => parsePageMessage({ type: "error", error });
    assert.deepEqual(read({ name: "RangeError", message: "no\nalice", at }), {
      type: "error",
      error: { name: "RangeError", message: "no\uFFFDalice", at },
    });
    assert.deepEqual(read({ name: "alice", message: 7, at: ["/home/alice/table.js:1:1", "alice:1:1", 7, at[0]] }), {
      type: "error",
      error: { name: "Error", message: "", at: [at[0]] },
    });
    assert.deepEqual(read({ at: "x" }), { type: "error", error: { name: "Error", message: "", at: [] } });
    assert.deepEqual([read(null), read("x")], [undefined, undefined]);
  });

  it("is where the user is, or nothing", () => {
    const position = { top: 220, left: 0, selected: [3, 1], focus: "user/ann", closed: ["host/2"] };
    assert.deepEqual(parsePageMessage({ type: "position", face: "sessions", position: { ...position, more: 1 } }), {
      type: "position",
      face: "sessions",
      position,
    });
    assert.deepEqual(parsePageMessage({ type: "position", face: "sessions", position: { ...position, focus: null } }), {
      type: "position",
      face: "sessions",
      position: { top: 220, left: 0, selected: [3, 1], closed: ["host/2"] },
    });
    for (const wrong of [
      undefined,
      null,
      7,
      { ...position, top: "1" },
      { ...position, selected: ["1"] },
      { ...position, closed: [1] },
      { ...position, closed: undefined },
    ]) {
      assert.equal(parsePageMessage({ type: "position", face: "sessions", position: wrong }), undefined);
    }
  });

  it("never makes an arrangement that the table cannot show", () => {
    for (const value of [
      undefined,
      null,
      7,
      "x",
      [],
      { order: 7, hidden: {}, widths: [], sort: "user", filter: 7, groupBy: "x", overview: "no" },
    ]) {
      assert.deepEqual(parseTableLayout(value), INITIAL_LAYOUT);
    }
    const read = parseTableLayout({
      order: ["ip", "ip", "no"],
      hidden: ["user", 7],
      widths: { ip: 5, vm: 99.6, host: "9" },
      sort: { column: "ip" },
      filter: "x".repeat(9_999),
      groupBy: "host",
      overview: false,
    });
    assert.deepEqual([...read.order].sort(), [...COLUMNS].sort());
    assert.equal(read.order[0], "ip");
    assert.deepEqual(
      [read.hidden, read.widths, read.sort, read.groupBy, read.overview],
      [["user"], { vm: 100 }, { column: "ip", descending: false }, "host", false],
    );
    assert.ok(read.filter.length < 1000);
  });

  it("names no scope but a host or a subscription", () => {
    assert.deepEqual(parseScope({ host: hostKey.toUpperCase() }), { host: hostKey });
    assert.deepEqual(parseScope({ subscription: "s-1" }), { subscription: "s-1" });
    assert.deepEqual(
      [undefined, 7, {}, { host: "/x" }, { subscription: "../x" }, { host: `${hostKey}/../y` }].map(parseScope),
      [undefined, undefined, undefined, undefined, undefined, undefined],
    );
  });
});
