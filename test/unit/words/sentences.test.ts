import assert from "node:assert/strict";
import { sentences } from "../../../src/words/format.ts";
import { useLanguage } from "../../../src/words/language.ts";

describe("Sentences one after the other", () => {
  afterEach(() => useLanguage("en"));

  it("have the full stop of the language between them", () => {
    assert.equal(sentences("Failed", "Azure refused", "Retry"), "Failed. Azure refused. Retry");
    useLanguage("ja", { "{0}. {1}": "{0}。{1}" });
    assert.equal(sentences("失敗", "拒否", "再試行"), "失敗。拒否。再試行");
    assert.equal(sentences("失敗"), "失敗");
  });
});
