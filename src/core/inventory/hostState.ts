/** What is known of one bastion host and its sessions: plain data and pure functions on it. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { Identity } from "../model/identity.ts";
import { elapsed, type Moment } from "../model/time/moment.ts";
import { isSameSession, type BastionSession } from "../model/session/session.ts";
import type { ApproximateCount } from "./metrics/approximateCount.ts";
import type { HostLog } from "./people/hostLog.ts";
import { compareText } from "../model/order.ts";

/** What is being done to a session right now. `checking`: a disconnect's outcome is unknown and is being looked up. */
export type SessionWork = "disconnecting" | "checking";

/** A session as a row: with a key that is unique on its host, whatever Azure sent. */
export interface SessionState {
  readonly key: string;
  readonly session: BastionSession;
  readonly work?: SessionWork;
}

/** A session that an earlier list had. */
interface GoneSession {
  readonly state: SessionState;
  /** When the first list without it came, on the monotonic clock, in milliseconds. */
  readonly at: number;
}

/** An answer to "who is connected?": longest session first. */
export interface SessionList {
  readonly sessions: readonly SessionState[];
  /** Sessions that Azure listed and that have left since, at its word on a disconnect: the next list shows whether they are gone. */
  readonly removed?: readonly SessionState[];
  /** Those of earlier lists that have left, until the log surely has their ends: a connection in it may be theirs. */
  readonly gone?: readonly GoneSession[];
  /** Entries of Azure's answer that could not be read. */
  readonly unreadable: number;
  /** When the answer came, on the monotonic clock, in milliseconds. */
  readonly receivedAt: number;
  /** The same for a person to read. */
  readonly receivedAtWall: Date;
}

export interface HostState {
  readonly host: BastionHost;
  /** Everyone who sees the host; the first acts, or {@link actor} once it is known who may. */
  readonly identities: readonly Identity[];
  /** Who got the last list. */
  readonly actor?: Identity;
  readonly listing: boolean;
  /** It is known only from an earlier window; Azure hasn't returned it since. */
  readonly remembered?: boolean;
  /** While Azure has us wait: why, and until when on the monotonic clock, in milliseconds. */
  readonly waiting?: { readonly reason: "throttled" | "retrying"; readonly until: number };
  /** The last list that was known; stays over a failure, and is then out of date. */
  readonly list?: SessionList;
  /** What Azure Monitor says in place of a list. */
  readonly approximate?: ApproximateCount;
  /** What Azure's audit log has of its connections, see people/sessionPeople.ts; absent where it wasn't read. */
  readonly log?: HostLog;
  /** Why the last attempt to list failed. */
  readonly problem?: AzureError;
  /** Who was told so. */
  readonly failedAs?: Identity;
}

/** The tenant of a host, or the one in which it is seen where Azure didn't say. */
export function tenantOf({ host, actor, identities }: HostState): string | undefined {
  return host.tenantId ?? (actor ?? identities[0])?.tenant.tenantId;
}

/** A session together with the host that it is on. */
export interface HostedSession {
  readonly host: HostState;
  readonly state: SessionState;
}

/**
 * The rows of a new answer in place of those before. Where nothing but durations has changed they keep their order, so
 * that no row moves because Azure rounds.
 */
export function renewedStates(
  before: readonly SessionState[],
  sessions: readonly BastionSession[],
  work: ReadonlyMap<string, SessionWork>,
): readonly SessionState[] {
  const after = sessionStates(sessions, work);
  if (before.length !== after.length) {
    return after;
  }
  const byKey = new Map(after.map((state) => [state.key, state]));
  const inPlace = before.flatMap(({ key, session }) => {
    const now = byKey.get(key);
    return now && isSameSession(session, now.session) ? [now] : [];
  });
  return inPlace.length === after.length ? inPlace : after;
}

/**
 * Rows for the sessions of one answer, longest first (unknown durations last), then by user. A session without an id is
 * a row too; its key is its place among its equals, so that it stays the same from one answer to the next.
 */
export function sessionStates(
  sessions: readonly BastionSession[],
  work: ReadonlyMap<string, SessionWork>,
): readonly SessionState[] {
  const equals = new Map<string, number>();
  const longestFirst = sessions.toSorted(
    (a, b) =>
      (b.durationMinutes ?? -1) - (a.durationMinutes ?? -1) ||
      compareText(a.userName, b.userName) ||
      compareText(a.sessionId, b.sessionId),
  );
  return longestFirst.map((session) => {
    const key = session.sessionId === undefined ? anonymousKey(session, equals) : `id:${session.sessionId}`;
    const doing = work.get(key);
    return doing ? { key, session, work: doing } : { key, session };
  });
}

function anonymousKey({ durationMinutes: _ages, ...lasting }: BastionSession, equals: Map<string, number>): string {
  const content = JSON.stringify(Object.entries(lasting).toSorted(([a], [b]) => compareText(a, b)));
  const place = equals.get(content) ?? 0;
  equals.set(content, place + 1);
  return `anonymous:${content}:${place}`;
}

/** Milliseconds after which the end of a session is in the log, which is late, and has been read again. */
const GONE_MS = 1_800_000;

/** What left by a new list, and what has left before it. */
export function goneSessions(
  before: SessionList | undefined,
  sessions: readonly SessionState[],
  now: number,
): readonly GoneSession[] {
  const listed = new Set(sessions.map(({ key }) => key));
  const left = [...(before?.sessions ?? []), ...(before?.removed ?? [])].map((state) => ({ state, at: now }));
  return [...(before?.gone ?? []), ...left].filter(({ state, at }) => !listed.has(state.key) && now - at < GONE_MS);
}

/** The work under way on a host's sessions, by session key. */
export function workOf(state: HostState): ReadonlyMap<string, SessionWork> {
  return new Map(state.list?.sessions.flatMap(({ key, work }) => (work ? [[key, work] as const] : [])));
}

/** Whether it is known who is connected, to the last: the last answer was one, and all of it could be read. */
export function isFullyKnown({ list, problem }: Pick<HostState, "list" | "problem">): boolean {
  return list?.unreadable === 0 && !problem;
}

/** When a list came, by both clocks. */
export function receivedMoment({
  receivedAt,
  receivedAtWall,
}: Pick<SessionList, "receivedAt" | "receivedAtWall">): Moment {
  return { monotonic: receivedAt, wall: receivedAtWall };
}

/** Minutes that a session has lasted at a moment, if it hasn't ended; `undefined` where Azure did not say. */
export function ageMinutes(session: BastionSession, list: SessionList, now: Moment): number | undefined {
  return session.durationMinutes === undefined
    ? undefined
    : session.durationMinutes + elapsed(receivedMoment(list), now) / 60_000;
}
