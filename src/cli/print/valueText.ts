/** Times as they are printed. */
import { parseAzureTime } from "../../core/model/azureTime.ts";
import { utcTime } from "../../core/text/timeFormat.ts";

/** A point in time in UTC, since what is printed ends in tickets and files. */
export function timeText(ms: number): string {
  return utcTime(new Date(ms));
}

/** Milliseconds of a time that Azure wrote; Azure's own text where it is no time. */
export function startedOf(text: string): number | string {
  return parseAzureTime(text)?.getTime() ?? text;
}
