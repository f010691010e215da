/** Who ended connections: certainly where the journal has the session's ID, else probably, with the rule that says so. */
import { DISCONNECT_WINDOW_MS, probableDisconnect, type HostActivity } from "../history/activity.ts";
import { fitOf, spotOfClient, spotOfSession } from "../history/spot.ts";
import type { EntrySession, JournalEntry } from "../journal/journalEntry.ts";
import { armKey } from "../model/armId.ts";
import type { Connection } from "../model/session/connection.ts";
import type { SureRule } from "./incident.ts";
import { idOn } from "./subjectMatch.ts";

/** Who ended a connection. */
export interface Ending {
  readonly isCertain: boolean;
  readonly actors: readonly string[];
  readonly hasUnnamed: boolean;
  readonly rules: readonly SureRule[];
}

/** By how much this machine's clock and Azure's may differ where the session's ID leaves no doubt. */
const SKEW_MS = 300_000;
/** By how much they may differ elsewhere. */
const CLOCKS_MS = 5_000;

/** A session that we asked Azure to disconnect. */
interface Asked {
  readonly entry: JournalEntry;
  readonly session: EntrySession;
  /** Milliseconds of the date. */
  readonly from: number;
  readonly to: number;
}

interface Logged {
  readonly connections: readonly Connection[];
  readonly activities: readonly HostActivity[];
}

/** Finds who ended a connection; `undefined` where nothing says so. */
export function endingsOf(
  { connections, activities }: Logged,
  entries: readonly JournalEntry[],
): (connection: Connection) => Ending | undefined {
  const asked = entries.flatMap((entry) => entry.sessions.map((session) => askedOf(entry, session)));
  const byId = Map.groupBy(asked, ({ session }) => idOn(armKey(session.hostId), session.session.sessionId));
  const byHost = Map.groupBy(asked, ({ session }) => armKey(session.hostId));
  const sameId = ({ hostKey, tunnelId }: Connection) =>
    tunnelId === undefined ? [] : (byId.get(idOn(hostKey, tunnelId)) ?? []);
  // Where the log has the IDs of sessions, one with a different ID is a different session.
  const hasSessionIds = connections.some((connection) => sameId(connection).length > 0);
  const ours = ourRequests(entries);
  const others = Map.groupBy(
    activities.filter((activity) => !isOurs(activity, ours)),
    ({ hostKey }) => hostKey,
  );
  return (connection) => {
    const own = sameId(connection);
    const certain = own.findLast((one) => one.session.verdict === "disconnected" && isAround(one, connection, SKEW_MS));
    if (certain) {
      return { isCertain: true, actors: [certain.session.actor.account], hasUnnamed: false, rules: [] };
    }
    const open = own.filter((one) => isOutcomeOpen(one) && isAround(one, connection, CLOCKS_MS));
    const near = hasSessionIds ? [] : (byHost.get(connection.hostKey) ?? []).filter((one) => isNear(one, connection));
    const probable = probableDisconnect(connection, others.get(connection.hostKey) ?? []);
    const rules: readonly SureRule[] = [
      ...(open.length > 0 ? [{ kind: "askedUnknown", actors: accountsOf(open) } as const] : []),
      ...(near.length > 0 ? [{ kind: "samePlace", actors: accountsOf(near) } as const] : []),
      ...(probable
        ? [{ kind: "endedSoonAfter", actors: probable.callers, hasUnnamed: probable.hasUnnamed } as const]
        : []),
    ];
    const actors = eachOnce([...accountsOf([...open, ...near]), ...(probable?.callers ?? [])]);
    return rules.length === 0
      ? undefined
      : { isCertain: false, actors, hasUnnamed: probable?.hasUnnamed ?? false, rules };
  };
}

/** The IDs of requests that the journal has, in lower case. */
export function ourRequests(entries: readonly JournalEntry[]): ReadonlySet<string> {
  return new Set(
    entries.flatMap(({ sessions }) => sessions.flatMap(({ requestId }) => requestId?.toLowerCase() ?? [])),
  );
}

/** Whether the journal has the same operation, so that it is known whom it concerned. */
export function isOurs({ requestId, correlationId }: HostActivity, ours: ReadonlySet<string>): boolean {
  return [requestId, correlationId].some((id) => id !== undefined && ours.has(id.toLowerCase()));
}

function askedOf(entry: JournalEntry, session: EntrySession): Asked {
  const from = Date.parse(entry.at);
  return { entry, session, from, to: Math.max(from, Date.parse(session.answeredAt ?? entry.at)) };
}

/** Whether a connection ended while we asked, or soon after the answer; one without a time may have. */
function isAround({ from, to }: Asked, { ended }: Connection, skew: number): boolean {
  return ended === undefined || (ended >= from - skew && ended <= to + Math.max(skew, DISCONNECT_WINDOW_MS));
}

/** Azure was asked, or may have been, and what it did isn't known. */
function isOutcomeOpen({ session: { verdict } }: Asked): boolean {
  return verdict === undefined || verdict === "unknown";
}

/** Whether a session that we disconnected was at the place of a connection that ended then. */
function isNear(one: Asked, connection: Connection): boolean {
  const { ended, started = -Infinity } = connection;
  const isDone = one.session.verdict === "disconnected" || isOutcomeOpen(one);
  const isThen = ended !== undefined && isAround(one, connection, CLOCKS_MS) && started <= one.from + CLOCKS_MS;
  return isDone && isThen && fitOf(spotOfSession(one.session.session), spotOfClient(connection, new Map())) !== "no";
}

function accountsOf(asked: readonly Asked[]): readonly string[] {
  return eachOnce(asked.map(({ session }) => session.actor.account));
}

/** Each name once, whatever its case. */
function eachOnce(names: readonly string[]): readonly string[] {
  return [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
}
