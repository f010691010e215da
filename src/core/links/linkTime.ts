import { azureTimeMs, FIRST_BASTION_MS, parseAzureTime } from "../model/azureTime.ts";

/** Azure has written the time a link was made in this form too: `07/23/2024 16:07:52`. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}:\d{2}:\d{2})$/u;

/** A time of a shareable link, in UTC; `undefined` for a text that is no time. */
export function linkTime(text: string): Date | undefined {
  const [, month = "", day = "", year = "", time = ""] = AMERICAN.exec(text.trim()) ?? [];
  if (year === "") {
    return parseAzureTime(text.trim());
  }
  const ms = azureTimeMs(`${year}-${month}-${day}T${time}Z`);
  return ms !== undefined && ms >= FIRST_BASTION_MS ? new Date(ms) : undefined;
}
