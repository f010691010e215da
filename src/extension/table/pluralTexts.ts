import type { PluralForms } from "../../words/plural.ts";
import type { TextKey } from "./protocol.ts";

/** A text with a number for the page: under its key, and each further form that the language has under `<key>/<category>`. */
export function pluralTexts<K extends TextKey>(key: K, { other, ...forms }: PluralForms): Readonly<Record<K, string>> {
  const named = Object.entries(forms).map(([category, text]) => [`${key}/${category}`, text]);
  return { ...Object.fromEntries(named), [key]: other } as Record<K, string>;
}
