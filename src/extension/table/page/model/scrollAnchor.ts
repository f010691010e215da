import type { Item } from "./arrange.ts";

/**
 * By how many lines to scroll so that the visible rows stay in place when rows come or go above them. The anchor is the first
 * visible row that is unchanged: one that changed may have moved.
 * @param first index of the first visible line
 * @param count how many are visible
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
