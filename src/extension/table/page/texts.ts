import { durationForm } from "../../../core/model/duration.ts";
import type { ColumnId, TextKey, Texts } from "../protocol.ts";
import type { SortValue } from "./model/sortKeys.ts";
import { minutes, type PageRow } from "./model/rowStore.ts";

/** What the page says, in the user's language. */
export class TextFormatter {
  readonly #templates: Texts;
  readonly #time: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #number: Intl.NumberFormat;
  readonly #amount: Intl.NumberFormat;
  readonly #percent: Intl.NumberFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayClock: Intl.DateTimeFormat;

  constructor(texts: Texts, locale: string) {
    this.#templates = texts;
    this.#time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
    this.#clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
    this.#number = new Intl.NumberFormat(locale);
    this.#amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    this.#percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
    this.#day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });
    this.#dayClock = new Intl.DateTimeFormat(locale, {
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    });
  }

  format(key: TextKey, ...values: readonly (string | number)[]): string {
    return this.#templates[key].replaceAll(/\{(\d)\}/gu, (_whole, place: string) => {
      const value = values[Number(place)] ?? "";
      return typeof value === "number" ? this.#number.format(value) : value;
    });
  }

  duration(length: number | undefined): string {
    if (length === undefined) {
      return this.format("unknown");
    }
    return this.format(...durationForm(Math.max(0, Math.floor(length))));
  }

  /** A time of day. */
  clock(ms: number): string {
    return this.#clock.format(ms);
  }

  day(ms: number): string {
    return this.#day.format(ms);
  }

  /** A time of day, and of which day. */
  dayClock(ms: number): string {
    return this.#dayClock.format(ms);
  }

  /** A number that need not be whole. */
  amount(value: number): string {
    return this.#amount.format(value);
  }

  /** @param value 100 for the whole */
  percent(value: number): string {
    return this.#percent.format(value / 100);
  }

  sessions(count: number): string {
    return count === 1 ? this.format("sessionsOne") : this.format("sessionsMany", count);
  }

  /** What a cell shows. */
  cell(column: ColumnId, row: PageRow, now: number): string {
    switch (column) {
      case "duration":
        return this.duration(minutes(row, now));
      case "started":
        return typeof row.started === "number"
          ? this.#time.format(row.started)
          : (row.started ?? this.format("unknown"));
      case "host":
        return row.on.name;
      case "subscription":
        return row.on.subscription;
      case "sku":
        return row.on.sku ?? this.format("unknown");
      case "location":
        return row.on.location ?? this.format("unknown");
      case "state":
        return this.#state(row);
      default:
        return row[column] ?? this.format("unknown");
    }
  }

  /** In the words of the tree, and as many of them as there are. */
  #state({ work, anonymous, suspect, on }: PageRow): string {
    const remarks = [
      ...(work ? [this.format(work)] : []),
      ...(anonymous ? [this.format("anonymous")] : []),
      ...(suspect ? [this.format("suspect")] : []),
      ...(on.reading === "failed" ? [this.format("outdated")] : []),
    ];
    return remarks.join(" · ") || this.format("active");
  }
}

/** What each column is sorted by. */
export const SORT_VALUES: Readonly<Record<ColumnId, SortValue>> = {
  user: ({ user }) => user,
  vm: ({ vm }) => vm,
  host: ({ on }) => on.name,
  protocol: ({ protocol }) => protocol,
  started: ({ started }) => (typeof started === "number" ? started : undefined),
  // The shortest began last.
  duration: ({ began }) => began && -began,
  ip: ({ ip }) => ip,
  resourceGroup: ({ resourceGroup }) => resourceGroup,
  subscription: ({ on }) => on.subscription,
  state: ({ work, anonymous, suspect, on }) =>
    work === "disconnecting" ? 0 : work ? 1 : anonymous ? 2 : suspect ? 3 : on.reading === "failed" ? 4 : 5,
  sku: ({ on }) => on.sku,
  location: ({ on }) => on.location,
};
