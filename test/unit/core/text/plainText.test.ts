import assert from "node:assert/strict";
import { messageText, plainText } from "../../../../src/core/text/plainText.ts";

describe("plainText", () => {
  const rows: readonly [name: string, value: string, shown: string][] = [
    ["an ordinary name", "CONTOSO\\alice", "CONTOSO\\alice"],
    ["line breaks", "a\nb\r\nc\u2028d\u2029e", "a\uFFFDb\uFFFD\uFFFDc\uFFFDd\uFFFDe"],
    ["null bytes and escapes", "a\0b\u001b[31mc", "a\uFFFDb\uFFFD[31mc"],
    ["right-to-left overrides", "eve\u202Eecila\u2066x\u200F", "eve\uFFFDecila\uFFFDx\uFFFD"],
    ["zero-width characters", "al\u200Bi\uFEFFce", "al\uFFFDi\uFFFDce"],
    ["fillers", "al\u3164i\uFFA0c\u115Fe\u034F", "al\uFFFDi\uFFFDc\uFFFDe\uFFFD"],
    ["a text in variation selectors", "ann\u{E0148}\u{E0159}", "ann\uFFFD\uFFFD"],
    ["emoji, joined and chosen ones too", "👩‍💻 ❤\uFE0F ok", "👩‍💻 ❤\uFE0F ok"],
    ["a lone surrogate", "a\uD800b", "a\uFFFDb"],
    ["other scripts", "홍길동 ünïcode", "홍길동 ünïcode"],
  ];
  for (const [name, value, shown] of rows) {
    it(`shows ${name} harmlessly`, () => assert.equal(plainText(value), shown));
  }

  it("cuts what is too long, and tears no character", () => {
    assert.equal(plainText("x".repeat(10_000), 5), "xxxx…");
    assert.equal(plainText("👍".repeat(10), 4), "👍👍👍…");
    assert.equal(plainText("12345", 5), "12345");
  });
});

describe("messageText", () => {
  it("leaves nothing that VS Code would turn into a link or an icon", () => {
    assert.equal(messageText("[all is well](command:evil) $(check)"), "[all is well] (command:evil) $ (check)");
  });
});
