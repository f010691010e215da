import { plainText } from "./plainText.ts";

/** A thing among others of its kind. */
export interface Nameable {
  /** Equal for the same thing only. */
  readonly key: string;
  readonly name: string;
  /** What tells it from others of the same name, the most familiar first; the last one is unique. */
  readonly details: readonly (string | undefined)[];
}

/**
 * What to call each of these so that no two of them look alike: by name where that is unique, else with the details that
 * tell it apart, such as `bas-hub (Contoso Production)`.
 * @returns by key
 */
export function distinctNames(things: Iterable<Nameable>): ReadonlyMap<string, string> {
  const rows = [...new Map([...things].map((thing) => [thing.key, { thing, shown: new Set<number>() }])).values()];
  for (let isChanged = true; isChanged;) {
    const alike = [...Map.groupBy(rows, (row) => looksOf(textOf(row))).values()].filter(({ length }) => length > 1);
    isChanged = alike.map(tellApart).includes(true);
  }
  return new Map(rows.map((row) => [row.thing.key, textOf(row)]));
}

interface Row {
  readonly thing: Nameable;
  /** Which of the details are shown. */
  readonly shown: Set<number>;
}

function textOf({ thing: { name, details }, shown }: Row): string {
  const texts = [...shown].toSorted((a, b) => a - b).flatMap((index) => details[index] ?? []);
  return texts.length === 0 ? name : `${name} (${texts.join(", ")})`;
}

/** Shows the first detail in which these differ. @returns whether there was one that wasn't shown yet */
function tellApart(rows: readonly Row[]): boolean {
  const most = Math.max(...rows.map(({ thing }) => thing.details.length));
  for (let index = 0; index < most; index++) {
    const isHidden = ({ thing, shown }: Row) => thing.details[index] !== undefined && !shown.has(index);
    const differ = new Set(rows.map(({ thing }) => looksOf(thing.details[index] ?? ""))).size > 1;
    if (differ && rows.some(isHidden)) {
      rows.filter(isHidden).forEach(({ shown }) => shown.add(index));
      return true;
    }
  }
  return false;
}

/** Equal for texts that a reader takes for the same: Azure's names differ in more than their case. */
export function looksOf(text: string): string {
  return plainText(text, 1_000).normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
}
