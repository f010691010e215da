/** What a row of the audit log is. Azure documents neither its operations nor its messages, so that both are an open set. */
import type { AuditRecord } from "../azure/auditLog.ts";

const REFUSED =
  /\b(?:fail(?:ed|ure)?|denied|refused|rejected|declined|unauthori[sz]ed|unsuccessful(?:ly)?|unable|invalid|not connected)\b/iu;
const SIGN_IN = /\b(?:log-?(?:in|on)|sign-?in|authentication|password|credentials?)\b/iu;
const ENDED = /\b(?:disconnect(?:ed|ion)?|closed|ended|terminated|finished|logged (?:off|out)|signed out)\b/iu;

/**
 * Whether a row is a failed sign-in, which is no connection, even if it has a connection's ID: a client may try again in the same
 * tunnel. A connection that ended because something failed is one.
 */
export function isFailure({ message = "" }: AuditRecord): boolean {
  const isSuccess = /^successfully (?:dis)?connected\b/iu.test(message);
  return !isSuccess && REFUSED.test(message) && (SIGN_IN.test(message) || !ENDED.test(message));
}

/** Whether a row is a connection's start, its end, or both. A row that is neither only adds to the others. */
export function partOf(row: AuditRecord): { readonly start: boolean; readonly end: boolean } {
  const { operation, message = "" } = row;
  const saysEnd = operation === "disconnect" || ENDED.test(message);
  const saysStart = !saysEnd && (operation === "connect" || /\bconnected\b/iu.test(message));
  // Azure gives a duration only to what has ended; what a connect row has beside its start may be a placeholder.
  const end = saysEnd || (saysStart ? hasEndTime(row) : row.ended !== undefined || hasDuration(row));
  // The operations aren't documented, so a row without one counts as a start.
  return { start: saysStart || (!end && operation === undefined && message === ""), end };
}

function hasDuration({ durationMs = 0 }: AuditRecord): boolean {
  return durationMs > 0;
}

/** A start can be written in place of an end that isn't known yet. */
function hasEndTime(row: AuditRecord): boolean {
  const { ended, started, time } = row;
  return ended !== undefined && (ended !== (started ?? time) || hasDuration(row));
}
