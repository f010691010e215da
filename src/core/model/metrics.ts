/** What Azure Monitor measures of a bastion host, over time: plain data. */

export const RANGES = ["1h", "6h", "24h", "7d", "30d"] as const;
export type MetricsRange = (typeof RANGES)[number];

const [MINUTE, HOUR] = [60_000, 3_600_000];

/**
 * How long each is, and how long one value of it stands for, in milliseconds. The grains are those that the metric
 * `sessions` has, only PT5M and PT15M, see azure/monitor.ts; so a range has some 3,000 values at most.
 */
const SIZES: Readonly<Record<MetricsRange, { readonly length: number; readonly step: number }>> = {
  "1h": { length: HOUR, step: 5 * MINUTE },
  "6h": { length: 6 * HOUR, step: 5 * MINUTE },
  "24h": { length: 24 * HOUR, step: 5 * MINUTE },
  "7d": { length: 7 * 24 * HOUR, step: 15 * MINUTE },
  "30d": { length: 30 * 24 * HOUR, step: 15 * MINUTE },
};

/** A stretch of time in equal steps: that many, the first of which begins at `from`. Milliseconds of the date. */
export interface Timeline {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** A value for each step of a timeline. `undefined`: Azure has none, which is not zero. */
export type Values = readonly (number | undefined)[];

/** The range that ends now, in whole steps of the clock, so that what is asked within one step is the same. */
export function timeline(range: MetricsRange, now: number): Timeline {
  const { length, step } = SIZES[range];
  return { from: Math.floor(now / step) * step - length, step, count: length / step };
}
