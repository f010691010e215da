import { durationForm } from "../../../core/model/time/duration.ts";
import { knownZone, timeFormat, type TimeFormat } from "../../../core/text/timeFormat.ts";
import type { Count } from "../../../core/model/count.ts";
import type { FieldFormat, FieldHost } from "../../../core/model/session/sessionField.ts";
import { cellText, type ColumnId } from "../../../core/model/session/sessionFields.ts";
import type { HistoryRow } from "../history/historyProtocol.ts";
import type { WeekHour } from "./model/historyStatistics.ts";
import type { TextKey, Texts } from "../protocol.ts";
import { minutes, type PageRow } from "./model/rowStore.ts";

/** In English, as {@link TextFormatter.weekHour} reads them. */
const WEEKDAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The page's texts and values in the user's language. */
export class TextFormatter implements FieldFormat {
  readonly #templates: Texts;
  readonly #time: TimeFormat;
  readonly #number: Intl.NumberFormat;
  readonly #amount: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #plural: Intl.PluralRules;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayClock: Intl.DateTimeFormat;
  readonly #weekday: Intl.DateTimeFormat;
  readonly #weekHour: Intl.DateTimeFormat;

  /** @param zone the extension's time zone: the browser may be in another one */
  constructor(texts: Texts, locale: string | undefined, zone: string) {
    this.#templates = texts;
    this.#time = timeFormat(locale, zone);
    const timeZone = knownZone(zone);
    this.#number = new Intl.NumberFormat(locale);
    this.#amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.#percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.#plural = new Intl.PluralRules(locale);
    this.#day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone });
    this.#weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
    this.#weekHour = new Intl.DateTimeFormat("en", { weekday: "short", hour: "2-digit", hourCycle: "h23", timeZone });
    this.#dayClock = new Intl.DateTimeFormat(locale, {
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZone,
    });
  }

  format(key: TextKey, ...values: readonly (string | number)[]): string {
    return this.#template(key, values).replaceAll(/\{(\d)\}/gu, (_whole, place: string) => {
      const value = values[Number(place)] ?? "";
      return typeof value === "number" ? this.#number.format(value) : value;
    });
  }

  /** In the form that the language has for the first number among the values, see {@link pluralTexts}. */
  #template(key: TextKey, values: readonly (string | number)[]): string {
    const templates: Readonly<Record<string, string>> = this.#templates;
    const count = values.find((value) => typeof value === "number");
    const form = count === undefined ? undefined : templates[`${key}/${this.#plural.select(count)}`];
    return form ?? this.#templates[key];
  }

  duration(length: number | undefined): string {
    if (length === undefined) {
      return this.format("unknown");
    }
    return this.format(...durationForm(Math.max(0, Math.floor(length))));
  }

  /** A time of day. */
  clock(ms: number): string {
    return this.#time.clock(ms);
  }

  day(ms: number): string {
    return this.#day.format(ms);
  }

  /** A time of day, and of which day. */
  dayClock(ms: number): string {
    return this.#dayClock.format(ms);
  }

  /** The short name of a weekday. @param day from 0 for Monday on */
  weekday(day: number): string {
    // The fifth of January 1970 was a Monday.
    return this.#weekday.format((4 + day) * 86_400_000);
  }

  /** Where a time is in a week of the extension's time zone. */
  weekHour(ms: number): WeekHour {
    const [weekday = "", hour = "0"] = this.#weekHour.format(ms).split(/\W+/u);
    return { weekday: WEEKDAY_NAMES.indexOf(weekday), hour: Number(hour) };
  }

  connections(count: number): string {
    return count === 1 ? this.format("history.connectionOne") : this.format("history.connections", count);
  }

  failures(count: number): string {
    return count === 1 ? this.format("history.attemptOne") : this.format("history.attempts", count);
  }

  /** An entry of the history, in a line. */
  entry({ person, user, vm, started, ended }: HistoryRow): string {
    const times = [started, ended].flatMap((ms) => (ms === undefined ? [] : this.time(ms)));
    return [person ?? user, vm, times.join(" – ")].filter(Boolean).join(" · ");
  }

  /** A whole number. */
  number(value: number): string {
    return this.#number.format(value);
  }

  /** A number that need not be whole. */
  amount(value: number): string {
    return this.#amount.format(value);
  }

  /** @param value 100 for the whole */
  percent(value: number): string {
    return this.#percent.format(value / 100);
  }

  /** How many sessions, as far as that is known. */
  sessions(count: Count): string {
    return this.#count(count, (value) => {
      if (value === 0) {
        return this.format("sessionsNone");
      }
      return value === 1 ? this.format("sessionsOne") : this.format("sessionsMany", value);
    });
  }

  /** How many of what its heading names. */
  count(count: Count): string {
    return this.#count(count, (value) => this.number(value));
  }

  #count(count: Count, text: (value: number) => string): string {
    switch (count.kind) {
      case "exact":
        return text(count.value);
      case "atLeast":
      case "about":
      case "atLeastAbout":
        return this.format(count.kind, text(count.value));
      case "unknown":
        return this.format("unknown");
    }
  }

  /** A point in time to the second, as the tree's tooltips show it. */
  time(ms: number): string {
    return this.#time.second(ms);
  }

  /** The time of a host's list that may no longer be true, as the tree shows it. */
  asOf({ asOf }: Pick<FieldHost, "asOf">, now = new Date()): string | undefined {
    return asOf === undefined ? undefined : this.format("asOf", this.#time.recent(asOf, now));
  }

  /** What a cell shows. */
  cell(column: ColumnId, row: PageRow, now: number): string {
    return cellText(column, row, minutes(row, now), this) ?? this.format("unknown");
  }
}
