import assert from "node:assert/strict";
import markdownIt, { type Token } from "markdown-it";
import { documents } from "./documents.ts";

/** What somebody may write into a name or a message so that a Markdown preview fetches, links to or runs something. */
const planted = [
  "![i](https://evil.example/i.png)",
  "![i][x]",
  "[x]: https://evil.example/i.png",
  "\n\n[x]: https://evil.example/i.png\n\n![x]",
  "[x](command:workbench.action.quit)",
  "[x](<https://evil.example>)",
  "<img src=https://evil.example/i.png>",
  "\n\n<iframe src=https://evil.example>\n\n",
  "<!-- --><style>@import 'https://evil.example'</style>",
  "&lt;img src=https://evil.example/i.png&gt;",
  "`<img src=https://evil.example/i.png>",
  "``` <img src=https://evil.example/i.png> ```",
  "\n```\n<img src=https://evil.example/i.png>\n",
  "\n~~~\n",
  "$$\\href{https://evil.example}{x}$$ $x$",
  "\\<img src=https://evil.example/i.png>",
  "<https://evil.example> https://evil.example www.evil.example evil@evil.example mailto:evil@evil.example",
  "| a | <img src=https://evil.example/i.png> |\n|---|---|",
  "# head\n- item\n1. one\n> quote\n---",
] as const;

const OWN_LINKS = [
  "https://portal.contoso.example/#resource/x",
  "https://portal.azure.com/t/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers",
];

/** As VS Code's preview reads it: with HTML, and with bare addresses as links. */
function tokensOf(markdown: string): readonly Token[] {
  const tokens = markdownIt({ html: true, linkify: true }).parse(markdown, {});
  return tokens.flatMap((token) => [token, ...(token.children ?? [])]);
}

describe("A document with planted Markdown", () => {
  for (const [name, markdownOf] of Object.entries(documents)) {
    for (const text of planted) {
      it(`in ${name} shows ${JSON.stringify(text)} and fetches nothing`, () => {
        const markdown = markdownOf(text);
        const tokens = tokensOf(markdown);
        const active = tokens.filter(({ type }) => /^html|^image$/u.test(type));
        assert.deepEqual(
          active.map(({ content }) => content),
          [],
          markdown,
        );
        const links = tokens.filter(({ type }) => type === "link_open").map((token) => token.attrGet("href"));
        assert.deepEqual(
          links.filter((href) => !OWN_LINKS.includes(String(href))),
          [],
          markdown,
        );
        // No field ends its block: the outline is the same whatever the fields hold.
        const outline = (source: string) =>
          tokensOf(source).flatMap(({ block, type }) => (block && type !== "fence" ? [type] : []));
        assert.deepEqual(outline(markdown), outline(markdownOf("text")), markdown);
      });
    }
  }
});
