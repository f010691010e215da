import type { Moment } from "../../src/core/model/time/moment.ts";

/** A moment by its milliseconds on the monotonic clock; the date stands still unless told otherwise. */
export function momentAt(monotonic: number, wall = 0): Moment {
  return { monotonic, wall: new Date(wall) };
}
