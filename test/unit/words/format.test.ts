import assert from "node:assert/strict";
import fc from "fast-check";
import { ageMinutes } from "../../../src/core/inventory/hostState.ts";
import { exactly } from "../../../src/core/model/count.ts";
import { importWithStub } from "../extension/vscodeStub.ts";
import { momentAt } from "../../support/momentAt.ts";

const RUNS = 5_000;

const { formatAzureTime, formatDuration, formatNumber, formatTime } = await importWithStub(
  () => import("../../../src/words/format.ts"),
);
const { formatSessionCount } = await importWithStub(() => import("../../../src/words/sessionText.ts"));

describe("Any length of time", () => {
  const minutes = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(undefined, 0, -1, 0.99, 1, 59.999, 60, 1439.5, 1440, Number.MAX_VALUE),
  );

  it("has words", () => {
    fc.assert(
      fc.property(minutes, (value) => assert.match(formatDuration(value), /\S/)),
      { numRuns: RUNS },
    );
  });

  it("has words that say it to the minute, or to the hour where it is days", () => {
    const units: Readonly<Record<string, number>> = { d: 1440, h: 60, min: 1 };
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e7, noNaN: true }), (value) => {
        const said = [...formatDuration(value).matchAll(/([\d,]+) (d|h|min)/g)].reduce(
          (sum, [, count, unit]) => sum + Number(count!.replaceAll(",", "")) * units[unit!]!,
          0,
        );
        assert.ok(said <= value && value - said < (value >= 1440 ? 60 : 1), formatDuration(value));
      }),
      { numRuns: RUNS },
    );
  });

  it("only grows while a list is shown, whatever the clock does", () => {
    const list = { sessions: [], unreadable: 0, receivedAt: 1_000, receivedAtWall: new Date(0) };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.double({ noNaN: true }), (durationMinutes, now) => {
        assert.ok(ageMinutes({ durationMinutes }, list, momentAt(now))! >= durationMinutes);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("A count and a time of day", () => {
  it("have one format", () => {
    assert.equal(formatNumber(12_950), new Intl.NumberFormat().format(12_950));
    const now = new Date(2026, 2, 1, 14, 10);
    assert.equal(formatTime(now, now), new Intl.DateTimeFormat(undefined, { timeStyle: "short" }).format(now));
  });
});

describe("Any count and any point in time", () => {
  it("has words", () => {
    const digits = fc.nat(99).map((value) => String(value).padStart(2, "0"));
    const time = fc.tuple(
      fc.integer({ min: 0, max: 9999 }),
      digits,
      digits,
      digits,
      digits,
      digits,
      words("", ".5", ".1234567", ".x"),
      words("Z", "", "+00:00", "-07:00"),
    );
    const azureTime = time.map(
      ([y, mo, d, h, mi, s, fraction, zone]) =>
        `${String(y).padStart(4, "0")}-${mo}-${d}T${h}:${mi}:${s}${fraction}${zone}`,
    );
    fc.assert(
      fc.property(fc.oneof(azureTime, fc.string({ unit: "binary" })), (value) =>
        assert.equal(formatAzureTime(value) === "", value === ""),
      ),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.nat(), (value) => assert.match(formatSessionCount(exactly(value)), /session/)),
      { numRuns: RUNS },
    );
  });

  function words(...names: string[]) {
    return fc.constantFrom(...names);
  }
});
