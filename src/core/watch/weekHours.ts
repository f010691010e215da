/** Hours of a week, such as `Mon-Fri 07:00-19:00`, in the zone of the machine. */
export interface WeekHours {
  /** As the user wrote it. */
  readonly text: string;
  /** Days and hours; a range that ends before it begins goes past midnight. Minutes of the day. */
  readonly ranges: readonly { readonly days: readonly number[]; readonly from: number; readonly to: number }[];
}

type HourRange = WeekHours["ranges"][number];

/** In English whatever the language of VS Code is, since a setting is the same for everyone. In the order of Date's numbers. */
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const ALL_DAYS = DAYS.map((_, day) => day);
const MIDNIGHT = 24 * 60;
const PART = /^(?<days>[a-z]+(?:\s*[-–]\s*[a-z]+)?)?\s*(?:(?<from>\d{1,2}:\d\d)\s*[-–]\s*(?<to>\d{1,2}:\d\d))?$/iu;

/**
 * Reads hours of a week: ranges between commas, such as `Mon-Fri 07:00-19:00, Sat,Sun 09:00-12:00`. Days without hours have
 * those that follow, hours without days are on the days before, or else on every day. `undefined` for any other text.
 */
export function parseWeekHours(text: string): WeekHours | undefined {
  const ranges: HourRange[] = [];
  let [waiting, days]: [readonly number[], readonly number[]] = [[], ALL_DAYS];
  for (const part of text.split(",")) {
    const { days: named, from, to } = PART.exec(part.trim())?.groups ?? {};
    const parsed = named === undefined ? [] : parseDays(named);
    if (parsed === undefined || (named === undefined && from === undefined)) {
      return undefined;
    }
    waiting = [...waiting, ...parsed];
    if (from !== undefined && to !== undefined) {
      const hours = parseHours(from, to);
      if (!hours) {
        return undefined;
      }
      days = waiting.length > 0 ? [...new Set(waiting)].toSorted((a, b) => a - b) : days;
      waiting = [];
      ranges.push({ days, ...hours });
    }
  }
  // Days at the end that have no hours.
  return waiting.length > 0 ? undefined : { text: text.trim(), ranges };
}

function parseDays(text: string): readonly number[] | undefined {
  const [first, last] = text.split(/[-–]/u).map(dayOf);
  if (first === undefined || first < 0 || last === -1) {
    return undefined;
  }
  const count = last === undefined ? 1 : ((last - first + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, after) => (first + after) % DAYS.length);
}

function dayOf(text: string): number {
  const name = text.trim().toLowerCase();
  return DAYS.findIndex((day) => day === name || day.slice(0, 3) === name);
}

function parseHours(from: string, to: string): Pick<HourRange, "from" | "to"> | undefined {
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const isRange = begin !== undefined && end !== undefined && begin !== end && begin < MIDNIGHT;
  return isRange ? { from: begin, to: end } : undefined;
}

function minuteOf(text: string): number | undefined {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  const minute = hours * 60 + minutes;
  return minutes < 60 && minute <= MIDNIGHT ? minute : undefined;
}

/** Whether a time is outside of these hours, by the days and the clock of the machine's zone, summer time included. */
export function isOutside({ ranges }: WeekHours, date: Date): boolean {
  const [day, minute] = [date.getDay(), date.getHours() * 60 + date.getMinutes()];
  const yesterday = (day + DAYS.length - 1) % DAYS.length;
  return !ranges.some(({ days, from, to }) =>
    from < to
      ? days.includes(day) && from <= minute && minute < to
      : (days.includes(day) && from <= minute) || (days.includes(yesterday) && minute < to),
  );
}
