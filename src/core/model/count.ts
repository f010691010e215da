/**
 * How many there are, as far as that is known. Texts take this type instead of a number, so that "none" can be said only
 * of what is known to be none.
 */
export type Count =
  | { readonly kind: "exact"; readonly value: number }
  /** One or more: that there are at least none says nothing. */
  | { readonly kind: "atLeast"; readonly value: number }
  /** There may be more and there may be fewer, as with an average or a list that is out of date. */
  | { readonly kind: "about"; readonly value: number }
  /** The same of a part, and there may be more. */
  | { readonly kind: "atLeastAbout"; readonly value: number }
  | { readonly kind: "unknown" };

export const UNKNOWN_COUNT: Count = { kind: "unknown" };

export function exactly(value: number): Count {
  return { kind: "exact", value };
}

/** So many were found, and there may be more. */
export function atLeast(value: number): Count {
  return value > 0 ? { kind: "atLeast", value } : UNKNOWN_COUNT;
}

/**
 * @param found how many were found; `undefined` before that is known
 * @param isAll whether there are none but those
 */
export function countFound(found: number | undefined, isAll: boolean): Count {
  if (found === undefined) {
    return UNKNOWN_COUNT;
  }
  return isAll ? exactly(found) : atLeast(found);
}

export function about(value: number): Count {
  return { kind: "about", value };
}

/** That there are at least about none says nothing. */
export function atLeastAbout(value: number): Count {
  return value > 0 ? { kind: "atLeastAbout", value } : UNKNOWN_COUNT;
}

/** What is known of all together. A part that may be too high is no part of a lower limit. */
export function sumOf(counts: readonly Count[]): Count {
  const total = (...kinds: readonly Count["kind"][]) =>
    counts.reduce((sum, count) => sum + (count.kind !== "unknown" && kinds.includes(count.kind) ? count.value : 0), 0);
  const has = (kind: Count["kind"]) => counts.some((count) => count.kind === kind);
  if (has("unknown") || has("atLeast") || has("atLeastAbout")) {
    return atLeast(total("exact", "atLeast"));
  }
  return has("about") ? about(total("exact", "about")) : exactly(total("exact"));
}

/** The same for a glance, where a lower limit may be about right only. */
export function roughSumOf(counts: readonly Count[]): Count {
  const isRough = counts.some(({ kind }) => kind === "about" || kind === "atLeastAbout");
  const value = counts.reduce((sum, count) => sum + (count.kind === "unknown" ? 0 : count.value), 0);
  const isAll = counts.every(({ kind }) => kind === "exact" || kind === "about");
  if (isRough) {
    return isAll ? about(value) : atLeastAbout(value);
  }
  return countFound(value, isAll);
}

/** Another number that is as certain as a count, such as the users among the sessions. */
export function asCertainAs({ kind }: Count, value: number): Count {
  switch (kind) {
    case "exact":
      return exactly(value);
    case "about":
      return about(value);
    case "atLeastAbout":
      return atLeastAbout(value);
    default:
      return atLeast(value);
  }
}
