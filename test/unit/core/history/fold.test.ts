import assert from "node:assert/strict";
import fc from "fast-check";
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { auditWorld, HARSH, randomFrom } from "../../../support/history/auditWorld.ts";
import { at, connectRow, disconnectRow, failedRow, HOST_KEY } from "./testRows.ts";

const tunnelId = "0D4C2A5E-1111-2222-3333-444455556666";
const other = "0d4c2a5e-9999-2222-3333-444455556666";

/** Person, start and end of each connection, and whether it has ended. */
function told(rows: readonly AuditRecord[]): readonly (readonly unknown[])[] {
  return foldRecords(rows).connections.map(({ person, started, ended, hasEnded }) => [
    person?.split("@", 1).join(""),
    started,
    ended,
    hasEnded,
  ]);
}

const [ten, eleven] = [at("10:00:00"), at("11:00:00")];

describe("Rows of the audit log", () => {
  it("of a start and an end become one connection with the values of both", () => {
    const { connections, failures } = foldRecords([
      disconnectRow({ tunnelId: tunnelId.toLowerCase() }),
      connectRow({ tunnelId }),
    ]);
    const { person, hostKey, clientAddress, userName, userAgent, protocol, resourceType, targetAddress } = connectRow();
    assert.deepEqual(connections, [
      {
        ...{ key: `tunnel:${tunnelId.toLowerCase()}`, tunnelId, started: ten, ended: eleven, hasEnded: true },
        ...{ person, hostKey, clientAddress, userName, userAgent, protocol, resourceType, targetAddress },
        targetResourceId: connectRow().targetResourceId,
        durationMs: 3_600_000,
      },
    ]);
    assert.deepEqual(failures, []);
  });

  const { person: _person, clientAddress: _client, userAgent: _agent, ...blank } = connectRow();
  const { ended: _ended, started: _started, ...bareEnd } = disconnectRow({ tunnelId });
  const cases: readonly (readonly [name: string, rows: readonly AuditRecord[], connections: unknown[][]])[] = [
    ["without an end are an open connection", [connectRow({ tunnelId })], [["ann", ten, undefined, false]]],
    ["are folded by place and start if they have no ID", [disconnectRow(), connectRow()], [["ann", ten, eleven, true]]],
    [
      "have ended if the connect row has an end time",
      [connectRow({ tunnelId, ended: eleven })],
      [["ann", ten, eleven, true]],
    ],
    [
      "end at the time of the disconnect row if it has no end time",
      [connectRow({ tunnelId }), bareEnd],
      [["ann", ten, eleven, true]],
    ],
    [
      "keep values that one of them leaves blank",
      [{ ...blank, tunnelId }, disconnectRow({ tunnelId })],
      [["ann", ten, eleven, true]],
    ],
    [
      "have ended at an unknown time if their end is before their start",
      [connectRow({ tunnelId, ended: ten - 1_000 })],
      [["ann", ten, undefined, true]],
    ],
    [
      "with different IDs stay separate",
      [connectRow({ tunnelId }), connectRow({ tunnelId: other })],
      [
        ["ann", ten, undefined, false],
        ["ann", ten, undefined, false],
      ],
    ],
    [
      "with an ID that was never set stay separate",
      [
        connectRow({ tunnelId: "00000000-0000-0000-0000-000000000000" }),
        connectRow({ tunnelId: "00000000-0000-0000-0000-000000000000", started: eleven, person: "bob@contoso.com" }),
      ],
      [
        ["bob", eleven, undefined, false],
        ["ann", ten, undefined, false],
      ],
    ],
    [
      "of two people stay separate even with one ID",
      [
        connectRow({ tunnelId }),
        connectRow({ tunnelId, person: "bob@contoso.com" }),
        disconnectRow({ tunnelId, person: "BOB@contoso.com" }),
      ],
      [
        ["ann", ten, undefined, false],
        ["bob", ten, eleven, true],
      ],
    ],
    [
      "of two people in the same second stay separate without an ID",
      [connectRow(), connectRow({ person: "bob@contoso.com" }), disconnectRow({ person: "bob@contoso.com" })],
      [
        ["ann", ten, undefined, false],
        ["bob", ten, eleven, true],
      ],
    ],
    [
      "of two clients in the same second stay separate without an ID, even if one has no person",
      [connectRow(), { ...blank, clientAddress: "203.0.113.9" }],
      [
        [undefined, ten, undefined, false],
        ["ann", ten, undefined, false],
      ],
    ],
    [
      "are folded once if they come twice",
      [connectRow({ tunnelId }), disconnectRow({ tunnelId }), connectRow({ tunnelId }), disconnectRow({ tunnelId })],
      [["ann", ten, eleven, true]],
    ],
    ["are an earlier connection if only the end is there", [disconnectRow({ tunnelId })], [["ann", ten, eleven, true]]],
    [
      "are ignored if they are neither a start nor an end",
      [connectRow({ operation: "rename", message: "Renamed" })],
      [],
    ],
  ];
  for (const [name, rows, connections] of cases) {
    it(name, () => {
      assert.deepEqual(told(rows), connections);
      assert.deepEqual(told(rows.toReversed()), connections);
    });
  }

  it("mark a connection of which only the end is known", () => {
    const [end] = foldRecords([disconnectRow({ tunnelId })]).connections;
    const [whole] = foldRecords([connectRow({ tunnelId }), disconnectRow({ tunnelId })]).connections;
    assert.deepEqual([end?.endOnly, whole?.endOnly], [true, undefined]);
  });

  it("with the same ID on two hosts stay separate", () => {
    const elsewhere = armKey(`${HOST_KEY}2`);
    assert.equal(told([connectRow({ tunnelId }), disconnectRow({ tunnelId, hostKey: elsewhere })]).length, 2);
  });
});

describe("A failed sign-in", () => {
  it("is an event and doesn't change a connection with the same ID", () => {
    const rows = [
      failedRow({ tunnelId, userName: "<b>root</b>" }),
      connectRow({ tunnelId }),
      disconnectRow({ tunnelId }),
    ];
    const { connections, failures } = foldRecords(rows);
    assert.deepEqual([connections[0]?.userName, connections.length], ["azureuser", 1]);
    assert.deepEqual(
      failures.map(({ userName, time, clientAddress }) => [userName, time, clientAddress]),
      [["<b>root</b>", at("09:59:50"), "198.51.100.7"]],
    );
  });

  it("is counted once if its row comes twice, and twice at two times", () => {
    const rows = [failedRow(), failedRow(), failedRow({ time: at("10:30:00") })];
    assert.deepEqual(
      foldRecords(rows).failures.map(({ time }) => time),
      [at("10:30:00"), at("09:59:50")],
    );
  });

  const soon = { started: at("09:59:45"), ended: at("10:00:10"), durationMs: 25_000 };
  const cases: readonly (readonly [name: string, rows: readonly AuditRecord[], connections: number])[] = [
    ["makes its disconnect row no connection", [failedRow({ tunnelId }), disconnectRow({ tunnelId, ...soon })], 0],
    ["does so without IDs", [failedRow(), disconnectRow(soon)], 0],
    ["does so if only one row has an ID", [failedRow(), disconnectRow({ tunnelId, ...soon })], 0],
    [
      "doesn't affect the row of another tunnel",
      [failedRow({ tunnelId: other }), disconnectRow({ tunnelId, ...soon })],
      1,
    ],
    ["doesn't affect another user's row", [failedRow({ userName: "root" }), disconnectRow(soon)], 1],
    ["doesn't affect a connection that ended an hour later", [failedRow({ tunnelId }), disconnectRow({ tunnelId })], 1],
    ["doesn't affect a connection that ended before", [failedRow({ time: at("10:30:00") }), disconnectRow(soon)], 1],
  ];
  for (const [name, rows, connections] of cases) {
    it(name, () => {
      const folded = foldRecords(rows);
      assert.deepEqual([folded.connections.length, folded.failures.length], [connections, 1]);
    });
  }
});

describe("Rows of a random log", () => {
  const seeds = fc.integer({ min: 0, max: 1_000_000 });
  const ids = fc.constantFrom("same", "others", "none");

  it("fold to the same result in any order, with any duplicates", () => {
    fc.assert(
      fc.property(seeds, seeds, ids, (seed, order, idsOf) => {
        const { records } = auditWorld(seed, { ...HARSH, hosts: 2, ids: idsOf, nameless: 0.3 });
        const folded = foldRecords(records);
        const { shuffled, chance } = randomFrom(order);
        const again = shuffled([...records, ...records.filter(() => chance(0.3))]);
        assert.deepEqual(foldRecords(again), folded);
      }),
    );
  });

  it("have unique keys on each host, and only people that a row names", () => {
    fc.assert(
      fc.property(seeds, ids, (seed, idsOf) => {
        const { records } = auditWorld(seed, { ...HARSH, hosts: 2, ids: idsOf });
        const { connections, failures } = foldRecords(records);
        for (const list of [connections, failures]) {
          assert.equal(new Set(list.map(({ hostKey, key }) => `${hostKey} ${key}`)).size, list.length);
        }
        const people = new Set(records.map(({ person }) => person));
        assert.ok(connections.every(({ person }) => people.has(person)));
        assert.ok(connections.every(({ started = 0, ended = started }) => ended >= started));
      }),
    );
  });
});
