/** The one of a list that is meant, by itself or by a name. @throws Error if there is none */
export function find<T extends object>(
  list: readonly T[],
  ref: T | string,
  names: (item: T) => readonly string[],
  what: string,
): T {
  const wanted = typeof ref === "string" ? ref.toLowerCase() : undefined;
  const item = list.find(
    (candidate) => candidate === ref || names(candidate).some((name) => name.toLowerCase() === wanted),
  );
  if (!item) {
    throw new Error(`There is no ${what} ${typeof ref === "string" ? ref : JSON.stringify(ref)} in this world.`);
  }
  return item;
}
