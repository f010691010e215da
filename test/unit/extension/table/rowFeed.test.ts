import { idHash } from "../../../../src/core/text/idHash.ts";
import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import type { RowChanges } from "../../../../src/extension/table/protocol.ts";
import { RowFeed } from "../../../../src/extension/table/rowFeed.ts";
import { hostState } from "./tableRows.ts";
import { momentAt } from "../../../support/momentAt.ts";

const MINUTE = 60_000;

function feed(): RowFeed {
  return new RowFeed({
    host: ({ name }) => name,
    subscription: () => "Production",
    problem: ({ problem }) => problem?.kind,
    approximation: () => undefined,
    time: (text) => (text === "then" ? 1234 : undefined),
  });
}

function counts({ hosts, goneHosts, rows, goneRows }: RowChanges): number[] {
  return [hosts.length, goneHosts.length, rows.length, goneRows.length];
}

const alice = { sessionId: "a", userName: "alice", durationMinutes: 10 };
const bob = { sessionId: "b", userName: "bob", durationMinutes: 5 };

describe("what the table's page is told", () => {
  it("is everything at first, and then only what has changed", () => {
    const rows = feed();
    assert.deepEqual(
      counts(rows.changes([hostState("x", [alice, bob]), hostState("y", [])], momentAt(0))),
      [2, 0, 2, 0],
    );
    assert.deepEqual(
      counts(rows.changes([hostState("x", [alice, bob]), hostState("y", [])], momentAt(0))),
      [0, 0, 0, 0],
    );
    const changed = rows.changes(
      [hostState("x", [alice, { ...bob, userName: "bobby" }]), hostState("y", [])],
      momentAt(0),
    );
    assert.deepEqual(
      changed.rows.map(({ user }) => user),
      ["bobby"],
    );
    assert.deepEqual(counts(rows.changes([hostState("x", [alice])], momentAt(0))), [0, 1, 0, 1]);
  });

  it("is everything again for a new page, under the numbers that the page before it knew, with ages of now", () => {
    const rows = feed();
    const states = [hostState("x", [alice, bob])];
    const before = rows.changes(states, momentAt(0));
    const again = rows.everything(states, momentAt(2 * MINUTE));
    assert.deepEqual(
      again.rows.map(({ id, user, age }) => [id, user, age]),
      [
        [before.rows[0]?.id, "alice", 12],
        [before.rows[1]?.id, "bob", 7],
      ],
    );
    assert.deepEqual(again.hosts, before.hosts);
    const changed = rows.everything([hostState("x", [bob]), hostState("y", [alice])], momentAt(0));
    assert.deepEqual(
      changed.rows.map(({ id, user }) => [user, id === before.rows[1]?.id]),
      [
        ["bob", true],
        ["alice", false],
      ],
      "what has gone has no number any more",
    );
    assert.deepEqual(counts(rows.changes([hostState("x", [bob]), hostState("y", [alice])], momentAt(0))), [0, 0, 0, 0]);
  });

  it("says which sessions may be leftovers, and tells when they no longer look so", () => {
    const rows = feed();
    const twin = (sessionId: string, startTime: string) => ({
      sessionId,
      userName: "alice",
      targetHostName: "vm",
      startTime,
    });
    const [one, two] = [twin("a", "2026-01-02T03:04:05Z"), twin("c", "2026-01-02T03:04:06Z")];
    assert.deepEqual(
      rows
        .changes([hostState("x", [one, two, bob])], momentAt(0))
        .rows.flatMap(({ user, suspect }) => (suspect ? [user] : [])),
      ["alice", "alice"],
    );
    const alone = rows.changes([hostState("x", [one, bob])], momentAt(0));
    assert.deepEqual([alone.rows.map(({ suspect }) => suspect), alone.goneRows.length], [[undefined], 1]);
  });

  it("keeps the number of a row over its changes, and gives none twice", () => {
    const rows = feed();
    const [first] = rows.changes([hostState("x", [alice])], momentAt(0)).rows;
    const [again] = rows.changes([hostState("x", [{ ...alice, userName: "Alice" }])], momentAt(0)).rows;
    assert.equal(again?.id, first?.id);
    rows.changes([hostState("x", [])], momentAt(0));
    const [returned] = rows.changes([hostState("x", [alice])], momentAt(0)).rows;
    assert.notEqual(returned?.id, first?.id);
    assert.equal(rows.source(first!.id), undefined, "what has gone cannot be named any more");
  });

  it("takes a duration that went on with the clock for no change, and one that jumped for one", () => {
    const rows = feed();
    rows.changes([hostState("x", [alice])], momentAt(0));
    const later = (durationMinutes: number) =>
      rows.changes([hostState("x", [{ ...alice, durationMinutes }], { at: 5 * MINUTE })], momentAt(5 * MINUTE)).rows;
    assert.deepEqual(later(15.4), []);
    assert.deepEqual(
      later(2).map(({ age }) => age),
      [2],
    );
  });

  it("holds none of Azure's IDs", () => {
    const rows = feed();
    const told = JSON.stringify(
      rows.changes(
        [
          hostState("x", [
            {
              ...alice,
              targetResourceId:
                "/subscriptions/s-9/resourceGroups/rg-vm/providers/Microsoft.Compute/virtualMachines/vm",
            },
          ]),
        ],
        momentAt(0),
      ),
    );
    assert.doesNotMatch(told, /subscriptions|s-1|s-9|"a"/);
    assert.match(told, /rg-vm/);
    const [id] = rows.ids();
    assert.deepEqual(rows.source(id!), { hostKey: hostState("x", []).host.key, sessionKey: "id:a" });
  });

  it("tells machines of one name apart by their resource, and subscriptions by their id", () => {
    const rows = feed();
    const on = (sessionId: string, subscription: string) => ({
      sessionId,
      targetHostName: "vm",
      targetIpAddress: "10.0.0.4",
      targetResourceId: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`,
    });
    const y = hostState("y", [{ sessionId: "d" }]);
    const told = rows.changes(
      [
        hostState("x", [on("a", "s-1"), on("b", "s-2"), on("c", "S-1")]),
        { ...y, host: { ...y.host, subscriptionId: "s-2" } },
        hostState("z", []),
      ],
      momentAt(0),
    );
    const [a, b, c, d] = told.rows.map(({ machine }) => machine);
    assert.ok(a !== undefined && b !== undefined && a !== b);
    assert.deepEqual([c, d], [a, undefined]);
    const [first, second, third] = told.hosts.map(({ subscriptionNumber }) => subscriptionNumber);
    assert.deepEqual([first === second, first === third], [false, true]);
  });

  it("tells by what numbers a filter finds whole ids", () => {
    const vm = "/subscriptions/s-9/resourceGroups/rg-vm/providers/Microsoft.Compute/virtualMachines/vm";
    const state = hostState("x", [{ ...alice, targetResourceId: vm }, { userName: "bob" }]);
    const told = feed().changes([state], momentAt(0));
    assert.deepEqual(
      [told.rows.map(({ ids }) => ids), told.hosts.map(({ ids }) => ids)],
      [[[idHash("a"), idHash(vm.toLowerCase())], []], [[idHash(state.host.key)]]],
    );
  });

  it("makes text of whatever came, and says what Azure did not", () => {
    const rows = feed();
    const [row] = rows.changes([hostState("x", [{ userName: "a\nb\u202E", startTime: "then" }])], momentAt(0)).rows;
    assert.deepEqual(
      [row?.user, row?.started, row?.anonymous, row?.age, row?.vm],
      ["a\uFFFDb\uFFFD", 1234, true, undefined, undefined],
    );
    const [other] = rows.changes([hostState("x", [{ startTime: "soon" }])], momentAt(0)).rows;
    assert.equal(other?.started, "soon");
  });

  it("shows a host that is being read, was read, and failed", () => {
    const rows = feed();
    const reading = (state: HostState) =>
      rows.changes([state], momentAt(0)).hosts.map(({ reading: now, problem }) => [now, problem]);
    assert.deepEqual(reading(hostState("x", undefined)), [["pending", undefined]]);
    assert.deepEqual(reading(hostState("x", [alice])), [["known", undefined]]);
    const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: true });
    assert.deepEqual(reading(hostState("x", [alice], { problem })), [["failed", "notAllowed"]]);
    const whole = hostState("x", [alice]);
    assert.deepEqual(reading({ ...whole, ...(whole.list && { list: { ...whole.list, unreadable: 1 } }) }), [
      ["partly", undefined],
    ]);
  });

  it("tells as of when a list is that is old or followed by a failure, by time only too", () => {
    const rows = feed();
    const told = (state: HostState, monotonic: number, wall: number) =>
      rows.changes([state], momentAt(monotonic, wall)).hosts.map(({ asOf }) => asOf);
    const state = hostState("x", [alice]);
    assert.deepEqual(told(state, 0, 0), [undefined]);
    assert.deepEqual(told(state, 4 * MINUTE, 0), [0]);
    assert.deepEqual(told(hostState("x", [alice], { at: 4 * MINUTE }), 4 * MINUTE, 0), [undefined]);
    assert.deepEqual(told(hostState("x", [alice], { at: 4 * MINUTE }), 4 * MINUTE, 9 * 60 * MINUTE), [0]);
  });
});
