import { addressMatcher } from "../address.ts";
import {
  FILTER_FIELDS,
  isLoggedField,
  rowTexts,
  searchText,
  type FilterField,
  type SearchedRecord,
} from "./sessionFields.ts";
import type { BastionHost } from "../bastionHost.ts";
import { parseMinutes } from "../time/duration.ts";
import type { BastionSession } from "./session.ts";
import type { Who } from "./who.ts";

/** What a filter looks at: texts in lower case, made once for many filters. */
export interface SearchTexts {
  readonly fields: Readonly<Record<FilterField, string>>;
  /** All of them, a line each, so that one search covers all fields. */
  readonly anywhere: string;
}

export interface Searchable extends SearchTexts {
  /** Minutes that the session has lasted; `undefined` where Azure did not say. */
  readonly ageMinutes: number | undefined;
  /** Whether a text in lower case is a whole ID: the session's, its target VM's or its host's. */
  readonly hasId: (id: string) => boolean;
}

/** The IDs of a session, in lower case, by which a filter may name it. */
export function searchIds(
  { sessionId, targetResourceId }: BastionSession,
  host: Pick<BastionHost, "id"> | undefined,
): readonly string[] {
  return [sessionId, targetResourceId, host?.id].flatMap((id) => id?.toLowerCase() ?? []);
}

export function searchTexts(record: SearchedRecord): SearchTexts {
  // A loop, since tens of thousands of them are made while the user waits.
  const fields: Partial<Record<FilterField, string>> = {};
  for (const field of FILTER_FIELDS) {
    fields[field] = searchText(field, record).toLowerCase();
  }
  return { fields: fields as SearchTexts["fields"], anywhere: Object.values(fields).join("\n") };
}

export function searchable(
  session: BastionSession,
  who: Who,
  hostName: string,
  subscriptionName: string,
  ageMinutes: number | undefined,
  host?: Pick<BastionHost, "id" | "resourceGroup">,
): Searchable {
  const on = { name: hostName, subscription: subscriptionName, ...(host && { resourceGroup: host.resourceGroup }) };
  const ids = searchIds(session, host);
  return {
    ...searchTexts({ ...rowTexts(session, who, (text) => text), on }),
    ageMinutes,
    hasId: (id) => ids.includes(id),
  };
}

type Matcher = (candidate: Searchable) => boolean;

/** A filter as the user wrote it. */
export interface SessionFilter {
  readonly text: string;
  readonly matches: Matcher;
  /** The texts that may be whole IDs. */
  readonly ids: readonly string[];
}

/** A term: `text`, `"a text"`, `field:text` or `field:"a text"`. Whatever the user wrote, it is made of terms. */
export const TERM = /(?:(?<field>[a-z]+):)?(?:"(?<quoted>[^"]*)"?|(?<word>\S+))/giu;

/** The length of time that a word such as `>4h` names, in minutes, and on which side of it the sessions are. */
export function lengthTerm(word: string): { readonly isLonger: boolean; readonly minutes: number } | undefined {
  const minutes = /^[<>]/u.test(word) ? parseMinutes(word.slice(1)) : undefined;
  return minutes === undefined ? undefined : { isLonger: word.startsWith(">"), minutes };
}

/**
 * Reads a filter: terms that must all hold, each a text that some field contains, a `field:text`, a length of time such
 * as `>4h`, `<30m`, `>2d`, or an ID. Case does not matter; quotes keep spaces together. `undefined` for a text without terms.
 * Behind `from:` an address is a whole one, or a block such as `10.1.0.0/16`.
 *
 * An ID has to be whole, with or without `id:`: parts of one are in the IDs of others too, such as "network" or "10", and
 * what matches may be disconnected.
 */
export function parseFilter(text: string): SessionFilter | undefined {
  const found = [...text.matchAll(TERM)].map(({ 0: whole, groups = {} }) => ({ whole, groups }));
  const terms = found.map(({ whole, groups }) => term(whole, groups));
  const [first, ...others] = terms;
  return (
    first && {
      text: text.trim(),
      ids: found.map(({ whole, groups }) => idOf(whole, groups)),
      matches: others.length === 0 ? first : (candidate) => terms.every((matches) => matches(candidate)),
    }
  );
}

/** One term of a filter, as it was written. */
export interface FilterTerm {
  /** In lower case; absent for a text without one. It need not be a field that there is. */
  readonly field?: string;
  /** Without quotes. */
  readonly text: string;
  readonly whole: string;
}

/** The terms of a filter, in their order. */
export function termsOf(text: string): readonly FilterTerm[] {
  return [...text.matchAll(TERM)].map(({ 0: whole, groups: { field, quoted, word } = {} }) => ({
    text: quoted ?? word ?? "",
    whole,
    ...(field !== undefined && { field: field.toLowerCase() }),
  }));
}

/** A filter without its terms that name people or addresses: those are not to be kept on disk. */
export function withoutPeopleTerms(text: string): string {
  const terms = [...text.matchAll(TERM)].filter(({ groups }) => !isLoggedField(groups?.["field"]?.toLowerCase() ?? ""));
  return terms.map(([whole]) => whole).join(" ");
}

/**
 * Whether the second filter lets through only what the first does and what it names by an ID, as while a word is typed: then
 * only those need to be tested again. Quotes, addresses and lengths of time may change their meaning with every character.
 */
export function narrows(before: string, after: string): boolean {
  return (
    after.startsWith(before) &&
    !/from:/iu.test(after) &&
    /^[^"<>]*$/u.test(before) &&
    /^[\p{L}\p{N}._@-]+$/u.test(after.slice(before.length))
  );
}

function term(whole: string, { field, quoted, word }: Record<string, string | undefined>): Matcher {
  const named = FILTER_FIELDS.find((name) => name === field?.toLowerCase());
  const wanted = (quoted ?? word ?? "").toLowerCase();
  const id = idOf(whole, { field, quoted, word });
  if (named === "id") {
    return (candidate) => candidate.hasId(id);
  }
  const isFrom = named === "from" ? addressMatcher(wanted) : undefined;
  if (isFrom) {
    return ({ fields }) => isFrom(fields.from);
  }
  if (named) {
    return (candidate) => candidate.fields[named].includes(wanted);
  }
  const length = field === undefined ? lengthTerm(word ?? "") : undefined;
  if (length) {
    const { isLonger, minutes } = length;
    // Where Azure gave no duration, it is not known to be longer or shorter.
    return ({ ageMinutes }) => ageMinutes !== undefined && (isLonger ? ageMinutes > minutes : ageMinutes < minutes);
  }
  if (FILTER_FIELDS.some((name) => wanted === `${name}:`)) {
    // Still being typed.
    return () => true;
  }
  const text = field === undefined ? wanted : whole.toLowerCase();
  return (candidate) => candidate.anywhere.includes(text) || candidate.hasId(id);
}

/** What a term is if it's an ID, in lower case. Only `id:` is not part of it: there may be colons in one. */
export function idOf(whole: string, { field, quoted, word }: Record<string, string | undefined>): string {
  const isNamed = field === undefined || field.toLowerCase() === "id";
  const text = isNamed ? (quoted ?? word ?? "") : whole;
  // What other tools put around an ID, or behind it, is not part of it.
  return text
    .trim()
    .replaceAll(/^[{('`<]+|[})'`>/,;]+$/gu, "")
    .toLowerCase();
}
