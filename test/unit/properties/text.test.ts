import assert from "node:assert/strict";
import fc from "fast-check";
import { ageMinutes } from "../../../src/core/inventory/hostState.ts";
import { parseBastionHostId, parseResourceId, parseTargetId, resourcePath } from "../../../src/core/model/armId.ts";
import { messageText, plainText } from "../../../src/core/text/plainText.ts";
import { check } from "../../support/check.ts";
import { importWithStub } from "../../support/vscodeStub.ts";

const RUNS = 5_000;

const { formatAzureTime, formatDuration } = await importWithStub(() => import("../../../src/extension/ui/format.ts"));
const { formatSessionCount } = await importWithStub(() => import("../../../src/extension/ui/sessionText.ts"));

/** Everything that does something instead of being seen; U+200D joins emoji and is let through. */
const ACTING = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const nasty = fc.constantFrom(
  "\n",
  "\r\n",
  "\0",
  "\u001b[31m",
  "\u202E",
  "\u2066",
  "\u200B",
  "\u2028",
  "\u2029",
  "\uFEFF",
  "\uD800",
  "\uDC00",
  "\u{E0041}",
  "\u{1F468}\u200D\u{1F4BB}",
  "[x](command:evil)",
  "](",
  "$(",
  "$(check)",
  "$](",
  "](](",
  "<b>",
  "…",
  "x".repeat(500),
  "\u{1F44D}".repeat(120),
);
const text = fc
  .array(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), nasty), { maxLength: 8 })
  .map((parts) => parts.join(""));
const maxLength = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(200, 1000));

describe("Any text from Azure", () => {
  it("is shown without a character that acts, on one line, no longer than there is room", async () => {
    await check(
      fc.property(text, maxLength, (value, most) => {
        for (const shown of [plainText(value, most), messageText(value)]) {
          assert.doesNotMatch(shown, ACTING);
        }
        const shown = plainText(value, most);
        assert.ok(Array.from(shown).length <= most);
        assert.equal(plainText(shown, most), shown);
      }),
      RUNS,
    );
  });

  it("is no link and no icon in a message", async () => {
    await check(
      fc.property(text, (value) => assert.doesNotMatch(messageText(value), /\]\(|\$\(/)),
      RUNS,
    );
  });

  it("stays as it is where it is harmless and short", async () => {
    const harmless = fc
      .string({ unit: "grapheme", maxLength: 60 })
      .filter((value) => !ACTING.test(value) && value.length <= 200);
    await check(
      fc.property(harmless, (value) => assert.equal(plainText(value), value)),
      RUNS,
    );
  });
});

describe("Any id", () => {
  const name = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ019_.()'-")), minLength: 1 });
  const hostile = fc.constantFrom(
    ".",
    "..",
    "%2e%2e",
    "%2f",
    "a/b",
    "a\\b",
    "?",
    "#",
    "a b",
    "\n",
    "",
    "그룹(1)",
    "\u017F",
    "\u212A",
    "．．",
    "é",
    "e\u0301",
    "@",
    ":",
    "//evil.example",
    "\uD800",
  );
  const segment = fc.oneof({ weight: 12, arbitrary: name }, hostile, fc.string({ unit: "binary" }));
  /** Mostly the first. */
  const mostly = (usual: string, ...others: string[]) =>
    fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
  const likeAnId = fc
    .tuple(
      mostly("/", "//", "", "https://evil.example/", "/.//", "\\"),
      mostly("subscriptions", "SUBSCRIPTIONS", "ſubscriptions"),
      segment,
      mostly("resourceGroups", "resourcegroups", ".."),
      segment,
      mostly("providers", "Providers"),
      mostly("Microsoft.Network", ".."),
      mostly("bastionHosts", "BASTIONHOSTS", "bh-hostConnect"),
      segment,
      mostly("", "/", "/x", "?a=b", "#x", "\n"),
    )
    .map(
      ([start, a, s, b, g, c, namespace, type, last, end]) =>
        `${start}${[a, s, b, g, c, namespace, type, last].join("/")}${end}`,
    );
  const anything = fc.oneof({ weight: 6, arbitrary: likeAnId }, fc.string({ unit: "binary" }), fc.anything());
  const ORIGIN = "https://management.example";

  it("is no id, or makes a path that leads where it says and nowhere else", async () => {
    let read = 0;
    const property = fc.property(anything, (value) => {
      const id = parseResourceId(value);
      assert.deepEqual(parseBastionHostId(value) ?? id, id);
      assert.deepEqual(parseTargetId(value) ?? id, id);
      if (id) {
        read++;
        const path = resourcePath(id);
        const url = new URL(path, `${ORIGIN}/elsewhere/`);
        assert.equal(url.href, ORIGIN + path);
        assert.equal(url.pathname.split("/").length, 9);
        assert.deepEqual(parseResourceId(decodeURIComponent(url.pathname)), id);
      }
    });
    await check(property, RUNS);
    // If all were turned away at the door, the test would mean nothing. A repeated run is of one alone.
    assert.ok(read > RUNS / 20 || process.env["FC_PATH"] !== undefined, String(read));
  });
});

describe("Any length of time", () => {
  const minutes = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(undefined, 0, -1, 0.99, 1, 59.999, 60, 1439.5, 1440, Number.MAX_VALUE),
  );

  it("has words", async () => {
    await check(
      fc.property(minutes, (value) => assert.match(formatDuration(value), /\S/)),
      RUNS,
    );
  });

  it("has words that say it to the minute, or to the hour where it is days", async () => {
    const units: Readonly<Record<string, number>> = { d: 1440, h: 60, min: 1 };
    await check(
      fc.property(fc.double({ min: 1, max: 1e7, noNaN: true }), (value) => {
        const said = [...formatDuration(value).matchAll(/(\d+) (d|h|min)/g)].reduce(
          (sum, [, count, unit]) => sum + Number(count) * units[unit!]!,
          0,
        );
        assert.ok(said <= value && value - said < (value >= 1440 ? 60 : 1), formatDuration(value));
      }),
      RUNS,
    );
  });

  it("only grows while a list is shown, whatever the clock does", async () => {
    const list = { sessions: [], unreadable: 0, receivedAt: 1_000, receivedAtWall: new Date(0) };
    await check(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.double({ noNaN: true }), (durationMinutes, now) => {
        assert.ok(ageMinutes({ durationMinutes }, list, now)! >= durationMinutes);
      }),
      RUNS,
    );
  });
});

describe("Any count and any point in time", () => {
  it("has words", async () => {
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
    await check(
      fc.property(fc.oneof(azureTime, text), (value) => assert.equal(formatAzureTime(value) === "", value === "")),
      RUNS,
    );
    await check(
      fc.property(fc.nat(), (value) => assert.match(formatSessionCount(value), /session/)),
      RUNS,
    );
  });

  function words(...names: string[]) {
    return fc.constantFrom(...names);
  }
});
