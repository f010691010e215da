/** Has all texts of src in the pseudo-language, until the test is over. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useLanguage, type Translations } from "../../../src/words/language.ts";
import { root } from "../../vscode/paths.ts";
import { PSEUDO_TAG, pseudoTexts } from "./pseudoLanguage.ts";

const { pluralKeys } = (await import(new URL("../../../scripts/l10n.mjs", import.meta.url).href)) as {
  pluralKeys: (language: string) => Promise<readonly string[]>;
};

/** The texts of a bundle; one that is said of several things is an object, with what it is said of in its key. */
function read(path: string): Translations {
  const bundle = JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, string | { message: string }>;
  return Object.fromEntries(
    Object.entries(bundle).map(([key, text]) => [key, typeof text === "string" ? text : text.message]),
  );
}

/** Every text of src in the pseudo-language, as a bundle of VS Code's. */
export async function pseudoBundle(): Promise<Translations> {
  return pseudoTexts(read("l10n/bundle.l10n.json"), await pluralKeys(PSEUDO_TAG));
}

/** The texts of package.json in the pseudo-language. A picture's path is none. */
export function pseudoManifest(): Translations {
  const english = read("package.nls.json");
  const isPath = ([key]: readonly [string, string]) => key.endsWith(".svg");
  return { ...pseudoTexts(english), ...Object.fromEntries(Object.entries(english).filter(isPath)) };
}

/** Speaks the pseudo-language in the tests of a `describe`, and English after them. */
export function inPseudoLanguage(): void {
  before(async () => useLanguage(PSEUDO_TAG, await pseudoBundle()));
  after(() => useLanguage("en"));
}
