import assert from "node:assert/strict";
import { formatNumber } from "../../../src/words/format.ts";
import { useLanguage } from "../../../src/words/language.ts";
import { plural, pluralForms } from "../../../src/words/plural.ts";

const RUSSIAN = {
  "{0} hosts": "{0} хоста",
  "{0} hosts/one": "{0} хост",
  "{0} hosts/few": "{0} хоста",
  "{0} hosts/many": "{0} хостов",
};

describe("a text with a number", () => {
  const hosts = (count: number) => plural("{0} hosts", count, formatNumber(count));

  afterEach(() => useLanguage("en"));

  it("is in English without a translation", () => {
    assert.deepEqual([0, 2, 21, 1_000].map(hosts), ["0 hosts", "2 hosts", "21 hosts", "1,000 hosts"]);
  });

  it("has the form that the language has for the number", () => {
    useLanguage("ru", RUSSIAN);
    assert.deepEqual([2, 5, 21, 112].map(hosts), ["2 хоста", "5 хостов", "21 хост", "112 хостов"]);
  });

  it("is the translation itself where the language has no further form", () => {
    useLanguage("ko", { "{0} hosts": "호스트 {0}개" });
    assert.deepEqual([2, 5, 12_950].map(hosts), ["호스트 2개", "호스트 5개", "호스트 12,950개"]);
  });

  it("formats numbers as the language does, also after another one", () => {
    useLanguage("de", { "{0} hosts": "{0} Hosts" });
    assert.equal(hosts(12_950), "12.950 Hosts");
  });

  it("gives all of its forms for what fills them in elsewhere", () => {
    useLanguage("ru", RUSSIAN);
    assert.deepEqual(pluralForms("{0} hosts"), {
      one: "{0} хост",
      few: "{0} хоста",
      many: "{0} хостов",
      other: "{0} хоста",
    });
    useLanguage("ko", { "{0} hosts": "호스트 {0}개" });
    assert.deepEqual(pluralForms("{0} hosts"), { other: "호스트 {0}개" });
  });
});
