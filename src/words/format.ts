import * as l10n from "@vscode/l10n";
import { parseAzureTime } from "../core/model/azureTime.ts";
import type { Count } from "../core/model/count.ts";
import { durationForm, type DurationForm } from "../core/model/time/duration.ts";
import { intlLocale } from "../core/text/locale.ts";
import { timeFormat } from "../core/text/timeFormat.ts";
import { perLanguage } from "./language.ts";

/** Between the parts of a description. */
export const SEPARATOR = " · ";

// Putting values into a text is slow, and a host may have thousands of sessions.
const durations = perLanguage(() => new Map<number, string>());

/** A length of time in words as short as they can be: `1 h 12 min`; "unknown" where it is not known. */
export function formatDuration(minutes: number | undefined): string {
  if (minutes === undefined) {
    return unknown();
  }
  const whole = Math.floor(minutes);
  const text = durations().get(whole) ?? durationText(whole);
  durations().set(whole, text);
  return text;
}

/** Puts values into a text that `l10n.t` gave without them: as it does itself, but for thousands of rows at a time. */
export function fill(text: string, ...values: readonly string[]): string {
  const parts = templates.get(text) ?? text.split(/\{(\d+)\}/u);
  templates.set(text, parts);
  return parts.map((part, index) => (index % 2 === 0 ? part : (values[Number(part)] ?? ""))).join("");
}

const templates = new Map<string, readonly string[]>();

/** The texts of lengths of time, without their numbers. */
export const durationTexts = perLanguage((): Readonly<Record<DurationForm, string>> => ({
  days: l10n.t("{0} d"),
  daysHours: l10n.t("{0} d {1} h"),
  hours: l10n.t("{0} h"),
  hoursMinutes: l10n.t("{0} h {1} min"),
  minutes: l10n.t("{0} min"),
  underMinute: l10n.t("under 1 min"),
}));

function durationText(whole: number): string {
  const [form, ...values] = durationForm(whole);
  return fill(durationTexts()[form], ...values.map(formatNumber));
}

/**
 * Names one after the other; of more than so many, how many more there are.
 * @param between what stands between two names
 */
export function namesOf<T>(items: readonly T[], most: number, name: (item: T) => string, between = ", "): string {
  const named = items.slice(0, most).map(name).join(between);
  const rest = items.length - most;
  return rest > 0 ? l10n.t("{0} and {1} more", named, formatNumber(rest)) : named;
}

/** A note on so many of something; none if there are none. */
export function countNotes(
  count: number,
  one: () => string,
  many: (count: number, text: string) => string,
): readonly string[] {
  if (count === 0) {
    return [];
  }
  return [count === 1 ? one() : many(count, formatNumber(count))];
}

/** What stands where Azure said nothing. */
export function unknown(): string {
  return l10n.t("unknown");
}

// As the page of the sessions table formats them.
const numbers = perLanguage((tag) => new Intl.NumberFormat(intlLocale(tag)));
const times = perLanguage(timeFormat);

/** A count: `12,950`. */
export function formatNumber(value: number): string {
  return numbers().format(value);
}

/** How many of what is named beside it, as far as that is known. */
export function formatCount(count: Count): string {
  switch (count.kind) {
    case "exact":
      return formatNumber(count.value);
    case "atLeast":
      return l10n.t("at least {0}", formatNumber(count.value));
    case "about":
      return l10n.t("about {0}", formatNumber(count.value));
    case "atLeastAbout":
      return l10n.t("at least about {0}", formatNumber(count.value));
    case "unknown":
      return unknown();
  }
}

/** A time of day: `2:10 PM`; with its date if that is not today's. */
export function formatTime(date: Date, now: Date): string {
  return times().recent(date, now);
}

/** A point in time to the second, in the machine's time zone: for the screen only, see {@link utcTime}. */
export function formatSecond(date: Date): string {
  return times().second(date);
}

/** As {@link formatSecond}, or Azure's own text if it is no time. */
export function formatAzureTime(text: string): string {
  const date = parseAzureTime(text);
  return date ? formatSecond(date) : text;
}

/** Sentences one after the other, without a full stop after the last: Japanese and Chinese have one of their own. */
export function sentences(...texts: readonly string[]): string {
  return texts.reduce((before, next) => l10n.t("{0}. {1}", before, next));
}
