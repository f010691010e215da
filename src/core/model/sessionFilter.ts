import {
  FILTER_FIELDS,
  fieldText,
  rowTexts,
  type FieldHost,
  type FilterField,
  type RowTexts,
} from "./sessionFields.ts";
import type { BastionSession } from "./session.ts";

/** What a filter looks at: texts in lower case, made once for many filters. */
export interface SearchTexts {
  readonly fields: Readonly<Record<FilterField, string>>;
  /** All of them, a line each, so that one search covers all fields. */
  readonly anywhere: string;
}

export interface Searchable extends SearchTexts {
  /** Minutes that the session has lasted; `undefined` where Azure did not say. */
  readonly ageMinutes: number | undefined;
}

export function searchTexts(record: RowTexts & { readonly on: Partial<FieldHost> }): SearchTexts {
  // A loop, since tens of thousands of them are made while the user waits.
  const fields: Partial<Record<FilterField, string>> = {};
  for (const field of FILTER_FIELDS) {
    fields[field] = (fieldText(field, record) ?? "").toLowerCase();
  }
  return { fields: fields as SearchTexts["fields"], anywhere: Object.values(fields).join("\n") };
}

export function searchable(
  session: BastionSession,
  hostName: string,
  subscriptionName: string,
  ageMinutes: number | undefined,
): Searchable {
  const texts = rowTexts(session, (text) => text);
  return { ...searchTexts({ ...texts, on: { name: hostName, subscription: subscriptionName } }), ageMinutes };
}

type Matcher = (candidate: Searchable) => boolean;

/** A filter as the user wrote it. */
export interface SessionFilter {
  readonly text: string;
  readonly matches: Matcher;
}

const TERM = /(?:(?<field>[a-z]+):)?(?:"(?<quoted>[^"]*)"?|(?<word>\S+))/giu;
const LENGTH = /^(?<sign>[<>])(?<amount>\d+(?:\.\d+)?)(?<unit>min|[mhd])$/iu;
const MINUTES: Readonly<Record<string, number>> = { m: 1, min: 1, h: 60, d: 1440 };

/**
 * Reads a filter: terms that must all hold, each a text that some field contains, a `field:text`, or a length of time such
 * as `>4h`, `<30m`, `>2d`. Case does not matter; quotes keep spaces together. `undefined` for a text without terms.
 */
export function parseFilter(text: string): SessionFilter | undefined {
  const terms = [...text.matchAll(TERM)].map(({ 0: whole, groups = {} }) => term(whole, groups));
  const [first, ...others] = terms;
  return (
    first && {
      text: text.trim(),
      matches: others.length === 0 ? first : (candidate) => terms.every((matches) => matches(candidate)),
    }
  );
}

/**
 * Whether the second filter lets through only what the first does, as while a word is typed: then only those need to be
 * tested again. Quotes and lengths of time may change their meaning with every character.
 */
export function narrows(before: string, after: string): boolean {
  return (
    after.startsWith(before) && /^[^"<>]*$/u.test(before) && /^[\p{L}\p{N}._@-]+$/u.test(after.slice(before.length))
  );
}

function term(whole: string, { field, quoted, word }: Record<string, string | undefined>): Matcher {
  const named = FILTER_FIELDS.find((name) => name === field?.toLowerCase());
  const wanted = (quoted ?? word ?? "").toLowerCase();
  if (named) {
    return (candidate) => candidate.fields[named].includes(wanted);
  }
  const length = LENGTH.exec(word ?? "")?.groups;
  if (field === undefined && length) {
    const minutes = Number(length["amount"]) * (MINUTES[length["unit"]?.toLowerCase() ?? ""] ?? 1);
    // Where Azure gave no duration, it is not known to be longer or shorter.
    return ({ ageMinutes }) =>
      ageMinutes !== undefined && (length["sign"] === ">" ? ageMinutes > minutes : ageMinutes < minutes);
  }
  if (FILTER_FIELDS.some((name) => wanted === `${name}:`)) {
    // Still being typed.
    return () => true;
  }
  const text = field === undefined ? wanted : whole.toLowerCase();
  return ({ anywhere }) => anywhere.includes(text);
}
