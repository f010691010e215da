import assert from "node:assert/strict";
import { importWithStub } from "../../vscodeStub.ts";

const { startObjection } = await importWithStub(
  () => import("../../../../../src/extension/commands/incident/incidentSteps.ts"),
);

const NOW = Date.UTC(2026, 7, 20, 12, 0, 30);

describe("The start of an incident's range", () => {
  it("must be in the past, for the end can't be later than now", () => {
    assert.equal(startObjection(NOW - 1, NOW), undefined);
    assert.equal(startObjection(NOW, NOW), "The start must be in the past.");
    assert.equal(startObjection(NOW + 60_000, NOW), "The start must be in the past.");
  });
});
