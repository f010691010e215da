// Azure writes seven decimals in places, and its own examples `2019-1-1T12:00:00.0000Z`, which is no valid ISO 8601.
const AZURE_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|\+00:00)?$/;

/** A point in time as Azure writes it (UTC); `undefined` for anything else. */
export function parseAzureTime(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = (AZURE_TIME.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined) {
    return undefined;
  }
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : undefined;
}
