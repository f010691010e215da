import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** What isn't plain English, with the better word. */
const HABITS: readonly (readonly [habit: RegExp, better: string])[] = [
  [/\balone\b/iu, "only"],
  [/\banew\b/iu, "again"],
  [/\bwholly\b/iu, "completely"],
  [/\b(?:whoever|whomever)\b/iu, "the role: the user, the account, you"],
  [/\b(?:nobody|somebody)\b/iu, "the role: no user, a user, you"],
  [/\bby (?:itself|themselves)\b/iu, "automatically"],
  [/\bis another\b/iu, "has changed"],
  [/\bwhat (?:became|becomes|came) of\b/iu, "the outcome of"],
  [/\b(?:told|tells?) of\b/iu, "notified, shown"],
  [/\bthought better of\b/iu, "cancelled"],
  [/(?<!because )\bof Azure's\b/u, "Azure's"],
  [/\bas \S+(?: \S+)? ha(?:s|ve) it\b/iu, "according to"],
  [/\bwhere (?:there is|it has) none\b/iu, "otherwise"],
  [/\ball the same\b/iu, "anyway"],
  [/\bonce more\b/iu, "again"],
  [/\bat the most\b/iu, "at most"],
  [/\b(?:is|all else is) well\b/iu, "passed"],
  [/\basks? to wait\b/iu, "throttled"],
  [/\bwants\b(?! to\b)/iu, "requires"],
  [/\bhas to be\b/iu, "must be"],
];
/** The habits that a title of a test shares with texts: those that hide who acts, or how. */
const OF_PEOPLE = HABITS.slice(0, 7);

/** What the texts of the UI contract; a document may say it in full. */
const UNCONTRACTED: readonly (readonly [habit: RegExp, better: string])[] = [
  [/\bcannot\b/iu, "can't"],
  [/\b(could|does|do|did|is|are|was|were|has|have|would|should) not\b/iu, "the contraction, such as isn't"],
];

function objections(text: string, habits: typeof HABITS): readonly string[] {
  return habits.flatMap(([habit, better]) => {
    const found = habit.exec(text)?.[0];
    return found === undefined ? [] : [`"${found}" → ${better}: ${text}`];
  });
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** A document's lines without its code and addresses. */
function prose(path: string): readonly string[] {
  return read(path)
    .replaceAll(/```[^]*?```|`[^`\n]*`|<!--[^]*?-->|\]\([^)]*\)/gu, " ")
    .split("\n");
}

function documents(): readonly string[] {
  const folder = existsSync(join(root, "docs")) ? readdirSync(join(root, "docs")).map((name) => `docs/${name}`) : [];
  return [...readdirSync(root), ...folder].filter((name) => name.endsWith(".md") && !name.endsWith(".ko.md"));
}

describe("plain English", () => {
  it("names the better word", () => {
    assert.deepEqual(objections("The session wants a new sign-in.", HABITS), [
      '"wants" → requires: The session wants a new sign-in.',
    ]);
    assert.deepEqual(objections("It cannot be read.", UNCONTRACTED), ['"cannot" → can\'t: It cannot be read.']);
  });

  for (const [path, isKeyText] of [
    ["l10n/bundle.l10n.json", true],
    ["package.nls.json", false],
  ] as const) {
    it(`is in ${path}`, () => {
      const texts = Object.entries(JSON.parse(read(path)) as Record<string, unknown>).map(([key, text]) =>
        isKeyText ? key : String(text),
      );
      assert.ok(texts.length > 50);
      assert.deepEqual(
        texts.flatMap((text) => objections(text, [...HABITS, ...UNCONTRACTED])),
        [],
      );
    });
  }

  it("is in the titles of tests", () => {
    const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".test.ts"),
    );
    const titles = files.flatMap((path) =>
      [...read(join("test", path)).matchAll(/\b(?:describe|it)\(\s*(["`])(?<title>.*?)\1,/gu)].map(
        ({ groups }) => `${path}: ${groups?.["title"] ?? ""}`,
      ),
    );
    assert.ok(titles.length > 500);
    assert.deepEqual(
      titles.flatMap((title) => objections(title, OF_PEOPLE)),
      [],
    );
  });

  it("is in the documents", () => {
    assert.deepEqual(
      documents().flatMap((path) =>
        prose(path).flatMap((line) => objections(line, HABITS).map((objection) => `${path}: ${objection}`)),
      ),
      [],
    );
  });
});
