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

const languages = [
  { nls: "package.nls.json", bundle: "l10n/bundle.l10n.json", cancel: "Cancel" },
  { nls: "package.nls.ko.json", bundle: "l10n/bundle.l10n.ko.json", cancel: "취소" },
] as const;

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

/** What the picture of a disconnect shows: the dialog's texts, then the notification's. VS Code adds the other button. */
function question(bundle: Texts): readonly string[] {
  const format = (key: string, ...values: readonly string[]) =>
    (bundle[key] ?? assert.fail(`${key} is no text`)).replaceAll(
      /\{(\d)\}/gu,
      (_, at: string) => values[Number(at)] ?? "",
    );
  return [
    format("Disconnect {0} from {1}?", "ann", "vm-web-01"),
    format("User: {0}", "ann"),
    format("Target VM: {0}", "vm-web-01"),
    format("Bastion host: {0}", "bas-prod"),
    format("Protocol: {0}", "SSH"),
    format("Disconnect"),
    format("Disconnected {0}.", format("{0} on {1}", "ann", "vm-web-01")),
  ];
}

describe("the walkthrough", () => {
  it("has five steps, each with one button, in both languages", () => {
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

  for (const { nls, bundle, cancel } of languages) {
    it(`pictures the question and the outcome in the extension's own words: ${nls}`, () => {
      const picture = textIn(readJson(nls) as Texts, "%walkthrough.disconnect.svg%");
      assert.deepEqual(
        wordsOf(picture).filter((word) => word !== cancel),
        question(readJson(bundle) as Texts),
      );
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
