/** How many proposals are shown. */
const MOST = 8;
const LENGTHS = [">30m", ">1h", ">4h", ">1d"];

/** What the term at the caret may become, and where that term is. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly proposals: readonly string[];
}

/** Completes a filter at the caret, see {@link complete}. */
export type Completer = (text: string, caret: number) => Completion;

/**
 * Completes a filter at the caret: fields, their values, and lengths of time.
 * @param fields those that a term may name
 * @param values those of a field that are on the list
 */
export function complete<Field extends string>(
  text: string,
  caret: number,
  fields: readonly Field[],
  values: (field: Field) => Iterable<string>,
): Completion {
  const from = termStart(text, caret);
  const term = text.slice(from, caret).toLowerCase();
  const [, name, quote, part = ""] = /^([a-z]+):("?)([^"]*)$/u.exec(term) ?? [];
  const field = fields.find((known) => known === name);
  const all = field
    ? fieldProposals(field, part, values(field))
    : [...fields.map((known) => `${known}:`), ...LENGTHS].filter((proposal) => proposal.startsWith(term));
  const proposals = all.filter((proposal) => proposal.toLowerCase() !== term).slice(0, MOST);
  return {
    from,
    to: caret,
    proposals: quote === undefined && term === "" && from > 0 && text[from - 1] !== " " ? [] : proposals,
  };
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

/** Values that start with the typed text come before those that contain it, each in alphabetical order. */
function fieldProposals(field: string, part: string, values: Iterable<string>): string[] {
  const [starting, containing]: [string[], string[]] = [[], []];
  for (const value of values) {
    const at = value.toLowerCase().indexOf(part);
    // A quote within a value cannot be written.
    if (at !== -1 && value !== "" && !value.includes('"')) {
      offer(at === 0 ? starting : containing, value);
    }
  }
  return [...starting, ...containing].map((value) => `${field}:${/\s/u.test(value) ? `"${value}"` : value}`);
}

/** Inserts a value into a sorted list that keeps only as many as may be shown: there may be thousands. */
function offer(first: string[], value: string): void {
  const after = first.at(-1);
  if (first.length > MOST && after !== undefined && value >= after) {
    return;
  }
  const place = first.findIndex((other) => value < other);
  first.splice(place === -1 ? first.length : place, 0, value);
  first.splice(MOST + 1);
}
