import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { patience } from "../../support/patience.ts";

type Bundle = Record<string, string | { message: string; comment: string[] }>;

const { extract } = (await import(new URL("../../../scripts/l10n.mjs", import.meta.url).href)) as {
  extract: () => Promise<Bundle>;
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

function assertTranslates(translation: Bundle, original: Bundle): void {
  assert.deepEqual(Object.keys(translation).sort(), Object.keys(original).sort());
  for (const [key, text] of Object.entries(original)) {
    const translated = translation[key]!;
    assert(typeof translated === "string" && translated.trim() !== "", `${key} has no translation`);
    assert.deepEqual(fixedParts(translated), fixedParts(text), `The placeholders of ${key}`);
  }
}

describe("texts in two languages", () => {
  it("package.nls.json has exactly the keys that package.json uses", async () => {
    const used = [...(await read("package.json")).matchAll(/"%([^%"]+)%"/gu)].map(([, key]) => key);
    assert.deepEqual(Object.keys(await readBundle("package.nls.json")).sort(), [...new Set(used)].sort());
  });

  it("package.nls.ko.json translates each of them", async () => {
    assertTranslates(await readBundle("package.nls.ko.json"), await readBundle("package.nls.json"));
  });

  it("every line of a welcome or a step that is a link stays one, so that VS Code shows it as a button", async () => {
    const [english, korean] = [await readBundle("package.nls.json"), await readBundle("package.nls.ko.json")];
    const buttons = (text: unknown) =>
      String(text)
        .split("\n")
        .map((line) => /^\[[^\]]+\]\((command:[^)]+)\)$/u.exec(line)?.[1]);
    for (const key of Object.keys(english).filter((name) => /^(?:welcome|walkthrough)\./u.test(name))) {
      assert.deepEqual(buttons(korean[key]), buttons(english[key]), key);
    }
  });

  it("bundle.l10n.json is what `npm run l10n` makes of src", async function () {
    // All of src is parsed: seconds of computing, and more where other suites compute beside it.
    this.timeout(patience(60_000));
    assert.deepEqual(await readBundle("l10n/bundle.l10n.json"), await extract());
  });

  it("bundle.l10n.ko.json translates each of its texts", async () => {
    assertTranslates(await readBundle("l10n/bundle.l10n.ko.json"), await readBundle("l10n/bundle.l10n.json"));
  });
});
