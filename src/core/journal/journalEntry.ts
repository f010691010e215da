import { armKey } from "../model/armId.ts";
import { present } from "../text/json.ts";
import type {
  ConfirmedLine,
  EntryLine,
  JournalActor,
  JournalSession,
  JournalVerdict,
  WarnedLine,
} from "./journalFormat.ts";

/** A confirmed disconnect, with all that is known of it by now. */
export interface JournalEntry extends Omit<ConfirmedLine, "kind" | "hosts" | "entry"> {
  readonly id: string;
  readonly sessions: readonly EntrySession[];
  readonly warnings: readonly WarnedLine[];
}

/** One session of an entry. */
export interface EntrySession {
  readonly hostId: string;
  readonly hostName: string;
  readonly actor: JournalActor;
  /** When it was listed, if it might have ended before it was confirmed: ISO 8601, UTC. */
  readonly asOf?: string;
  readonly session: JournalSession & { readonly sessionId: string };
  /** Left out: nothing is known of an answer. */
  readonly verdict?: JournalVerdict;
  /** When the verdict was known: ISO 8601, UTC. */
  readonly answeredAt?: string;
  readonly message?: string;
  readonly failure?: string;
  readonly requestId?: string;
  /** What listing the host again has shown at last; left out where nothing has. */
  readonly listed?: { readonly listed: boolean; readonly at: string; readonly afterwards: boolean };
  readonly reconnected?: { readonly at: string; readonly hostId: string; readonly sessionId?: string };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Draft {
  readonly entry: Omit<JournalEntry, "sessions" | "warnings">;
  /** By host and id. */
  readonly sessions: Map<string, Mutable<EntrySession>>;
  readonly warnings: WarnedLine[];
}

/**
 * Entries from the lines of all files, in whatever order: the oldest entry first. Lines of an entry whose beginning is not
 * there (it was deleted, or torn) are left aside.
 */
export function entriesOf(lines: readonly EntryLine[]): readonly JournalEntry[] {
  const drafts = new Map<string, Draft>();
  for (const line of lines) {
    if (line.kind === "confirmed" && !drafts.has(line.entry)) {
      drafts.set(line.entry, begin(line));
    }
  }
  for (const line of lines.toSorted((a, b) => compare(a.at, b.at))) {
    const draft = drafts.get(line.entry);
    if (draft) {
      add(draft, line);
    }
  }
  return [...drafts.values()]
    .map(({ entry, sessions, warnings }) => ({ ...entry, sessions: [...sessions.values()], warnings }))
    .sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

function begin({ kind: _known, entry: id, hosts, ...line }: ConfirmedLine): Draft {
  const sessions = new Map<string, Mutable<EntrySession>>();
  for (const { sessions: ofHost, ...host } of hosts) {
    for (const session of ofHost) {
      const { sessionId = "" } = session;
      sessions.set(sessionKey(host.hostId, sessionId), { ...host, session: { ...session, sessionId } });
    }
  }
  return { entry: { ...line, id }, sessions, warnings: [] };
}

function sessionKey(hostId: string, sessionId: string): string {
  // Azure writes one ID in several cases at times.
  return JSON.stringify([armKey(hostId), sessionId]);
}

function add({ sessions, warnings }: Draft, line: EntryLine): void {
  switch (line.kind) {
    case "confirmed":
      return;
    case "answered": {
      const { at: answeredAt, hostId, actor, requestId, failure } = line;
      for (const { sessionId, verdict, message } of line.results) {
        Object.assign(sessions.get(sessionKey(hostId, sessionId)) ?? {}, {
          verdict,
          answeredAt,
          ...present({ actor, message, requestId, failure }),
        });
      }
      return;
    }
    case "listed":
      for (const { sessionId, listed } of line.results) {
        const session = sessions.get(sessionKey(line.hostId, sessionId));
        const afterwards = line.afterwards === true;
        // The process that asked has looked at the right time; one that comes later adds what that one did not know.
        if (session && !(afterwards && session.listed?.afterwards === false)) {
          session.listed = { listed, at: line.at, afterwards };
        }
      }
      return;
    case "reconnected":
      Object.assign(sessions.get(sessionKey(line.hostId, line.sessionId)) ?? {}, {
        reconnected: { at: line.at, ...line.through },
      });
      return;
    case "warned":
      warnings.push(line);
  }
}

/** Whether the outcome of a session is open: no answer is known, or no list has shown yet whether it is gone. */
export function isOpen({ verdict, listed }: EntrySession): boolean {
  return listed === undefined && verdict !== "failed" && verdict !== "notSent";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
