/**
 * A strict reading of filters, for one that works unattended: what the filter box takes for a text that matches
 * nothing, such as `usr:ann`, is a mistake here.
 */
import { addressMatcher } from "../address.ts";
import { idOf, lengthTerm, TERM } from "./sessionFilter.ts";
import { FILTER_FIELDS, type FilterField } from "./sessionFields.ts";

/** What a term looks at: a field, the length of a session, or every field. */
export type TermScope = FilterField | "length" | "anywhere";

/** A term of a filter, as it was written. */
export interface StrictTerm {
  readonly text: string;
  readonly scope: TermScope;
  /** What it looks for, in lower case. */
  readonly wanted: string;
}

export interface TermProblem {
  /** `unknownTerm`: in front of its colon is no field. `badTerm`: nothing, or nothing useful, can match it. */
  readonly kind: "unknownTerm" | "badTerm";
  readonly text: string;
}

/** The terms of a filter, and what is wrong with some. */
export function readStrictly(text: string): {
  readonly terms: readonly StrictTerm[];
  readonly problems: readonly TermProblem[];
} {
  const read = [...text.matchAll(TERM)].map(({ 0: whole, groups = {} }) => readTerm(whole, groups));
  return {
    terms: read.flatMap((one) => ("scope" in one ? [one] : [])),
    problems: read.flatMap((one) => ("kind" in one ? [one] : [])),
  };
}

/** Whether a host may have a match, by its names: of any other, no list is needed, which Azure would log. */
export function mayHaveMatch(
  terms: readonly StrictTerm[],
  names: { readonly host: string; readonly subscription: string },
): boolean {
  return terms.every(
    ({ scope, wanted }) =>
      (scope !== "host" && scope !== "subscription") || names[scope].toLowerCase().includes(wanted),
  );
}

function readTerm(
  whole: string,
  { field, quoted, word }: Record<string, string | undefined>,
): StrictTerm | TermProblem {
  const bad: TermProblem = { kind: "badTerm", text: whole };
  const named = FILTER_FIELDS.find((name) => name === (field ?? fieldAlone(word))?.toLowerCase());
  const isClosed = quoted === undefined ? word?.includes('"') !== true : whole.endsWith(`"${quoted}"`);
  if (!isClosed) {
    return bad;
  }
  // `dead:beef::1` is an address, and what is in quotes is a text, whatever it looks like.
  const isText = (field === undefined && quoted !== undefined) || addressMatcher(whole) !== undefined;
  if (!named && !isText && /^[a-z][a-z_-]*:/iu.test(whole)) {
    return { kind: "unknownTerm", text: whole };
  }
  const wanted = (named ? (quoted ?? (field === undefined ? "" : word)) : (quoted ?? whole))?.toLowerCase() ?? "";
  if (wanted.trim() === "") {
    return bad;
  }
  if (named) {
    return canMatch(named, whole, wanted) ? { text: whole, scope: named, wanted } : bad;
  }
  if (quoted === undefined && lengthTerm(whole)) {
    return { text: whole, scope: "length", wanted };
  }
  return isText || isUsefulWord(whole) ? { text: whole, scope: "anywhere", wanted } : bad;
}

/** The field of `user:`, which the filter takes for a word, since nothing follows. */
function fieldAlone(word: string | undefined): string | undefined {
  return word?.endsWith(":") ? word.slice(0, -1) : undefined;
}

function canMatch(field: FilterField, whole: string, wanted: string): boolean {
  if (field === "from") {
    return addressMatcher(wanted) !== undefined || isPartOfAddress(wanted);
  }
  // In quotes it is a text, whatever it looks like.
  const isPlain = whole.endsWith('"') || !wanted.includes("*");
  return isPlain && (field !== "id" || idOf(whole, { field, word: wanted }) !== "");
}

/** Whether some address contains a text, such as `203.0.113.`, `2001` or `db8:`. */
function isPartOfAddress(text: string): boolean {
  if (/^[\d.]+\.[\d.]*$/u.test(text)) {
    const numbers = text.split(".");
    return /\d/u.test(text) && numbers.length <= 4 && numbers.every((one) => one.length <= 3 && Number(one) <= 255);
  }
  return /^\d{1,4}$/u.test(text) || (/^[\da-f:]+$/u.test(text) && text.includes(":"));
}

/**
 * What users know from other filters, and what is left of a term that broke apart: `>5x` is no length of time, `:ann` has lost
 * its field, and there is no `vm*`, `-vm:web`, `OR`. `-web`, taken for a text, would let through just what it's meant to keep
 * out, such as `vm-web`. But `<id>` is how some tools write an ID, and `::1` is an address.
 */
const NO_WORD = /^(?:[-!>]|<(?!.+>$)|:(?!:))|\*/u;
const OPERATORS = ["AND", "OR", "NOT", "&&", "||", "&", "|"];

function isUsefulWord(word: string): boolean {
  return !NO_WORD.test(word) && !OPERATORS.includes(word);
}
