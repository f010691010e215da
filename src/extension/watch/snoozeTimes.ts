/** Milliseconds for which notifications are held at a click. */
export const SNOOZE_MS = 3_600_000;

/** When people are back at work. */
const MORNING_HOUR = 8;

/** Tomorrow morning, in the machine's time zone. */
export function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR);
}
