import { intlLocale } from "./locale.ts";

/** How a point in time is shown on screen. */
export interface TimeFormat {
  /** A time of day: `2:10 PM`. */
  readonly clock: (date: Date | number) => string;
  /** A time of day, with its date if that isn't today's. */
  readonly recent: (date: Date | number, now: Date) => string;
  /** A date and a time to the second. */
  readonly second: (date: Date | number) => string;
}

/**
 * The one format for the tree and for the table's page, which runs in a browser that may be in another language and zone.
 * @param timeZone the machine's own by default, and where the name isn't known
 */
export function timeFormat(locale: string | undefined, timeZone?: string): TimeFormat {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(intlLocale(locale), { ...options, timeZone: knownZone(timeZone) });
    return (date: Date | number) => made.format(date);
  };
  const clock = format({ timeStyle: "short" });
  const day = format({ dateStyle: "short" });
  const dayAndClock = format({ dateStyle: "medium", timeStyle: "short" });
  return {
    clock,
    recent: (date, now) => (day(date) === day(now) ? clock : dayAndClock)(date),
    second: format({ dateStyle: "medium", timeStyle: "medium" }),
  };
}

/** A time zone as `Intl` takes it; `undefined` for a name that it doesn't know, for which it would throw. */
export function knownZone(timeZone: string | undefined): string | undefined {
  try {
    return timeZone === undefined ? undefined : new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * A point in time for what leaves the screen, where a reader in another zone must read the same:
 * `2026-03-01 10:00:00 UTC`. A text that isn't ISO 8601 in UTC stays as it is.
 */
export function utcTime(at: Date | string): string {
  const text = typeof at === "string" ? at : at.toISOString();
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/u.exec(text) ?? [];
  return day === undefined || time === undefined ? text : `${day} ${time} UTC`;
}
