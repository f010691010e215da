// Azure writes seven decimals in places, and its own examples `2019-1-1T12:00:00.0000Z`, which is no valid ISO 8601.
const AZURE_TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2}))?$/;

const MINUTE = 60_000;

/** Azure Bastion's first year (public preview in June 2019): nothing that it measured began earlier. */
export const FIRST_BASTION_MS = Date.UTC(2019, 0, 1);

/**
 * A point in time as Azure writes it, in UTC unless it names an offset; `undefined` for anything else, and for a time before
 * there was Azure Bastion: `0001-01-01T00:00:00` is how .NET writes a time that was never set (autorest.csharp#741).
 */
export function parseAzureTime(text: string): Date | undefined {
  const ms = azureTimeMs(text);
  return ms !== undefined && ms >= FIRST_BASTION_MS ? new Date(ms) : undefined;
}

/** Milliseconds of any date that there is, of whatever year; `undefined` for a text that is no time. */
export function azureTimeMs(text: string): number | undefined {
  const found = AZURE_TIME.exec(text);
  if (!found) {
    return undefined;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  // Not Date.UTC, which takes the year 1 for 1901.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const read = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()];
  // A 30th of February or a 25th hour would have become another time.
  if ([month, day, hour, minute].some((value, index) => value !== read[index])) {
    return undefined;
  }
  const { sign, hours = 0, minutes = 0 } = found.groups ?? {};
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return date.getTime() - (sign === "-" ? -offset : offset);
}
