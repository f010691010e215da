import { azureTimeMs } from "../model/azureTime.ts";

const TYPED =
  /^\s*(?<day>\d{4}-\d{1,2}-\d{1,2})(?:[T\s]+(?<clock>\d{1,2}:\d{2})(?<seconds>:\d{2})?)?\s*(?:Z|UTC)?\s*$/iu;

/** Milliseconds of a point in time in UTC as a user types it, such as `2026-08-20 14:30`; `undefined` for anything else. */
export function parseUtcText(text: string): number | undefined {
  const { day, clock = "0:00", seconds = ":00" } = TYPED.exec(text)?.groups ?? {};
  return day === undefined ? undefined : azureTimeMs(`${day}T${clock}${seconds}Z`);
}

/** The same the other way round, to the minute. */
export function utcText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
