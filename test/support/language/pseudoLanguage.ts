/**
 * A language that no one speaks, made of the English texts: ``⟦Đïïšçöönnééçţ {0}⟧``. What is shown in it has no plain
 * Latin letter but in names and IDs, so each further one is of a text that isn't translated; and it is as long as a long
 * translation, so what doesn't fit is seen.
 */
import type { Translations } from "../../../src/words/language.ts";

/**
 * The language whose place it takes: numbers have three forms, and times are written without Latin letters, so that one
 * written in another language is seen as well.
 */
export const PSEUDO_TAG = "ru";

/** Marks the form that Russian has for fractions only: a number of things never has it. */
const FRACTION = "½";

const LETTERS = new Map(
  Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", (letter, index) => [
    letter,
    Array.from("áƀçđéƒğĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ")[index] ?? letter,
  ]),
);

/** What a translation keeps: placeholders, code, icons, where a link leads, and the product's name. */
const KEPT = /(\{\w+\}|`[^`]*`|\$\([\w-]+\)|\]\([^)]*\)|<[^>]*>|https?:\S+|Bastion Sessions)/u;

/** A line that VS Code shows as a button, in a welcome or a step: it must stay nothing but a link. */
const BUTTON = /^\[([^\]]+)\](\([^)]*\))$/u;

/** A text in the pseudo-language: vowels are doubled, which makes it about 40 percent longer. */
export function pseudo(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const [, label, target] = BUTTON.exec(line) ?? [];
      return label === undefined || target === undefined ? inBrackets(line) : `[${inBrackets(label)}]${target}`;
    })
    .join("\n");
}

function inBrackets(line: string): string {
  const letters = line.split(KEPT).map(pseudoLetters).join("");
  return letters === line ? line : `⟦${letters}⟧`;
}

/** @param index an odd one is what {@link KEPT} has found */
function pseudoLetters(part: string, index: number): string {
  return index % 2 === 1
    ? part
    : part.replaceAll(/[aeiou]/giu, "$&$&").replaceAll(/[a-z]/giu, (letter) => LETTERS.get(letter) ?? letter);
}

/**
 * All texts of a bundle in the pseudo-language.
 * @param english by keys, which the bundle of src doesn't tell from the texts
 * @param plurals the keys of the forms that Russian has for numbers
 */
export function pseudoTexts(english: Translations, plurals: readonly string[] = []): Translations {
  const messageOf = (pluralKey: string) => pluralKey.replace(/\/\w+$/u, "");
  const numbered = new Set(plurals.map(messageOf));
  const texts = Object.entries(english).map(
    ([key, text]) => [key, (numbered.has(key) ? FRACTION : "") + pseudo(text)] as const,
  );
  return Object.fromEntries([...texts, ...plurals.map((key) => [key, pseudo(messageOf(key))] as const)]);
}

/** What is the same in every language, wherever it is shown. */
const UNTRANSLATED: readonly RegExp[] = [
  // Links, resource IDs and others, times in UTC, and addresses.
  /[a-z-]+:\/\/[^\s"`|]+/giu,
  /\/subscriptions\/[^\s"`,;|]+/giu,
  /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/giu,
  /\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| UTC)/gu,
  /[^\s(),;`'|]+@[^\s(),;`'|]+/giu,
  /\b[\da-f]{1,4}(?::{1,2}[\da-f]{1,4})+/giu,
  // Azure's messages, and its names: permissions, SKUs, protocols, states, regions, codes.
  /The client '[^]*?credentials\.|session .*invalidated/gu,
  /\bMicrosoft\.\w+(?:\/\w+)*/gu,
  /\b(?:Standard|Basic|Developer|SSH|RDP|VM|Succeeded|Updating|Enabled|Registered|AuthorizationFailed|westeurope)\b/gu,
  // Names of products.
  /\b(?:Bastion Sessions|Edge|Firefox|Chrome)\b/gu,
];

/**
 * The words that are in no translation: Latin letters, or a number in the form of fractions.
 * @param names what the test has named itself, and what else isn't to be translated there
 */
export function untranslated(shown: string, names: readonly (RegExp | string)[] = []): readonly string[] {
  const own = [...UNTRANSLATED, ...names].reduce<string>((rest, name) => rest.replaceAll(name, " "), shown);
  return [...new Set(own.match(/[a-z][a-z'’-]*[a-z]|½/giu))];
}
