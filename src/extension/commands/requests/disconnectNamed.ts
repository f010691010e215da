import type { App } from "../app.ts";
import { canDisconnect } from "../commandRows.ts";
import { confirmAndDisconnect } from "../disconnect/disconnectOnDemand.ts";
import type { ListedHost } from "./listHost.ts";

/** What a program asks for, and what it's called in the question and in the journal. */
interface NamedSessions {
  readonly listed: ListedHost;
  readonly sessionIds: readonly string[];
  readonly by: string;
  /** Says in the question who asks. */
  readonly note: string;
  /** Aborted when the program gives up. */
  readonly signal?: AbortSignal;
}

/** The outcome of one session that a program named, as src/api.ts describes it. */
export interface NamedOutcome {
  readonly sessionId: string;
  readonly outcome: "disconnected" | "alreadyEnded" | "failed" | "unknown" | "notSent" | "notListed";
  /** Azure's own words. */
  readonly message?: string;
}

/**
 * Asks the user whether to disconnect sessions that a program names by their IDs, with the question that commands ask.
 * @returns the outcome of each; `undefined` if the user confirmed nothing
 */
export async function disconnectNamed(
  app: App,
  { listed: { host, list }, sessionIds, by, note, signal }: NamedSessions,
): Promise<readonly NamedOutcome[] | undefined> {
  const wanted = new Set(sessionIds);
  const sessions = list.sessions
    .filter(({ session }) => session.sessionId !== undefined && wanted.has(session.sessionId))
    .map((state) => ({ host, state }));
  const possible = sessions.filter(canDisconnect);
  const asked = new Set(possible.map(({ state }) => state.session.sessionId));
  const there = new Set(sessions.map(({ state }) => state.session.sessionId));
  // A session that is missing from a list that couldn't be read completely may still be there.
  const notThere = list.unreadable > 0 ? "unknown" : "notListed";
  const absent = [...wanted]
    .filter((sessionId) => !asked.has(sessionId))
    .map((sessionId): NamedOutcome => ({ sessionId, outcome: there.has(sessionId) ? "notSent" : notThere }));
  if (possible.length === 0) {
    return absent;
  }
  const entry = await confirmAndDisconnect(app, { sessions: possible, by, notes: [note], ...(signal && { signal }) });
  const outcomes = new Map(
    entry?.sessions.map(({ session, verdict, message }): [string, NamedOutcome] => [
      session.sessionId,
      { sessionId: session.sessionId, outcome: verdict ?? "unknown", ...(message !== undefined && { message }) },
    ]),
  );
  const answered = possible.flatMap(({ state: { session } }): NamedOutcome[] =>
    session.sessionId === undefined
      ? []
      : [outcomes.get(session.sessionId) ?? { sessionId: session.sessionId, outcome: "notSent" }],
  );
  return entry && [...answered, ...absent];
}
