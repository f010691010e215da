/** The headers of an answer, whatever their case on the wire. */
export interface Headers {
  get(name: string): string | undefined;
}

/**
 * Milliseconds that Azure asks us to wait; undefined where it does not say.
 *
 * Retry-After is a number of seconds or a date. A date is taken relative to the answer's own Date header where there is
 * one, since this machine's clock may be wrong. Azure Resource Graph names its quota's reset in a header of its own.
 *
 * @param now this machine's clock, for an answer without Date
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) {
    return Number(value) * 1_000;
  }
  // An HTTP date begins with its weekday. Date.parse would take "-5" for a day in May.
  const until = /^[a-z]{3}/i.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(until)) {
    const sent = Date.parse(headers.get("date") ?? "");
    return Math.max(0, until - (Number.isNaN(sent) ? now : sent));
  }
  return quotaResetMs(headers.get("x-ms-user-quota-resets-after"));
}

/** As {@link retryAfterMs} for a 429: where no header says it, Azure's sentence does ("Please try again after '372' seconds."). */
export function throttledForMs(headers: Headers, message: string | undefined, now: number): number | undefined {
  const seconds = /\bafter '?(\d{1,6})'? seconds/i.exec(message ?? "")?.[1];
  return retryAfterMs(headers, now) ?? (seconds === undefined ? undefined : Number(seconds) * 1_000);
}

/** Azure Resource Graph's `hh:mm:ss`. */
export function quotaResetMs(value: string | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d\d):(\d\d):(\d\d)/.exec(value?.trim() ?? "") ?? [];
  return seconds === undefined ? undefined : ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}
