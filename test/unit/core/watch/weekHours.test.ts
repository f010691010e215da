import assert from "node:assert/strict";
import { assert as check, date, integer, property, string, tuple } from "fast-check";
import { isOutside, parseWeekHours } from "../../../../src/core/watch/weekHours.ts";

/** Runs something in a time zone. */
function inZone(zone: string, run: () => void): void {
  const before = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    assert.equal(Intl.DateTimeFormat().resolvedOptions().timeZone, zone);
    run();
  } finally {
    if (before === undefined) {
      delete process.env["TZ"];
    } else {
      process.env["TZ"] = before;
    }
  }
}

function outside(text: string, at: string): boolean {
  const hours = parseWeekHours(text);
  assert.ok(hours, text);
  return isOutside(hours, new Date(at));
}

const WORK = [1, 2, 3, 4, 5];
const ALL = [0, 1, 2, 3, 4, 5, 6];

describe("Hours of a week", () => {
  type Range = readonly [days: readonly number[], from: number, to: number];
  const right: readonly (readonly [text: string, ...ranges: Range[]])[] = [
    ["Mon-Fri 07:00-19:00", [WORK, 420, 1140]],
    ["mon-fri 7:00 - 19:00", [WORK, 420, 1140]],
    ["Monday-Friday 07:00–19:00", [WORK, 420, 1140]],
    ["Sat 09:00-12:00", [[6], 540, 720]],
    ["Sat,Sun 09:00-12:00", [[0, 6], 540, 720]],
    ["Mon, Wed-Fri 09:00-12:00", [[1, 3, 4, 5], 540, 720]],
    ["Mon-Wed,Wed 09:00-12:00", [[1, 2, 3], 540, 720]],
    ["Fri-Mon 08:00-16:00", [[0, 1, 5, 6], 480, 960]],
    ["Mon-Mon 08:00-16:00", [[1], 480, 960]],
    ["Sun-Sat 08:00-16:00", [ALL, 480, 960]],
    ["07:00-19:00", [ALL, 420, 1140]],
    ["Mon-Fri 07:00-19:00, Sat 09:00-12:00", [WORK, 420, 1140], [[6], 540, 720]],
    ["Mon-Fri 08:00-12:00, 13:00-17:00", [WORK, 480, 720], [WORK, 780, 1020]],
    ["Sat 00:00-24:00", [[6], 0, 1440]],
    ["Fri 22:00-06:00", [[5], 1320, 360]],
    ["Fri 22:00-00:00", [[5], 1320, 0]],
  ];
  for (const [text, ...ranges] of right) {
    it(`are read: ${text}`, () =>
      assert.deepEqual(parseWeekHours(` ${text} `), {
        text,
        ranges: ranges.map(([days, from, to]) => ({ days, from, to })),
      }));
  }

  for (const text of [
    "",
    ",",
    "Mon-Fri",
    "Mon-Fri 07:00-19:00, Sat",
    "Mon-Fri 07:00-19:00,",
    "Mon-Fri 7-19",
    "Mon-Fri 07:00",
    "Mon-Fri 07:60-19:00",
    "Mon-Fri 07:00-25:00",
    "Mon-Fri 07:00-24:01",
    "Mon-Fri 24:00-07:00",
    "Mon-Fri 07:00-07:00",
    "Mo-Fr 07:00-19:00",
    "월-금 07:00-19:00",
    "Mon-Wed-Fri 07:00-19:00",
    "Mon Fri 07:00-19:00",
    "Mon-Fri 07:00-19:00 UTC",
    "Mon-Fri 07:00-19:00; Sat 09:00-12:00",
  ]) {
    it(`aren't read: ${JSON.stringify(text)}`, () => assert.equal(parseWeekHours(text), undefined));
  }

  const days = "Mon-Fri 07:00-19:00, Sat 09:00-12:00";
  const night = "Fri 22:00-06:00";
  const table: readonly (readonly [zone: string, text: string, at: string, isOut: boolean])[] = [
    // 2026-11-27 is a Friday.
    ["UTC", days, "2026-11-27T06:59:59Z", true],
    ["UTC", days, "2026-11-27T07:00:00Z", false],
    ["UTC", days, "2026-11-27T18:59:59Z", false],
    ["UTC", days, "2026-11-27T19:00:00Z", true],
    ["UTC", days, "2026-11-28T09:00:00Z", false],
    ["UTC", days, "2026-11-28T12:00:00Z", true],
    ["UTC", days, "2026-11-29T10:00:00Z", true],
    ["Europe/Berlin", days, "2026-11-27T06:00:00Z", false],
    ["Europe/Berlin", days, "2026-11-27T18:00:00Z", true],
    // Summer time: an hour earlier in UTC.
    ["Europe/Berlin", days, "2026-06-26T05:00:00Z", false],
    ["Europe/Berlin", days, "2026-06-26T17:00:00Z", true],
    // Sunday evening in UTC is Monday morning.
    ["Asia/Seoul", days, "2026-11-29T22:30:00Z", false],
    ["Asia/Seoul", days, "2026-11-29T21:30:00Z", true],
    // Friday evening in UTC is Friday morning.
    ["America/Los_Angeles", days, "2026-11-27T19:00:00Z", false],
    ["America/St_Johns", "Fri 07:00-19:00", "2026-11-27T10:30:00Z", false],
    ["America/St_Johns", "Fri 07:00-19:00", "2026-11-27T10:29:59Z", true],
    // Past midnight the night belongs to the day on which it began.
    ["UTC", night, "2026-11-27T21:59:00Z", true],
    ["UTC", night, "2026-11-27T22:00:00Z", false],
    ["UTC", night, "2026-11-28T05:59:00Z", false],
    ["UTC", night, "2026-11-28T06:00:00Z", true],
    ["UTC", night, "2026-11-27T03:00:00Z", true],
    ["UTC", night, "2026-11-28T22:30:00Z", true],
    ["UTC", "Sat 22:00-06:00", "2026-11-29T05:00:00Z", false],
    ["UTC", "Fri 22:00-00:00", "2026-11-27T23:59:00Z", false],
    ["UTC", "Fri 22:00-00:00", "2026-11-28T00:00:00Z", true],
    ["UTC", "Sat 00:00-24:00", "2026-11-28T23:59:59Z", false],
    ["UTC", "Sat 00:00-24:00", "2026-11-29T00:00:00Z", true],
    ["UTC", "Fri-Mon 08:00-16:00", "2026-11-30T09:00:00Z", false],
    ["UTC", "Fri-Mon 08:00-16:00", "2026-12-01T09:00:00Z", true],
    // 02:00 to 03:00 isn't there on 2026-03-29, and there twice on 2026-10-25.
    ["Europe/Berlin", "Sun 02:00-03:00", "2026-03-29T00:59:00Z", true],
    ["Europe/Berlin", "Sun 02:00-03:00", "2026-03-29T01:00:00Z", true],
    ["Europe/Berlin", "Sun 02:00-03:00", "2026-10-25T00:30:00Z", false],
    ["Europe/Berlin", "Sun 02:00-03:00", "2026-10-25T01:30:00Z", false],
    ["Europe/Berlin", "Sun 02:00-03:00", "2026-10-25T02:00:00Z", true],
    ["Europe/Berlin", "Sat 22:00-02:30", "2026-10-25T01:29:00Z", false],
    ["Europe/Berlin", "Sat 22:00-02:30", "2026-10-25T01:30:00Z", true],
  ];
  for (const [zone, text, at, isOut] of table) {
    it(`${text} ${isOut ? "don't have" : "have"} ${at} in ${zone}`, () =>
      inZone(zone, () => assert.equal(outside(text, at), isOut)));
  }

  it("past midnight are those before and those after", () => {
    const at = date({ noInvalidDate: true, min: new Date("2026-01-01"), max: new Date("2027-01-01") });
    inZone("Europe/Berlin", () =>
      check(
        property(integer({ min: 1, max: 23 }), at, (hour, moment) => {
          const time = `${hour}:00`;
          const [past, before, after] = [`Fri 23:30-${time}`, "Fri 23:30-24:00", `Sat 0:00-${time}`].map((text) => {
            const hours = parseWeekHours(text);
            return hours && isOutside(hours, moment);
          });
          assert.equal(past, before === true && after === true);
        }),
      ),
    );
  });

  it("are read from any text without an error", () => {
    check(property(string(), (text) => void parseWeekHours(text)));
    check(property(tuple(string(), string()), ([a, b]) => assert.doesNotThrow(() => parseWeekHours(`Mon ${a}-${b}`))));
  });
});
