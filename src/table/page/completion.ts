import { FILTER_FIELDS, type FilterField } from "../../model/sessionFilter.ts";

/** How many proposals are shown. */
const MOST = 8;
const LENGTHS = [">30m", ">1h", ">4h", ">1d"];

/** What the term at the caret may become, and where that term is. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly string[];
}

/** Fields of which the values on the list are proposed. */
export type KnownValues = (field: FilterField) => Iterable<string>;

/** Completes a filter at the caret: fields, their values, and lengths of time. */
export function complete(text: string, caret: number, values: KnownValues): Completion {
  const from = termStart(text, caret);
  const term = text.slice(from, caret).toLowerCase();
  const [, name, quote, part = ""] = /^([a-z]+):("?)([^"]*)$/u.exec(term) ?? [];
  const field = FILTER_FIELDS.find((known) => known === name);
  const all = field ? fieldProposals(field, part, values) : [...FILTER_FIELDS.map((known) => `${known}:`), ...LENGTHS].filter((proposal) => proposal.startsWith(term));
  const proposals = all.filter((proposal) => proposal.toLowerCase() !== term).slice(0, MOST);
  return { from, to: caret, proposals: quote === undefined && term === "" && from > 0 && text[from - 1] !== " " ? [] : proposals };
}

function termStart(text: string, caret: number): number {
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < caret; at++) {
    if (text[at] === '"') {
      isQuoted = !isQuoted;
    } else if (text[at] === " " && !isQuoted) {
      start = at + 1;
    }
  }
  return start;
}

function fieldProposals(field: FilterField, part: string, values: KnownValues): string[] {
  const found = new Set<string>();
  for (const value of values(field)) {
    if (found.size > MOST) {
      break;
    }
    // A quote within a value cannot be written.
    if (value.toLowerCase().includes(part) && value !== "" && !value.includes('"')) {
      found.add(`${field}:${/\s/u.test(value) ? `"${value}"` : value}`);
    }
  }
  return [...found];
}
