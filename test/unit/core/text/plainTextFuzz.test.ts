import assert from "node:assert/strict";
import fc from "fast-check";
import { messageText, plainText } from "../../../../src/core/text/plainText.ts";

const RUNS = 5_000;

/** Everything that does something instead of being seen; emoji need U+200D and U+FE0E/F, which are let through. */
const ACTING = /(?!\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

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
  "\u{E0100}",
  "\u3164",
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
  it("is shown without a character that acts, on one line, no longer than there is room", () => {
    fc.assert(
      fc.property(text, maxLength, (value, most) => {
        for (const shown of [plainText(value, most), messageText(value)]) {
          assert.doesNotMatch(shown, ACTING);
        }
        const shown = plainText(value, most);
        assert.ok(Array.from(shown).length <= most);
        assert.equal(plainText(shown, most), shown);
      }),
      { numRuns: RUNS },
    );
  });

  it("is no link and no icon in a message", () => {
    fc.assert(
      fc.property(text, (value) => assert.doesNotMatch(messageText(value), /\]\(|\$\(/)),
      { numRuns: RUNS },
    );
  });

  it("stays as it is where it is harmless and short", () => {
    const harmless = fc
      .string({ unit: "grapheme", maxLength: 60 })
      .filter((value) => !ACTING.test(value) && value.length <= 200);
    fc.assert(
      fc.property(harmless, (value) => assert.equal(plainText(value), value)),
      { numRuns: RUNS },
    );
  });
});
