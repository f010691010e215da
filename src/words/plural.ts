import * as l10n from "@vscode/l10n";
import { intlLocale } from "../core/text/locale.ts";
import { perLanguage, translationOf } from "./language.ts";

const rules = perLanguage((tag) => new Intl.PluralRules(intlLocale(tag)));

/**
 * A text with a number other than 1 in it, in the form that the language has for that number: Russian has one for 2 hosts,
 * another for 5, and another for 21. A translation has them as further texts, such as `{0} hosts/few`, one for each category
 * of `Intl.PluralRules` but `other`, which is the text's own.
 *
 * @param message English, for any number but 1; `npm run l10n` collects it
 * @param args as `l10n.t` takes them, the formatted number among them
 */
export function plural(message: string, count: number, ...args: readonly string[]): string {
  const category = rules().select(count);
  const comment = translationOf(`${message}/${category}`) === undefined ? [] : [category];
  return l10n.t({ message, args: [...args], comment });
}

/** The forms of a text with a number, by categories of `Intl.PluralRules`; only `other` where the language has no further. */
export type PluralForms = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The forms of a text as in {@link plural}, for what fills the number in elsewhere. */
export function pluralForms(message: string): PluralForms {
  const forms = rules()
    .resolvedOptions()
    .pluralCategories.map((category) => [category, translationOf(`${message}/${category}`)] as const);
  return {
    ...Object.fromEntries(forms.filter(([, form]) => form !== undefined)),
    other: l10n.t({ message, comment: [] }),
  };
}
