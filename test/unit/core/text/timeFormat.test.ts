import assert from "node:assert/strict";
import { timeFormat, utcTime } from "../../../../src/core/text/timeFormat.ts";

const AT = Date.UTC(2026, 10, 28, 21, 25, 22);

describe("A time on screen", () => {
  const shown = (locale: string, zone: string, now = AT) => {
    const { clock, recent, second } = timeFormat(locale, zone);
    // Newer versions of Intl have a narrow space before PM.
    return [clock(AT), recent(AT, new Date(now)), second(AT)].map((text) => text.replaceAll("\u202F", " "));
  };

  it("is in the display language, whatever the system's is", () => {
    assert.deepEqual(shown("en", "UTC"), ["9:25 PM", "9:25 PM", "Nov 28, 2026, 9:25:22 PM"]);
    assert.deepEqual(shown("de", "UTC"), ["21:25", "21:25", "28.11.2026, 21:25:22"]);
    assert.deepEqual(shown("ko", "UTC"), ["오후 9:25", "오후 9:25", "2026. 11. 28. 오후 9:25:22"]);
  });

  it("has a date unless that is today's, in the zone in which it is shown", () => {
    const later = AT + 3 * 3_600_000;
    assert.equal(shown("en", "UTC", later)[1], "Nov 28, 2026, 9:25 PM");
    assert.equal(shown("en", "Asia/Seoul", later)[1], "6:25 AM");
  });

  it("is in the machine's zone where the name of a zone isn't known", () => {
    for (const zone of ["Not/AZone", "", "Etc/Unknown", ":UTC"]) {
      assert.equal(timeFormat("en", zone).second(AT), timeFormat("en").second(AT), zone);
    }
  });
});

describe("A time that leaves the screen", () => {
  it("is in UTC and says so", () => {
    assert.equal(utcTime(new Date(AT)), "2026-11-28 21:25:22 UTC");
    assert.equal(utcTime("2026-11-28T21:25:22.123Z"), "2026-11-28 21:25:22 UTC");
  });

  it("stays as it is if it is no such time", () => assert.equal(utcTime("2026-11-28T21:25:22"), "2026-11-28T21:25:22"));
});
