import { azureTimeMs, FIRST_BASTION_MS } from "./azureTime.ts";
import type { BastionSession } from "./session/session.ts";

/**
 * By how much this machine's clock and Azure's may differ, in milliseconds: as much as Kerberos and the validation of
 * Entra ID's tokens allow.
 */
export const CLOCKS_DIFFER_MS = 300_000;

/**
 * A session without times that can't be right: a start or a duration that reaches back before there was Azure Bastion, or a
 * start after the answer that tells of it. What is left out is unknown everywhere, in leftovers and exports too. A start
 * in a form that isn't known stays as Azure wrote it, unless its year can't be right.
 *
 * @param answeredAt by this machine's clock. A clock that stands before 2019 judges nothing but the year.
 */
export function withCredibleTimes(session: BastionSession, answeredAt: Date): BastionSession {
  const { startTime, durationMinutes, ...others } = session;
  const now = answeredAt.getTime() < FIRST_BASTION_MS ? Infinity : answeredAt.getTime() + CLOCKS_DIFFER_MS;
  const start = startTime === undefined ? undefined : azureTimeMs(startTime);
  const isStartWrong = start === undefined ? isOfWrongYear(startTime, now) : start < FIRST_BASTION_MS || start > now;
  // The whole record was never filled in: no minutes are no more known than the start.
  const isUnset = isStartWrong && durationMinutes === 0;
  const isDurationWrong =
    durationMinutes !== undefined && (isUnset || durationMinutes * 60_000 > now - FIRST_BASTION_MS);
  return isStartWrong || isDurationWrong
    ? {
        ...others,
        ...(startTime !== undefined && !isStartWrong && { startTime }),
        ...(durationMinutes !== undefined && !isDurationWrong && { durationMinutes }),
      }
    : session;
}

/** Whether a text in another form than Azure's names a year that can't be: `01/01/0001 00:00:00` is a time never set, too. */
function isOfWrongYear(text: string | undefined, now: number): boolean {
  const [digits] = /(?<!\d|:\d\d\.)\d{4}(?!\d)/.exec(text ?? "") ?? [];
  const year = Number(digits);
  // A day more, for zones.
  const last = now === Infinity ? now : new Date(now + 86_400_000).getUTCFullYear();
  return digits !== undefined && (year < new Date(FIRST_BASTION_MS).getUTCFullYear() || year > last);
}
