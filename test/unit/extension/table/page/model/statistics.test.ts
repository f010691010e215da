import assert from "node:assert/strict";
import { capacity } from "../../../../../../src/core/model/capacity.ts";
import { atLeast, exactly } from "../../../../../../src/core/model/count.ts";
import { statistics } from "../../../../../../src/extension/table/page/model/statistics.ts";
import { host, store } from "../../tableRows.ts";

describe("the overview", () => {
  it("counts people and machines, and finds the longest", () => {
    const { store: rows, clock } = store([
      { id: 1, user: "Ann", machine: 1, age: 10, protocol: "RDP" },
      { id: 2, user: "ann", machine: 1, age: 2000, protocol: "ssh" },
      { id: 3, machine: 2, age: 300 },
      { id: 4 },
    ]);
    const { users, machines, longest, durations } = statistics(rows.rows, rows.hosts.values(), clock.ms);
    assert.deepEqual([users, machines], [atLeast(1), atLeast(2)], "some rows name none");
    assert.deepEqual([longest?.id, durations], [2, [1, 0, 1, 0, 1]]);
    const { store: named } = store([
      { id: 1, user: " ann", machine: 1 },
      { id: 2, user: "AzureAD\\ann@contoso.com", machine: 1 },
      { id: 3, user: "ann@contoso.com", machine: 1 },
    ]);
    const exact = statistics(named.rows, named.hosts.values(), clock.ms);
    assert.deepEqual([exact.users, exact.machines], [exactly(2), exactly(1)]);
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

  it("knows what a host carries by its SKU and size", () => {
    assert.deepEqual(capacity({ sku: "Standard", scaleUnits: 4 }), { rdp: 80, ssh: 160 });
    assert.deepEqual(capacity({ sku: "Basic", scaleUnits: 50 }), { rdp: 40, ssh: 80 });
    assert.deepEqual(capacity({ sku: "Developer" }), { rdp: 1, ssh: 1 });
    assert.equal(capacity({ sku: "Premium" }), undefined);
    assert.equal(capacity({}), undefined);
  });
});
