import type { Item } from "./arrange.ts";

/**
 * By how many lines what the user looks at has moved, where rows came or went above it. Judged by the first row in sight
 * that is as it was: one that changed may have its place elsewhere now.
 * @param first index of the first line in sight
 * @param count how many are in sight
 */
export function scrollShift(before: readonly Item[], after: readonly Item[], first: number, count: number): number {
  for (let index = first; index < Math.min(first + count, before.length); index++) {
    const item = before[index];
    const now = item === undefined ? -1 : after.indexOf(item);
    if (now !== -1) {
      return now - index;
    }
  }
  return 0;
}
