import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../vscode/paths.ts";

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

type Texts = Readonly<Record<string, string>>;

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function readJson(path: string): unknown {
  return JSON.parse(read(path));
}

const { contributes } = readJson("package.json") as {
  readonly contributes: { readonly walkthroughs: readonly { readonly steps: readonly Step[] }[] };
};
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

const { languages: translated } = (await import(new URL("../../../scripts/l10n.mjs", import.meta.url).href)) as {
  languages: () => Promise<readonly string[]>;
};
const { pictureTexts } = (await import(new URL("../../../scripts/walkthroughPictures.mjs", import.meta.url).href)) as {
  pictureTexts: (bundle: Texts, language?: string) => readonly string[];
};

const languages = [
  { nls: "package.nls.json", texts: pictureTexts(readJson("l10n/bundle.l10n.json") as Texts) },
  ...(await translated()).map((language) => ({
    nls: `package.nls.${language}.json`,
    texts: pictureTexts(readJson(`l10n/bundle.l10n.${language}.json`) as Texts, language),
  })),
];

/** A text of package.json in a language. */
function textIn(texts: Texts, value: string): string {
  return value.replace(/^%(.+)%$/u, (_, key: string) => texts[key] ?? assert.fail(`${key} has no text`));
}

const pictures = [
  ...new Set(languages.flatMap(({ nls }) => steps.map(({ media }) => textIn(readJson(nls) as Texts, media.svg)))),
];

/** A picture's texts. */
function wordsOf(picture: string): readonly string[] {
  return [...read(picture).matchAll(/<text[^>]*>([^<]+)<\/text>/gu)].flatMap(([, text]) => text ?? []);
}

describe("the walkthrough", () => {
  it("has five steps, each with one button, in every language", () => {
    assert.equal(steps.length, 5);
    for (const { nls } of languages) {
      for (const { id, description } of steps) {
        const text = textIn(readJson(nls) as Texts, description);
        assert.equal(text.match(/\]\(/gu)?.length, 1, `${nls}: ${id}`);
        assert.match(text, /\n\[[^\]]+\]\(command:[\w.]+\)$/u);
      }
    }
  });

  it("completes a step by what has succeeded, not by a click; only the disconnect's, which has nothing to do, by being read", () => {
    assert.deepEqual(
      steps.filter(({ completionEvents }) => !/^onContext:[\w.]+$/u.test(completionEvents.join(" "))),
      steps.filter(
        ({ id, completionEvents }) => id === "disconnect" && completionEvents.join(" ") === "onStepSelected",
      ),
    );
  });

  for (const picture of pictures) {
    it(`has a small picture in the theme's colors: ${picture}`, () => {
      const svg = read(picture);
      assert.ok(svg.length < 3_000, `${svg.length} characters`);
      const colors = [...svg.matchAll(/\b(?:fill|stroke|stop-color)="([^"]*)"/gu)].flatMap(([, color]) => color ?? []);
      assert.deepEqual(
        colors.filter((color) => color !== "none" && !color.startsWith("var(--vscode-")),
        [],
      );
      // VS Code's content policy would refuse them.
      assert.doesNotMatch(svg, /<(?:script|style|image|foreignObject)\b|\bstyle=|\bhref=|#[\da-f]{3}/iu);
    });
  }

  for (const { nls, texts } of languages) {
    it(`pictures the question and the outcome in the extension's own words: ${nls}`, () => {
      assert.deepEqual(wordsOf(textIn(readJson(nls) as Texts, "%walkthrough.disconnect.svg%")), texts);
    });
  }

  it("has only names and IDs in its other pictures, which need no translation", () => {
    const data = /^(?:bas|vm)-[\w-]+$|^[a-z]+$|^(?:vm-[\w-]+ · )?(?:SSH|RDP)$|\/\w+|^\{ "actions": \[$/u;
    for (const picture of pictures.filter((path) => !path.includes("disconnect"))) {
      assert.deepEqual(
        wordsOf(picture).filter((word) => !data.test(word)),
        [],
        picture,
      );
    }
  });
});
