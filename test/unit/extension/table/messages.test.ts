import assert from "node:assert/strict";
import { capacity } from "../../../../src/core/model/capacity.ts";
import {
  moved,
  movedTo,
  shownColumns,
  sortedBy,
  toggled,
  widthOf,
  withWidth,
} from "../../../../src/extension/table/page/model/columns.ts";
import { complete } from "../../../../src/extension/table/page/model/completion.ts";
import { statistics } from "../../../../src/extension/table/page/model/statistics.ts";
import { parsePageMessage } from "../../../../src/extension/table/parseMessage.ts";
import { COLUMNS } from "../../../../src/core/model/sessionFields.ts";
import { parseScope } from "../../../../src/extension/table/scope.ts";
import { INITIAL_LAYOUT, parseTableLayout } from "../../../../src/extension/table/tableLayout.ts";
import { host, store } from "./tableRows.ts";

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
      { type: "delete" },
      { type: "delete", rows: "1" },
      { type: "delete", rows: [1, "2"] },
      { type: "delete", rows: [1.5] },
      { type: "details", row: "1" },
      { type: "reveal" },
      { type: "copy", rows: [{}] },
    ];
    assert.deepEqual(
      wrong.map(parsePageMessage),
      wrong.map(() => undefined),
    );
  });

  it("keeps what is known of it, once", () => {
    assert.deepEqual(parsePageMessage({ type: "delete", rows: [3, 1, 3], hostKey: "x" }), {
      type: "delete",
      rows: [3, 1],
    });
    assert.deepEqual(parsePageMessage({ type: "copy", rows: [], columns: ["user", "token", "user", 7] }), {
      type: "copy",
      rows: [],
      columns: ["user"],
    });
    assert.deepEqual(parsePageMessage({ type: "details", row: 1 }), { type: "details", row: 1 });
  });

  it("is where the user is, or nothing", () => {
    const position = { top: 220, left: 0, selected: [3, 1], focus: "user/ann", closed: ["host/2"] };
    assert.deepEqual(parsePageMessage({ type: "position", position: { ...position, more: 1 } }), {
      type: "position",
      position,
    });
    assert.deepEqual(parsePageMessage({ type: "position", position: { ...position, focus: null } }), {
      type: "position",
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
      assert.equal(parsePageMessage({ type: "position", position: wrong }), undefined);
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

describe("the columns of the table", () => {
  it("are shown, hidden, moved and sized, and never all hidden", () => {
    assert.deepEqual(shownColumns(INITIAL_LAYOUT).slice(0, 3), ["user", "vm", "host"]);
    assert.deepEqual(shownColumns(moved(INITIAL_LAYOUT, "vm", -1)).slice(0, 3), ["vm", "user", "host"]);
    assert.deepEqual(shownColumns(moved(INITIAL_LAYOUT, "vm", 1)).slice(0, 3), ["user", "host", "vm"]);
    assert.equal(moved(INITIAL_LAYOUT, "user", -1), INITIAL_LAYOUT);
    assert.deepEqual(shownColumns(movedTo(INITIAL_LAYOUT, "host", "user")).slice(0, 3), ["host", "user", "vm"]);
    assert.ok(!shownColumns(toggled(INITIAL_LAYOUT, "vm")).includes("vm"));
    assert.ok(shownColumns(toggled(INITIAL_LAYOUT, "sku")).includes("sku"));
    assert.equal(
      shownColumns(
        COLUMNS.reduce(
          (layout, column) => (layout.hidden.includes(column) ? layout : toggled(layout, column)),
          INITIAL_LAYOUT,
        ),
      ).length,
      1,
    );
    assert.equal(widthOf(withWidth(INITIAL_LAYOUT, "vm", 333.3), "vm"), 333);
    assert.equal(widthOf(withWidth(INITIAL_LAYOUT, "vm", -5), "vm"), 40);
  });

  it("a hidden column between two is passed over when one of them moves", () => {
    const layout = toggled(INITIAL_LAYOUT, "vm");
    assert.deepEqual(shownColumns(moved(layout, "user", 1)).slice(0, 2), ["host", "user"]);
  });

  it("sort the other way round the second time", () => {
    const once = sortedBy(INITIAL_LAYOUT, "user");
    assert.deepEqual(once.sort, { column: "user", descending: false });
    assert.deepEqual(sortedBy(once, "user").sort, { column: "user", descending: true });
    assert.deepEqual(sortedBy(once, "duration").sort, { column: "duration", descending: true });
  });
});

describe("the completion of the filter", () => {
  const known: Readonly<Record<string, string[]>> = { vm: ["vm 1", "vm-2", 'a"b'], user: ["alice", "bob"] };
  const values = (field: string) => known[field] ?? [];
  const proposals = (text: string) => complete(text, text.length, values).proposals;

  it("proposes fields, lengths and the values of a field", () => {
    assert.ok(proposals("").includes("user:"));
    assert.deepEqual(proposals("us"), ["user:"]);
    assert.deepEqual(proposals("alice >"), [">30m", ">1h", ">4h", ">1d"]);
    assert.deepEqual(proposals("user:"), ["user:alice", "user:bob"]);
    assert.deepEqual(proposals("x user:B"), ["user:bob"]);
    assert.deepEqual(proposals("user:bob"), []);
    const many = Array.from({ length: 500 }, (_, position) => `u${(position * 7) % 500}`.replace("u3", "x-u3"));
    assert.deepEqual(
      complete("user:u49", 8, () => many).proposals,
      [
        "user:u49",
        "user:u490",
        "user:u491",
        "user:u492",
        "user:u493",
        "user:u494",
        "user:u495",
        "user:u496",
        "user:u497",
      ].slice(1),
    );
    assert.deepEqual(complete("user:3", 6, () => ["b3", "a3", "33", "30"]).proposals, [
      "user:30",
      "user:33",
      "user:a3",
      "user:b3",
    ]);
    assert.deepEqual(proposals("free text"), []);
  });

  it("quotes what has spaces, and leaves out what cannot be written", () => {
    assert.deepEqual(proposals("vm:"), ['vm:"vm 1"', "vm:vm-2"]);
    assert.deepEqual(complete('a vm:"vm', 8, values), { from: 2, to: 8, proposals: ['vm:"vm 1"', "vm:vm-2"] });
  });
});

describe("the overview", () => {
  it("counts sessions, people and machines, and finds the longest", () => {
    const { store: rows, clock } = store([
      { id: 1, user: "Ann", machine: 1, age: 10, protocol: "RDP" },
      { id: 2, user: "ann", machine: 1, age: 2000, protocol: "ssh" },
      { id: 3, machine: 2, age: 300 },
      { id: 4 },
    ]);
    const { sessions, users, machines, longest, durations } = statistics(rows.rows, rows.hosts.values(), clock.ms);
    assert.deepEqual([sessions, users, machines, longest?.id, durations], [4, 1, 2, 2, [1, 0, 1, 0, 1]]);
  });

  it("says how full a host is, from 80 % on as high, and names those that could not be read", () => {
    const hosts = [host(1, { capacity: { rdp: 5, ssh: 2 } }), host(2, { reading: "failed" }), host(3)];
    const { store: rows, clock } = store(
      [1, 2, 3, 4].map((id) => ({ id, protocol: "RDP" })),
      hosts,
    );
    const { uses, unread } = statistics(rows.rows, rows.hosts.values(), clock.ms);
    assert.deepEqual(
      uses.map((use) => [use.host.id, use.protocol, use.sessions, use.capacity, use.isHigh]),
      [
        [1, "RDP", 4, 5, true],
        [1, "SSH", 0, 2, false],
        [3, "RDP", 0, undefined, false],
        [3, "SSH", 0, undefined, false],
      ],
    );
    assert.deepEqual(
      unread.map(({ id }) => id),
      [2],
    );
  });

  it("takes nobody for nobody where every host was read, and there is one", () => {
    const areKnown = (
      rows: readonly { readonly id: number }[],
      ...readings: ("known" | "partly" | "pending" | "failed")[]
    ) => {
      const { store: made, clock } = store(
        rows,
        readings.map((reading, index) => host(index + 1, { reading })),
      );
      return statistics(made.rows, made.hosts.values(), clock.ms).areKnown;
    };
    assert.deepEqual([areKnown([], "known", "known"), areKnown([{ id: 1 }], "known", "failed")], [true, true]);
    assert.deepEqual(
      [areKnown([]), areKnown([], "known", "failed"), areKnown([], "partly"), areKnown([], "pending")],
      [false, false, false, false],
    );
  });

  it("knows what a host carries by its SKU and size", () => {
    assert.deepEqual(capacity({ sku: "Standard", scaleUnits: 4 }), { rdp: 80, ssh: 160 });
    assert.deepEqual(capacity({ sku: "Basic", scaleUnits: 50 }), { rdp: 40, ssh: 80 });
    assert.deepEqual(capacity({ sku: "Developer" }), { rdp: 1, ssh: 1 });
    assert.equal(capacity({ sku: "Premium" }), undefined);
    assert.equal(capacity({}), undefined);
  });
});
