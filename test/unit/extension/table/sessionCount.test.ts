import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { AGED_MS } from "../../../../src/core/inventory/freshness.ts";
import { atLeast, exactly, UNKNOWN_COUNT } from "../../../../src/core/model/count.ts";
import { countSessions as countOf } from "../../../../src/extension/table/sessionCount.ts";
import { hostState } from "./tableRows.ts";
import { momentAt } from "../../../support/momentAt.ts";

const alice = { sessionId: "a", userName: "alice" };
const problem = new AzureError({ kind: "unreachable", detail: "", maybeReceived: true });

const countSessions = (...[hosts, now]: [Parameters<typeof countOf>[0], Parameters<typeof countOf>[1]]) =>
  countOf(hosts, now, true);

describe("what is observed of hosts", () => {
  it("is how many sessions their answers name", () => {
    assert.deepEqual(countSessions([hostState("x", [alice]), hostState("y", [])], momentAt(AGED_MS, 7)), {
      at: 7,
      unread: 0,
      count: exactly(1),
    });
  });

  it("is no number where an answer is too old, or none came since", () => {
    assert.deepEqual(
      countSessions([hostState("x", [alice]), hostState("y", [], { at: AGED_MS })], momentAt(AGED_MS + 1, 7)),
      {
        at: 7,
        unread: 0,
        count: UNKNOWN_COUNT,
      },
    );
    assert.deepEqual(countSessions([hostState("x", [alice], { problem })], momentAt(0, 7)), {
      at: 7,
      unread: 0,
      count: UNKNOWN_COUNT,
    });
  });

  it("is no exact number while hosts may be missing", () => {
    assert.deepEqual(countOf([hostState("x", [alice])], momentAt(0, 7), false)?.count, atLeast(1));
    assert.deepEqual(countOf([hostState("x", [])], momentAt(0, 7), false)?.count, UNKNOWN_COUNT);
  });

  it("says how many hosts it leaves out, and is nothing where none was ever read", () => {
    assert.deepEqual(countSessions([hostState("x", [alice]), hostState("y", undefined, { problem })], momentAt(0, 7)), {
      at: 7,
      unread: 1,
      count: atLeast(1),
    });
    assert.deepEqual(
      countSessions([hostState("x", []), hostState("y", undefined, { problem })], momentAt(0, 7))?.count,
      {
        kind: "unknown",
      },
    );
    assert.equal(countSessions([hostState("y", undefined, { problem })], momentAt(0, 7)), undefined);
    assert.equal(countSessions([], momentAt(0, 7)), undefined);
  });
});
