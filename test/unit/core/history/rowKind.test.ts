import assert from "node:assert/strict";
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import { foldRecords } from "../../../../src/core/history/fold.ts";
import { at, connectRow, disconnectRow } from "./testRows.ts";

describe("A row's kind", () => {
  const told = (row: AuditRecord) => {
    const { connections, failures } = foldRecords([row]);
    return [connections.map(({ hasEnded, endOnly }) => [hasEnded, endOnly === true]), failures.length];
  };
  const START = [[[false, false]], 0];
  const END = [[[true, true]], 0];
  const { operation: _operation, message: _message, ...wordless } = connectRow();

  it("is a start, though it has a duration or its own time as an end", () => {
    assert.deepEqual(told(connectRow({ durationMs: 120 })), START);
    assert.deepEqual(told(connectRow({ ended: at("10:00:00") })), START);
    assert.deepEqual(told(wordless), START);
    assert.deepEqual(told(connectRow({ message: "Tunnel opened." })), START);
  });

  it("is an end where only its duration says so", () => {
    assert.deepEqual(told({ ...wordless, durationMs: 40_000 }), END);
    assert.deepEqual(told({ ...wordless, operation: "terminate", durationMs: 40_000 }), END);
  });

  it("is an end, though it failed", () => {
    assert.deepEqual(told(disconnectRow({ message: "Disconnected: keepalive failed" })), END);
    assert.deepEqual(told(disconnectRow({ message: "Login Failed" })), [[], 1]);
  });
});
