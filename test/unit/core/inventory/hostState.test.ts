import assert from "node:assert/strict";
import {
  ageMinutes,
  renewedStates,
  sessionStates,
  type SessionList,
} from "../../../../src/core/inventory/hostState.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { momentAt } from "../../../support/momentAt.ts";

const none = new Map();
const ids = (sessions: readonly BastionSession[]) =>
  sessionStates(sessions, none).map(({ session }) => session.sessionId);
const keys = (sessions: readonly BastionSession[]) => sessionStates(sessions, none).map(({ key }) => key);

describe("sessionStates", () => {
  it("puts the longest first and unknown durations last", () => {
    assert.deepEqual(
      ids([
        { sessionId: "a", durationMinutes: 1 },
        { sessionId: "b" },
        { sessionId: "c", durationMinutes: 90.5 },
        { sessionId: "d", durationMinutes: 0 },
      ]),
      ["c", "a", "d", "b"],
    );
  });

  it("tells ids apart that differ in case only", () => {
    assert.equal(new Set(keys([{ sessionId: "a" }, { sessionId: "A" }])).size, 2);
  });

  it("gives sessions without an id keys that are unique and last over answers, while they age", () => {
    const first = keys([
      { userName: "x", durationMinutes: 1 },
      { userName: "x", durationMinutes: 2 },
      { userName: "y" },
    ]);
    assert.equal(new Set(first).size, 3);
    assert.deepEqual(
      new Set(
        keys([
          { userName: "y", durationMinutes: 3 },
          { userName: "x", durationMinutes: 9 },
          { userName: "x", durationMinutes: 8 },
        ]),
      ),
      new Set(first),
    );
  });

  it("does not mistake an id for the content of a session without one", () => {
    const [anonymous = ""] = keys([{ userName: "x" }]);
    assert.notEqual(keys([{ sessionId: anonymous }])[0], anonymous);
  });

  it("keeps saying what is being done to a session", () => {
    const [state] = sessionStates([{ sessionId: "a" }], new Map([["id:a", "disconnecting" as const]]));
    assert.equal(state?.work, "disconnecting");
  });
});

describe("ageMinutes", () => {
  const list: SessionList = { sessions: [], unreadable: 0, receivedAt: 1_000, receivedAtWall: new Date(0) };

  it("is the reported duration and the time since the answer came", () => {
    assert.equal(ageMinutes({ durationMinutes: 10.5 }, list, momentAt(91_000)), 12);
  });

  it("is not guessed", () =>
    assert.equal(ageMinutes({ startTime: "2020-01-01T00:00:00Z" }, list, momentAt(91_000)), undefined));
});

describe("renewedStates", () => {
  const before = sessionStates(
    [
      { sessionId: "a", durationMinutes: 9 },
      { sessionId: "b", durationMinutes: 8 },
    ],
    none,
  );
  const order = (sessions: readonly BastionSession[]) =>
    renewedStates(before, sessions, none).map(
      ({ session }) => `${session.sessionId ?? ""} ${String(session.durationMinutes)}`,
    );

  it("keeps the rows in their order where nothing but durations differ, and takes the new durations", () => {
    assert.deepEqual(
      order([
        { sessionId: "b", durationMinutes: 10.2 },
        { sessionId: "a", durationMinutes: 10.1 },
      ]),
      ["a 10.1", "b 10.2"],
    );
  });

  it("puts them in order where anything else differs", () => {
    assert.deepEqual(
      order([
        { sessionId: "b", durationMinutes: 10.2 },
        { sessionId: "a", durationMinutes: 10.1, userName: "alice" },
      ]),
      ["b 10.2", "a 10.1"],
    );
    assert.deepEqual(
      order([
        { sessionId: "c", durationMinutes: 10.2 },
        { sessionId: "a", durationMinutes: 10.1 },
      ]),
      ["c 10.2", "a 10.1"],
    );
  });
});
