/** From a time, and before another, in milliseconds since 1970. */
export interface Timespan {
  readonly from: number;
  readonly to: number;
}

const DURATION = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
/** Of a week, a day, an hour, a minute and a second. */
const SECONDS = [604_800, 86_400, 3_600, 60, 1];

/** `start/end`, or an ISO 8601 duration that ends now; all of time where nothing is said. `undefined` for anything else. */
export function timespanOf(value: unknown, now: number): Timespan | undefined {
  if (value === undefined || value === null) {
    return { from: 0, to: Infinity };
  }
  if (typeof value !== "string") {
    return undefined;
  }
  const parts = DURATION.exec(value)?.slice(1);
  if (parts) {
    const seconds = SECONDS.reduce((sum, unit, index) => sum + Number(parts[index] ?? 0) * unit, 0);
    return { from: now - seconds * 1000, to: now };
  }
  const [from = NaN, to = NaN, ...more] = value.split("/").map((time) => Date.parse(time));
  return from < to && more.length === 0 ? { from, to } : undefined;
}
