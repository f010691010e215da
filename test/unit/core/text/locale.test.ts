import assert from "node:assert/strict";
import { intlLocale } from "../../../../src/core/text/locale.ts";

describe("A locale as Intl takes it", () => {
  const cases: readonly (readonly [kind: string, locale: string | undefined, tag: string | undefined])[] = [
    ["a tag", "de", "de"],
    ["a tag in lower case", "pt-br", "pt-BR"],
    ["a tag with extensions", "en-US-u-va-posix", "en-US-u-va-posix"],
    ["a pseudo language", "qps-ploc", "qps-Ploc"],
    ["Chromium's under LANG=C", "en-US@posix", "en-US"],
    ["POSIX with an encoding", "de_DE.UTF-8", "de-DE"],
    ["POSIX with a modifier", "sr_RS@latin", "sr-RS"],
    ["POSIX without a language", "C", undefined],
    ["POSIX without a language, with an encoding", "C.UTF-8", undefined],
    ["something else", "not a locale", undefined],
    ["an empty text", "", undefined],
    ["nothing", undefined, undefined],
  ];
  for (const [kind, locale, tag] of cases) {
    it(`is ${tag ?? "the default"} for ${kind}`, () => {
      assert.equal(intlLocale(locale), tag);
      assert.equal(typeof new Intl.NumberFormat(intlLocale(locale)).format(1), "string");
    });
  }
});
