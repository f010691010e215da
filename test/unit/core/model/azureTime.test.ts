import assert from "node:assert/strict";
import { parseAzureTime } from "../../../../src/core/model/azureTime.ts";
import { withCredibleTimes } from "../../../../src/core/model/credibleTimes.ts";
import { suspectedLeftovers } from "../../../../src/core/model/session/leftovers.ts";

describe("A time as Azure writes it", () => {
  const cases: readonly (readonly [kind: string, text: string, read: string | undefined])[] = [
    ["seven decimals", "2024-07-23T16:07:52.6952576Z", "2024-07-23T16:07:52.000Z"],
    ["Azure's own example, with digits left out", "2019-1-1T12:00:00.0000Z", "2019-01-01T12:00:00.000Z"],
    ["no zone, which is UTC", "2026-03-01T10:00:00", "2026-03-01T10:00:00.000Z"],
    ["an offset to the east", "2026-03-01T10:00:00+09:00", "2026-03-01T01:00:00.000Z"],
    ["an offset to the west", "2026-03-01T10:00:00-05:30", "2026-03-01T15:30:00.000Z"],
    ["the time of .NET that was never set", "0001-01-01T00:00:00", undefined],
    ["the same with an offset", "0001-01-01T00:00:00-08:00", undefined],
    ["the first second of Unix", "1970-01-01T00:00:00Z", undefined],
    ["the first second of Windows", "1601-01-01T00:00:00Z", undefined],
    ["the year before Azure Bastion", "2018-12-31T23:59:59Z", undefined],
    ["a day that there is not", "2026-02-30T10:00:00Z", undefined],
    ["an hour that there is not", "2026-02-01T25:00:00Z", undefined],
    ["a minute that there is not", "2026-02-01T10:61:00Z", undefined],
    ["no time", "soon", undefined],
  ];
  for (const [kind, text, read] of cases) {
    it(`is ${read ?? "no time"} for ${kind}`, () => assert.equal(parseAzureTime(text)?.toISOString(), read));
  }
});

describe("The times of a session", () => {
  const answered = new Date("2026-03-01T10:00:00Z");
  const UNKNOWN = undefined;
  const cases: readonly (readonly [
    kind: string,
    startTime: string | undefined,
    minutes: number | undefined,
    knownStart: string | undefined,
    knownMinutes: number | undefined,
    at?: Date,
  ])[] = [
    ["both are likely", "2026-03-01T09:00:00Z", 60, "2026-03-01T09:00:00Z", 60],
    ["neither is given", UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    ["the start was never set", "0001-01-01T00:00:00", 180, UNKNOWN, 180],
    ["the start was never set, and the duration neither", "0001-01-01T00:00:00", 0, UNKNOWN, UNKNOWN],
    ["the duration counts from a start that was never set", "0001-01-01T00:00:00", 1_065_000_000, UNKNOWN, UNKNOWN],
    ["the start is Unix's first second", "1970-01-01T00:00:00Z", 29_000_000, UNKNOWN, UNKNOWN],
    ["the start is .NET's last moment", "9999-12-31T23:59:59.9999999Z", 5, UNKNOWN, 5],
    ["the start is an hour after the answer", "2026-03-01T11:00:00Z", 5, UNKNOWN, 5],
    [
      "the start is after the answer, by no more than clocks differ",
      "2026-03-01T10:05:00Z",
      0,
      "2026-03-01T10:05:00Z",
      0,
    ],
    [
      "the start is after the answer only in its own zone",
      "2026-03-01T12:00:00+09:00",
      5,
      "2026-03-01T12:00:00+09:00",
      5,
    ],
    ["the start is no time", "soon", 5, "soon", 5],
    ["the start was never set, in another form", "01/01/0001 00:00:00", 0, UNKNOWN, UNKNOWN],
    ["the start was never set, in words", "Mon, 01 Jan 0001 00:00:00 GMT", 5, UNKNOWN, 5],
    ["the start was never set, with a zone of another form", "0001-01-01T00:00:00+0000", 5, UNKNOWN, 5],
    ["the start is a date that there isn't", "0000-00-00T00:00:00Z", 5, UNKNOWN, 5],
    ["the start is .NET's last moment, in another form", "12/31/9999 23:59:59", 5, UNKNOWN, 5],
    ["the start is in another form", "03/01/2026 09:00:00", 5, "03/01/2026 09:00:00", 5],
    ["the start is in another form, without a year", "09:00:00.0000", 5, "09:00:00.0000", 5],
    ["the session has just begun", "2026-03-01T10:00:00Z", 0, "2026-03-01T10:00:00Z", 0],
    ["this machine's clock is in 1970", "2026-03-01T11:00:00Z", 5, "2026-03-01T11:00:00Z", 5, new Date(0)],
    ["this machine's clock is in 1970, and the start was never set", "0001-01-01T00:00:00", 5, UNKNOWN, 5, new Date(0)],
  ];
  for (const [kind, startTime, durationMinutes, knownStart, knownMinutes, at = answered] of cases) {
    it(`are known as far as they can be right: ${kind}`, () => {
      const given = {
        ...(startTime !== undefined && { startTime }),
        ...(durationMinutes !== undefined && { durationMinutes }),
      };
      assert.deepEqual(withCredibleTimes({ sessionId: "a", ...given }, at), {
        sessionId: "a",
        ...(knownStart !== undefined && { startTime: knownStart }),
        ...(knownMinutes !== undefined && { durationMinutes: knownMinutes }),
      });
    });
  }

  it("make no leftovers of sessions whose start is not known", () => {
    const who = { userName: "alice", targetHostName: "vm-1", protocol: "SSH", startTime: "0001-01-01T00:00:00" };
    for (const minutes of [[180, 660], [0, 0], []]) {
      const sessions = [0, 1].map((index) => {
        const durationMinutes = minutes[index];
        return { ...who, sessionId: String(index), ...(durationMinutes !== undefined && { durationMinutes }) };
      });
      const known = sessions.map((session) => withCredibleTimes(session, answered));
      assert.deepEqual(
        suspectedLeftovers(known, (session) => session),
        [],
        `durations ${minutes.join()}`,
      );
    }
  });
});
