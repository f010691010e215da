import assert from "node:assert/strict";
import fc from "fast-check";
import { markdownBlock, markdownText } from "../../../../src/core/text/markdown.ts";

const cases: readonly (readonly [text: string, markdown: string])[] = [
  ["vm-web-01", "vm-web-01"],
  ["10.0.0.4", "10.0.0.4"],
  ["CONTOSO\\alice", "CONTOSO\\\\alice"],
  ["a|b", "a\\|b"],
  ["[here](command:evil)", "\\[here\\](command:evil)"],
  ["<img src=x>", "\\<img src=x\\>"],
  ["&lt;", "\\&lt;"],
  ["**bold** _it_ `code` ~no~", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\` \\~no\\~"],
  ["https://evil.example www.evil.example", "https\\://evil.example www\\.evil.example"],
  ["ada@contoso.com", "ada\\@contoso.com"],
  ["# head", "\\# head"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["two\nlines\u202E", "two\uFFFDlines\uFFFD"],
];

describe("Text from outside as Markdown", () => {
  for (const [text, markdown] of cases) {
    it(`shows ${JSON.stringify(text)} as it is`, () => assert.equal(markdownText(text), markdown));
  }

  it("ends no cell, opens no tag and no link, and stays on its line, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("\\", "|", "[", "]", "<", "`", "*", "\n", "a", "(", "@", "&") }),
        (text) => {
          const markdown = markdownText(text);
          assert.doesNotMatch(markdown.replaceAll(/\\[\\`*_[\]<>|~&$@]/g, ""), /[\\`*_[\]<>|~&$@\n]/);
        },
      ),
    );
  });
});

describe("Lines as a block of code", () => {
  it("end only where the block does, whatever rows of backticks they have", () => {
    assert.equal(markdownBlock("bicep", "a\nb\n"), "```bicep\na\nb\n```");
    assert.equal(markdownBlock("", "````\n# x"), "`````\n````\n# x\n`````");
  });
});
