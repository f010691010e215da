import assert from "node:assert/strict";
import fc from "fast-check";
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { auditWorld, HARSH, randomFrom } from "../../../support/history/auditWorld.ts";
import { at, connectRow, disconnectRow, failedRow, HOST_KEY } from "./testRows.ts";

const tunnelId = "0D4C2A5E-1111-2222-3333-444455556666";
const other = "0d4c2a5e-9999-2222-3333-444455556666";

/** Who was there, from when to when, and whether the log has their end. */
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
  it("of a start and an end are one connection, with what either says", () => {
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

  const { person: _person, userName: _user, clientAddress: _client, userAgent: _agent, ...blank } = connectRow();
  const { ended: _ended, started: _started, ...bareEnd } = disconnectRow({ tunnelId });
  const cases: readonly (readonly [name: string, rows: readonly AuditRecord[], connections: unknown[][]])[] = [
    ["without an end are still open", [connectRow({ tunnelId })], [["ann", ten, undefined, false]]],
    ["are folded without an ID too, by place and start", [disconnectRow(), connectRow()], [["ann", ten, eleven, true]]],
    [
      "have ended where the first row has an end",
      [connectRow({ tunnelId, ended: eleven })],
      [["ann", ten, eleven, true]],
    ],
    [
      "have the time of their disconnect where they name no end",
      [connectRow({ tunnelId }), bareEnd],
      [["ann", ten, eleven, true]],
    ],
    [
      "keep what one of them leaves blank",
      [{ ...blank, tunnelId }, disconnectRow({ tunnelId })],
      [["ann", ten, eleven, true]],
    ],
    [
      "whose end stands before their start have ended, at no known time",
      [connectRow({ tunnelId, ended: ten - 1_000 })],
      [["ann", ten, undefined, true]],
    ],
    [
      "with different IDs are several connections",
      [connectRow({ tunnelId }), connectRow({ tunnelId: other })],
      [
        ["ann", ten, undefined, false],
        ["ann", ten, undefined, false],
      ],
    ],
    [
      "with an ID that was never set are not of one connection",
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
      "of two people are never one connection, whatever their ID says",
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
      "of two people in one second, without an ID, are two connections",
      [connectRow(), connectRow({ person: "bob@contoso.com" }), disconnectRow({ person: "bob@contoso.com" })],
      [
        ["ann", ten, undefined, false],
        ["bob", ten, eleven, true],
      ],
    ],
    [
      "that come twice are one connection",
      [connectRow({ tunnelId }), disconnectRow({ tunnelId }), connectRow({ tunnelId }), disconnectRow({ tunnelId })],
      [["ann", ten, eleven, true]],
    ],
    ["of an end alone are a connection that began before", [disconnectRow({ tunnelId })], [["ann", ten, eleven, true]]],
    ["that tell of something else are none", [connectRow({ operation: "rename", message: "Renamed" })], []],
  ];
  for (const [name, rows, connections] of cases) {
    it(name, () => {
      assert.deepEqual(told(rows), connections);
      assert.deepEqual(told(rows.toReversed()), connections);
    });
  }

  it("say where only the end is known", () => {
    const [end] = foldRecords([disconnectRow({ tunnelId })]).connections;
    const [whole] = foldRecords([connectRow({ tunnelId }), disconnectRow({ tunnelId })]).connections;
    assert.deepEqual([end?.endOnly, whole?.endOnly], [true, undefined]);
  });

  it("of one ID on two hosts are two connections", () => {
    const elsewhere = armKey(`${HOST_KEY}2`);
    assert.equal(told([connectRow({ tunnelId }), disconnectRow({ tunnelId, hostKey: elsewhere })]).length, 2);
  });
});

describe("A failed sign-in", () => {
  it("is an event and no connection, and leaves a connection with its ID as it is", () => {
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

  it("is one where its row comes twice, and two at two times", () => {
    const rows = [failedRow(), failedRow(), failedRow({ time: at("10:30:00") })];
    assert.deepEqual(
      foldRecords(rows).failures.map(({ time }) => time),
      [at("10:30:00"), at("09:59:50")],
    );
  });

  const soon = { started: at("09:59:45"), ended: at("10:00:10"), durationMs: 25_000 };
  const cases: readonly (readonly [name: string, rows: readonly AuditRecord[], connections: number])[] = [
    ["ends with a row that makes no connection", [failedRow({ tunnelId }), disconnectRow({ tunnelId, ...soon })], 0],
    ["does so without an ID", [failedRow(), disconnectRow(soon)], 0],
    ["does so where only one row has an ID", [failedRow(), disconnectRow({ tunnelId, ...soon })], 0],
    [
      "is not ended by the row of another tunnel",
      [failedRow({ tunnelId: other }), disconnectRow({ tunnelId, ...soon })],
      1,
    ],
    ["is not ended by another user's row", [failedRow({ userName: "root" }), disconnectRow(soon)], 1],
    ["is not ended an hour later", [failedRow({ tunnelId }), disconnectRow({ tunnelId })], 1],
    ["is not ended by what was over before", [failedRow({ time: at("10:30:00") }), disconnectRow(soon)], 1],
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

  it("fold to the same in any order, and however often they come", () => {
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

  it("have keys that are unique on each host, and name only people and times that a row names", () => {
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
