const HOUR = 3_600_000;

/** How far back the history reaches, in milliseconds. */
export const HISTORY_RANGES = {
  "1h": HOUR,
  "1d": 24 * HOUR,
  "7d": 7 * 24 * HOUR,
  "30d": 30 * 24 * HOUR,
  "90d": 90 * 24 * HOUR,
} as const;

export type HistoryRange = keyof typeof HISTORY_RANGES;

export const HISTORY_RANGE_IDS = Object.keys(HISTORY_RANGES) as readonly HistoryRange[];
