import assert from "node:assert/strict";
import { Arranger, type Arranged } from "../../../../../../src/extension/table/page/model/arrange.ts";
import type { PageRow, RowStore } from "../../../../../../src/extension/table/page/model/rowStore.ts";
import { sessionRowFields } from "../../../../../../src/extension/table/page/model/sessionRows.ts";
import { idHash } from "../../../../../../src/core/text/idHash.ts";
import { INITIAL_LAYOUT } from "../../../../../../src/extension/table/tableLayout.ts";
import type { TableLayout } from "../../../../../../src/extension/table/protocol.ts";
import { host, ids, store } from "../../tableRows.ts";

const people = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Counts how often names are compared as people do, which is what takes time. */
const collator = {
  compared: 0,
  compare(a: string, b: string): number {
    this.compared++;
    return people.compare(a, b);
  },
};

function arranger(rows: RowStore) {
  const made = new Arranger(rows, sessionRowFields(collator));
  return (layout: Partial<TableLayout>, closed: ReadonlySet<string> = new Set()): Arranged<PageRow> =>
    made.arrange({ ...INITIAL_LAYOUT, ...layout }, closed);
}

/** The lines as they read: rows by id, headings by name and count. */
function lines({ items }: Arranged): (number | string)[] {
  return items.map((item) => (item.kind === "row" ? item.id : `${item.label ?? "?"} ${item.count}`));
}

describe("the arrangement of the table", () => {
  it("sorts names as people do, keeps the order of equals, and puts what is unknown last both ways", () => {
    const { store: rows } = store([
      { id: 1, user: "user10" },
      { id: 2 },
      { id: 3, user: "User2" },
      { id: 4, user: "user10" },
      { id: 5, user: "ärger" },
      { id: 6, user: "azur" },
    ]);
    const arrange = arranger(rows);
    assert.deepEqual(ids(arrange({ sort: { column: "user", descending: false } }).matching), [5, 6, 3, 1, 4, 2]);
    assert.deepEqual(ids(arrange({ sort: { column: "user", descending: true } }).matching), [1, 4, 3, 6, 5, 2]);
  });

  it("sorts addresses, times and durations by what they mean", () => {
    const { store: rows } = store([
      { id: 1, ip: "10.0.0.10", started: 2000, age: 5 },
      { id: 2, ip: "10.0.0.9", started: "soon", age: 100 },
      { id: 3, ip: "9.0.0.1", started: 1000 },
    ]);
    const arrange = arranger(rows);
    const by = (column: "ip" | "started" | "duration") =>
      ids(arrange({ sort: { column, descending: false } }).matching);
    assert.deepEqual(by("ip"), [3, 2, 1]);
    assert.deepEqual(by("started"), [3, 1, 2]);
    assert.deepEqual(by("duration"), [1, 2, 3]);
  });

  it("puts names that come later in their place", () => {
    const { store: rows } = store([
      { id: 1, user: "b" },
      { id: 2, user: "d" },
    ]);
    const arrange = arranger(rows);
    const order = () => ids(arrange({ sort: { column: "user", descending: false } }).matching);
    assert.deepEqual(order(), [1, 2]);
    rows.apply({
      hosts: [],
      goneHosts: [],
      rows: [
        { id: 3, host: 1, user: "c" },
        { id: 4, host: 1, user: "a" },
        { id: 5, host: 1, user: "e" },
        { id: 1, host: 1, user: "z" },
      ],
      goneRows: [],
    });
    assert.deepEqual(order(), [4, 3, 2, 5, 1]);
    rows.apply({ hosts: [], goneHosts: [], rows: [], goneRows: [3] });
    assert.deepEqual(order(), [4, 2, 5, 1]);
  });

  it("compares names once, and those that come later with few others", () => {
    const count = 2_000;
    const { store: rows } = store(
      Array.from({ length: count }, (_, id) => ({ id, user: `user${(id * 7919) % count}`, vm: `vm${id % 50}` })),
    );
    const arrange = arranger(rows);
    const compared = (layout: Partial<TableLayout>) => {
      const before = collator.compared;
      assert.equal(arrange(layout).matching.length, count);
      return collator.compared - before;
    };
    assert.ok(compared({ sort: { column: "user", descending: false } }) > count);
    assert.ok(
      compared({ sort: { column: "vm", descending: false } }) < count,
      "each name once, however many rows have it",
    );
    for (const column of ["user", "vm"] as const) {
      assert.equal(
        compared({ sort: { column, descending: true } }) +
          compared({ sort: { column, descending: false }, filter: "user" }),
        0,
      );
    }
    assert.ok(compared({ groupBy: "vm", sort: { column: "user", descending: false } }) < count);
    assert.equal(compared({ groupBy: "vm", sort: { column: "vm", descending: true }, filter: "vm" }), 0);
    rows.apply({
      hosts: [],
      goneHosts: [],
      rows: Array.from({ length: 20 }, (_, id) => ({ id, host: 1, user: `new${id}`, vm: "vm1" })),
      goneRows: [],
    });
    const inserted = compared({ sort: { column: "user", descending: false } });
    assert.ok(inserted > 0 && inserted < 20 * 2 * Math.log2(count), `${inserted} comparisons`);
    assert.equal(compared({ sort: { column: "vm", descending: false } }), 0);
  });

  it("keeps the order of names though all of them become others, again and again", () => {
    const { store: rows } = store([]);
    const arrange = arranger(rows);
    for (let round = 0; round < 10; round++) {
      const users = [3, 1, 2, 1].map((user, id) => ({
        id,
        host: 1,
        user: `${user}.${(round * 7) % 10}`,
        started: user * 10 - round,
      }));
      rows.apply({ hosts: [], goneHosts: [], rows: users, goneRows: [] });
      for (const column of ["user", "started"] as const) {
        assert.deepEqual(ids(arrange({ sort: { column, descending: false } }).matching), [1, 3, 2, 0]);
        assert.deepEqual(ids(arrange({ sort: { column, descending: true } }).matching), [0, 2, 1, 3]);
      }
    }
  });

  it("follows a filter that is written, taken back and written again, in any order of rows", () => {
    const { store: rows } = store([
      { id: 1, user: "anna" },
      { id: 2, user: "bob" },
      { id: 3, user: "hannah" },
      { id: 4, user: "an" },
    ]);
    const arrange = arranger(rows);
    const matching = (filter: string, descending: boolean) =>
      ids(arrange({ filter, sort: { column: "user", descending } }).matching);
    assert.deepEqual(matching("an", false), [4, 1, 3]);
    assert.deepEqual(matching("ann", true), [3, 1]);
    assert.deepEqual(matching("ann", false), [1, 3]);
    assert.deepEqual(matching("an", false), [4, 1, 3]);
    rows.apply({ hosts: [], goneHosts: [], rows: [{ id: 2, host: 1, user: "joann" }], goneRows: [1] });
    assert.deepEqual(matching("ann", false), [3, 2]);
    assert.deepEqual(matching("annb", false), []);
    assert.deepEqual(matching("", true), [2, 3, 4]);
  });

  it("finds a text in one field, not across two", () => {
    const { store: rows } = store([{ id: 1, user: "ann", vm: "bob" }]);
    const arrange = arranger(rows);
    assert.deepEqual(
      ["annb", "nn", "ob", '"ann bob"'].map((filter) => arrange({ filter }).matching.length),
      [0, 1, 1, 0],
    );
  });

  it("filters by the terms of the tree's own filter, with an age that goes on", () => {
    const { store: rows, clock } = store([
      { id: 1, user: "Alice", protocol: "RDP", age: 239 },
      { id: 2, user: "bob", protocol: "SSH", age: 300 },
      { id: 3, user: "malice" },
    ]);
    const arrange = arranger(rows);
    const matching = (filter: string) => ids(arrange({ filter, sort: { column: "user", descending: false } }).matching);
    assert.deepEqual(matching("ALICE"), [1, 3]);
    assert.deepEqual(matching("user:alice protocol:rdp"), [1]);
    assert.deepEqual(matching(">4h"), [2]);
    clock.ms += 2 * 60_000;
    assert.deepEqual(matching(">4h"), [1, 2]);
    assert.deepEqual(matching("nobody"), []);
  });

  it("groups with counts, by name, and hides the rows of what is closed", () => {
    const hosts = [host(1, { name: "bas-10" }), host(2, { name: "bas-9" })];
    const { store: rows } = store(
      [{ id: 1, user: "bob" }, { id: 2, user: "alice" }, { id: 3, user: "bob" }, { id: 4 }],
      hosts,
    );
    rows.apply({ hosts: [], goneHosts: [], rows: [{ id: 5, host: 2, user: "bob" }], goneRows: [] });
    const arrange = arranger(rows);
    const sort = { column: "vm", descending: false } as const;
    assert.deepEqual(lines(arrange({ groupBy: "user", sort })), ["alice 1", 2, "bob 3", 1, 3, 5, "? 1", 4]);
    assert.deepEqual(lines(arrange({ groupBy: "host", sort })), ["bas-9 1", 5, "bas-10 4", 1, 2, 3, 4]);
    const closed = arrange({ groupBy: "user", sort, filter: "bob" }, new Set(["user/bob"]));
    assert.deepEqual(lines(closed), ["bob 3"]);
    assert.equal(closed.matching.length, 3);
  });

  it("tells two machines of one name apart", () => {
    const { store: rows } = store([
      { id: 1, vm: "vm", machine: 1 },
      { id: 2, vm: "vm", machine: 2 },
      { id: 3, vm: "vm", machine: 1 },
    ]);
    assert.deepEqual(lines(arranger(rows)({ groupBy: "vm", sort: { column: "user", descending: false } })), [
      "vm 2",
      1,
      3,
      "vm 1",
      2,
    ]);
  });

  it("tells two subscriptions of one name apart, and takes several hosts of one together", () => {
    const { store: rows } = store([{ id: 1, user: "a" }], [host(1), host(2, { subscriptionNumber: 2 }), host(3)]);
    rows.apply({
      hosts: [],
      goneHosts: [],
      rows: [
        { id: 2, host: 2, user: "b" },
        { id: 3, host: 3, user: "c" },
      ],
      goneRows: [],
    });
    assert.deepEqual(lines(arranger(rows)({ groupBy: "subscription", sort: { column: "user", descending: false } })), [
      "Production 2",
      1,
      3,
      "Production 1",
      2,
    ]);
  });

  it("follows a host that is called otherwise by now, with its rows", () => {
    const { store: rows } = store([{ id: 1, user: "alice" }]);
    const arrange = arranger(rows);
    rows.apply({ hosts: [host(1, { subscription: "Renamed" })], goneHosts: [], rows: [], goneRows: [] });
    assert.equal(arrange({ filter: "subscription:renamed" }).matching.length, 1);
    rows.apply({ reset: true, hosts: [], goneHosts: [], rows: [], goneRows: [] });
    assert.equal(arrange({}).matching.length, 0);
  });

  it("finds a session by its whole ID, its target VM's or its host's, typed letter by letter or pasted", () => {
    const [session, target, bastion] = ["s-Alice", "/subscriptions/s-1/vm-1", "/subscriptions/s-1/bas"];
    const { store: rows } = store(
      [
        { id: 1, user: "bea", ids: [session, target].map((id) => idHash(id.toLowerCase())) },
        { id: 2, user: "s" },
      ],
      [host(1, { ids: [idHash(bastion)], resourceGroup: "rg-hub" })],
    );
    const arrange = arranger(rows);
    for (const [text, found] of [
      [session, [1]],
      [`id:${session.toUpperCase()}`, [1]],
      [target, [1]],
      [bastion, [1, 2]],
      ["group:hub", [1, 2]],
      ["user:bea s-alice", [1]],
      ["s-alic", []],
    ] as const) {
      for (let length = 1; length <= text.length; length++) {
        arrange({ filter: text.slice(0, length) });
      }
      assert.deepEqual(ids(arrange({ filter: text }).matching), found, `typed: ${text}`);
      arrange({ filter: "" });
      assert.deepEqual(ids(arrange({ filter: text }).matching), found, `pasted: ${text}`);
    }
  });
});
