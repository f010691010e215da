import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { patience } from "../../support/patience.ts";

type Bundle = Record<string, string | { message: string; comment: string[] }>;

const { extract, languages, pluralKeys } = (await import(
  new URL("../../../scripts/l10n.mjs", import.meta.url).href
)) as {
  extract: () => Promise<Bundle>;
  languages: () => Promise<readonly string[]>;
  pluralKeys: (language: string) => Promise<readonly string[]>;
};

async function read(path: string): Promise<string> {
  return readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
}

async function readBundle(path: string): Promise<Bundle> {
  return JSON.parse(await read(path)) as Bundle;
}

/** What a translation must keep: placeholders and the commands behind links. */
function fixedParts(text: string | { message: string }): string[] {
  const message = typeof text === "string" ? text : text.message;
  return [...new Set(message.match(/\{\w+\}|\(command:[^)]+\)|`[^`]+`/gu))].sort();
}

/** Keys in their order, placeholders and commands agree, and nothing is empty. */
function assertTranslates(translation: Bundle, original: Bundle, forms: readonly string[] = []): void {
  const keys = [...Object.keys(original), ...forms];
  assert.deepEqual(Object.keys(translation), forms.length > 0 ? keys.sort() : keys);
  for (const key of keys) {
    const translated = translation[key]!;
    assert(typeof translated === "string" && translated.trim() !== "", `${key} has no translation`);
    assert.deepEqual(
      fixedParts(translated),
      fixedParts(original[key] ?? original[key.replace(/\/\w+$/u, "")]!),
      `The placeholders of ${key}`,
    );
  }
}

/** The texts in which each outcome is named: a language has one term for each, whatever the sentence. */
const OUTCOMES: Readonly<Record<string, RegExp>> = {
  disconnected: /\bdisconnected\b/iu,
  alreadyEnded: /\balready ended\b/iu,
  failed: /\bfailed\b/iu,
  unknown: /\bunknown\b/iu,
  notSent: /\b(?:not|weren't|wasn't) sent\b/iu,
  stillListed: /\bstill listed\b/iu,
  reconnected: /\breconnected\b/iu,
  throttled: /\bthrottled\b/iu,
  outOfDate: /\bout of date\b/iu,
};

describe("texts in every language", () => {
  it("package.nls.json has exactly the keys that package.json uses", async () => {
    const used = [...(await read("package.json")).matchAll(/"%([^%"]+)%"/gu)].map(([, key]) => key);
    assert.deepEqual(Object.keys(await readBundle("package.nls.json")).sort(), [...new Set(used)].sort());
  });

  it("bundle.l10n.json is what `npm run l10n` makes of src", async function () {
    // All of src is parsed: seconds of computing, and more where other suites compute beside it.
    this.timeout(patience(60_000));
    assert.deepEqual(await readBundle("l10n/bundle.l10n.json"), await extract());
  });
});

for (const language of await languages()) {
  const bundle = `l10n/bundle.l10n.${language}.json`;
  const commands = `package.nls.${language}.json`;

  describe(`texts in ${language}`, () => {
    it("translate each of package.json's", async () => {
      assertTranslates(await readBundle(commands), await readBundle("package.nls.json"));
    });

    it("translate each of src's, in each form that the language has for numbers", async () => {
      assertTranslates(await readBundle(bundle), await readBundle("l10n/bundle.l10n.json"), await pluralKeys(language));
    });

    it("keep a line of a welcome or a step that is a link, so that VS Code shows it as a button", async () => {
      const [english, translated] = [await readBundle("package.nls.json"), await readBundle(commands)];
      const buttons = (text: unknown) =>
        String(text)
          .split("\n")
          .map((line) => /^\[[^\]]+\]\((command:[^)]+)\)$/u.exec(line)?.[1]);
      for (const key of Object.keys(english).filter((name) => /^(?:welcome|walkthrough)\./u.test(name))) {
        assert.deepEqual(buttons(translated[key]), buttons(english[key]), key);
      }
    });

    it("name each outcome by its term in the glossary", async () => {
      const glossary = JSON.parse(await read(`l10n/glossary.${language}.json`)) as Record<string, readonly string[]>;
      const translated = JSON.parse(await read(bundle)) as Record<string, string>;
      assert.deepEqual(
        Object.keys(OUTCOMES).filter((outcome) => !glossary[outcome]?.length),
        [],
      );
      const missing = Object.entries(OUTCOMES).flatMap(([outcome, english]) =>
        Object.entries(translated)
          .filter(([text]) => english.test(text))
          .filter(([, value]) => !glossary[outcome]!.some((term) => value.toLowerCase().includes(term.toLowerCase())))
          .map(([text, value]) => `${outcome}: ${text} → ${value}`),
      );
      assert.deepEqual(missing, []);
    });
  });
}
