/** A range of time, in milliseconds of the date. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The shortest range that can be zoomed to. */
const SHORTEST = 60_000;

/**
 * Makes a range shorter or longer around a time, which stays where it is.
 * @param factor below 1 to zoom in
 */
export function zoomed({ from, to }: TimeWindow, factor: number, at: number, whole: TimeWindow): TimeWindow {
  const length = Math.min(whole.to - whole.from, Math.max(SHORTEST, (to - from) * factor));
  const share = to > from ? (at - from) / (to - from) : 0.5;
  return within({ from: at - length * share, to: at + length * (1 - share) }, whole);
}

/** Moves a range by a share of its length, as far as there is anything. */
export function panned({ from, to }: TimeWindow, share: number, whole: TimeWindow): TimeWindow {
  const by = (to - from) * share;
  return within({ from: from + by, to: to + by }, whole);
}

/** The same length, moved to where there is something. */
function within({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(to - from, whole.to - whole.from);
  const start = Math.max(whole.from, Math.min(from, whole.to - length));
  return { from: start, to: start + length };
}
