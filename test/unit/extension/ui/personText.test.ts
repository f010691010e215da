import assert from "node:assert/strict";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import { importWithStub } from "../vscodeStub.ts";

const { loggedTexts } = await importWithStub(() => import("../../../../src/extension/ui/personText.ts"));

/** What is said of the person by a record that is the session's for certain. */
function saidBy(connection: Partial<Connection>): string | undefined {
  return loggedTexts({ confidence: "exact", candidates: [connection as Connection] }).person;
}

describe("what is said of the person behind a session", () => {
  it("names the log once, whether the log names the person or not", () => {
    assert.equal(saidBy({ person: "ann@contoso.com" }), "ann@contoso.com (from the audit log)");
    assert.equal(saidBy({}), "not named in the log");
    assert.equal(saidBy({ resourceType: "BSL" }), "shareable link (from the audit log)");
  });
});
