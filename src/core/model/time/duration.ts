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
