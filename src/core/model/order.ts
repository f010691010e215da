const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** By name, as people sort; among equal names by id, so that the order is always the same. */
export function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || compareText(idA, idB);
}

/** By code unit: for IDs, and for times as ISO 8601 has them. A text that is missing comes first, as an empty one does. */
export function compareText(a = "", b = ""): number {
  return a < b ? -1 : Number(a > b);
}
