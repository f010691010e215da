const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** By name, as people sort; among equal names by id, so that the order is always the same. */
export function byName(nameA: string, nameB: string, idA: string, idB: string): number {
  return collator.compare(nameA, nameB) || (idA < idB ? -1 : Number(idA > idB));
}
