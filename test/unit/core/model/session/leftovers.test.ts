import assert from "node:assert/strict";
import fc from "fast-check";
import { suspectedLeftovers } from "../../../../../src/core/model/session/leftovers.ts";
import type { BastionSession } from "../../../../../src/core/model/session/session.ts";

const who = { userName: "alice", targetHostName: "vm-1", protocol: "SSH" };
const at = (second: number): string => `2026-03-01T10:00:${String(second).padStart(2, "0")}.0000000Z`;

function found(sessions: readonly BastionSession[]): (string | undefined)[][] {
  return suspectedLeftovers(sessions, (session) => session).map((group) => group.map(({ sessionId }) => sessionId));
}

describe("Suspected leftovers", () => {
  const cases: readonly (readonly [name: string, sessions: readonly BastionSession[], groups: string[][]])[] = [
    [
      "one user's on one machine that began together",
      [
        { ...who, sessionId: "a", startTime: at(3) },
        { ...who, sessionId: "b", startTime: at(1) },
      ],
      [["b", "a"]],
    ],
    [
      "a chain of them, each close to the one before",
      [0, 5, 10].map((second) => ({ ...who, sessionId: String(second), startTime: at(second) })),
      [["0", "5", "10"]],
    ],
    [
      "two groups of them",
      [0, 1, 30, 31].map((second) => ({ ...who, sessionId: String(second), startTime: at(second) })),
      [
        ["0", "1"],
        ["30", "31"],
      ],
    ],
    [
      "by their durations where Azure gives no start time",
      [
        { ...who, sessionId: "a", durationMinutes: 10 },
        { ...who, sessionId: "b", durationMinutes: 10.05 },
      ],
      [["b", "a"]],
    ],
    [
      "not those that began too far apart",
      [
        { ...who, sessionId: "a", startTime: at(0) },
        { ...who, sessionId: "b", startTime: at(6) },
      ],
      [],
    ],
    [
      "not those of several users",
      [
        { ...who, sessionId: "a", startTime: at(0) },
        { ...who, userName: "bob", sessionId: "b", startTime: at(0) },
      ],
      [],
    ],
    [
      "not those to several machines",
      [
        { ...who, sessionId: "a", startTime: at(0) },
        { ...who, targetHostName: "vm-2", sessionId: "b", startTime: at(0) },
      ],
      [],
    ],
    [
      "not those of several protocols",
      [
        { ...who, sessionId: "a", startTime: at(0) },
        { ...who, protocol: "RDP", sessionId: "b", startTime: at(0) },
      ],
      [],
    ],
    [
      "not those of nobody",
      [
        { targetHostName: "vm-1", startTime: at(0) },
        { targetHostName: "vm-1", startTime: at(0) },
      ],
      [],
    ],
    ["not those of which it is not known when they began", [who, who], []],
    [
      "not a start time beside a duration",
      [
        { ...who, startTime: at(0) },
        { ...who, durationMinutes: 0 },
      ],
      [],
    ],
  ];
  for (const [name, sessions, groups] of cases) {
    it(`are ${name}`, () => assert.deepEqual(found(sessions), groups));
  }

  it("are the same in whatever order Azure lists them, and no session is in two groups", () => {
    const session = fc.record({
      userName: fc.constantFrom("a", "b"),
      targetHostName: fc.constantFrom("x", "y"),
      startTime: fc.integer({ min: 0, max: 59 }).map(at),
    });
    const list = fc
      .array(session, { maxLength: 12 })
      .map((sessions) => sessions.map((one, index) => ({ ...one, sessionId: String(index) })));
    const both = list.chain((sessions) =>
      fc.tuple(fc.constant(sessions), fc.shuffledSubarray(sessions, { minLength: sessions.length })),
    );
    fc.assert(
      fc.property(both, ([sessions, shuffled]) => {
        const sorted = (groups: readonly (readonly (string | undefined)[])[]) =>
          groups.map((group) => group.toSorted().join()).toSorted();
        assert.deepEqual(sorted(found(sessions)), sorted(found(shuffled)));
        const all = found(sessions).flat();
        assert.equal(new Set(all).size, all.length);
      }),
    );
  });

  it("are not those of two people who use one account, as far as people are known", () => {
    const start = (sessionId: string, second: number): BastionSession => ({
      sessionId,
      userName: "azureuser",
      targetHostName: "vm-1",
      protocol: "SSH",
      startTime: `2026-01-02T03:04:0${second}Z`,
    });
    const sessions = [start("a1", 1), start("b1", 2), start("a2", 3), start("x", 4)];
    const people: Readonly<Record<string, string>> = { a1: "ann", a2: "ann", b1: "bob" };
    const groups = (known: (id: string) => boolean) =>
      suspectedLeftovers(
        sessions,
        (session) => session,
        ({ sessionId = "" }) => (known(sessionId) ? (people[sessionId] ?? "") : ""),
      ).map((group) => group.map(({ sessionId }) => sessionId));
    assert.deepEqual(
      groups(() => true),
      [["a1", "a2"]],
    );
    assert.deepEqual(
      groups((id) => id === "a1"),
      [["a1", "b1", "a2", "x"]],
    );
  });
});
