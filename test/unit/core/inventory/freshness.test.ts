import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { AGED_MS, isFresh, isStillTrue, outdatedSince } from "../../../../src/core/inventory/freshness.ts";
import { ageMinutes, type SessionList } from "../../../../src/core/inventory/hostState.ts";
import { momentAt } from "../../../support/momentAt.ts";

const NIGHT = 8 * 3_600_000;
const problem = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: true });
const list: SessionList = { sessions: [], unreadable: 0, receivedAt: 1_000, receivedAtWall: new Date(50_000) };

describe("As of when? A list is still true", () => {
  const rows: readonly (readonly [
    name: string,
    passed: readonly [monotonic: number, wall: number],
    isTrue: boolean,
  ])[] = [
    ["when it comes", [0, 0], true],
    ["for three minutes", [AGED_MS, AGED_MS], true],
    ["no longer than that", [AGED_MS + 1, AGED_MS + 1], false],
    ["not after a night in which only the date went on", [0, NIGHT], false],
    ["not after a night in which the date was set back", [NIGHT, -NIGHT], false],
    ["when only the date was set back", [1_000, -NIGHT], true],
  ];
  for (const [name, [monotonic, wall], isTrue] of rows) {
    const now = momentAt(1_000 + monotonic, 50_000 + wall);
    it(name, () => {
      assert.equal(isStillTrue({ list }, now), isTrue);
      assert.deepEqual(outdatedSince({ list }, now), isTrue ? undefined : list.receivedAtWall);
    });
  }

  it("not when the host failed since, or was never listed", () => {
    const now = momentAt(1_000, 50_000);
    assert.deepEqual([isStillTrue({ list, problem }, now), isStillTrue({}, now)], [false, false]);
    assert.deepEqual([outdatedSince({ list, problem }, now), outdatedSince({}, now)], [list.receivedAtWall, undefined]);
  });
});

describe("As of when? After a night's sleep", () => {
  const morning = momentAt(1_000, 50_000 + NIGHT);

  it("a list is asked for again before anything is said on the strength of it", () => {
    assert.equal(isFresh({ list }, morning), false);
    assert.equal(isFresh({ list }, morning, { since: momentAt(1_001, 50_000 + NIGHT) }), false);
  });

  it("a session has lasted longer by the night", () => {
    assert.equal(ageMinutes({ durationMinutes: 10 }, list, morning), 10 + NIGHT / 60_000);
  });
});
