/** How a length of time is said: by the largest units that it has. */
export type DurationForm = "days" | "daysHours" | "hours" | "hoursMinutes" | "minutes" | "underMinute";

/**
 * A length of time in words as short as they can be: the form of the text, and the numbers in it.
 * @param minutes whole ones
 */
export function durationForm(minutes: number): readonly [form: DurationForm, ...values: number[]] {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  if (days > 0) {
    return hours > 0 ? ["daysHours", days, hours] : ["days", days];
  }
  if (hours > 0) {
    return rest > 0 ? ["hoursMinutes", hours, rest] : ["hours", hours];
  }
  return rest > 0 ? ["minutes", rest] : ["underMinute"];
}

const LENGTH = /^(?<amount>\d+(?:\.\d+)?)(?<unit>min|[mhd])$/iu;
const MINUTES: Readonly<Record<string, number>> = { m: 1, min: 1, h: 60, d: 1440 };

/** Reads a length of time as the user writes it, such as `30m`, `1.5h` or `2d`: in minutes; `undefined` for any other text. */
export function parseMinutes(text: string): number | undefined {
  const { amount, unit } = LENGTH.exec(text)?.groups ?? {};
  const minutes = MINUTES[unit?.toLowerCase() ?? ""];
  return minutes === undefined ? undefined : Number(amount) * minutes;
}
