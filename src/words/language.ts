import * as l10n from "@vscode/l10n";

/** Translated texts by the English ones, as VS Code reads them from l10n/bundle.l10n.<language>.json. */
export type Translations = Readonly<Record<string, string>>;

let language: string | undefined;
let translations: Translations = {};
const changed = new Set<() => void>();

/**
 * Says in which language the texts of src/words are, before the first of them is asked for. Without it they are in English.
 *
 * @param tag as VS Code or a system names it, such as `pt-br`
 */
export function useLanguage(tag: string, texts: Translations = {}): void {
  language = tag;
  translations = texts;
  l10n.config({ contents: { ...texts } });
  changed.forEach((forget) => forget());
}

/** The translation of a text; `undefined` if there is none. */
export function translationOf(key: string): string | undefined {
  return Object.hasOwn(translations, key) ? translations[key] : undefined;
}

/** What is slow to make, made once for the language in use. */
export function perLanguage<T>(make: (tag: string | undefined) => T): () => T {
  let made: { readonly value: T } | undefined;
  changed.add(() => (made = undefined));
  return () => (made ??= { value: make(language) }).value;
}
