import type { FilterField } from "./sessionFields.ts";

/** A term of a filter, such as `person:ann`. Quotes keep spaces together; one within a value can't be written. */
export function filterTerm(field: FilterField, value: string | undefined): string | undefined {
  const text = value?.replaceAll('"', "").trim();
  if (!text) {
    return undefined;
  }
  return /\s/u.test(text) ? `${field}:"${text}"` : `${field}:${text}`;
}
