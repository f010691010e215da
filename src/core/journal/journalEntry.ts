import { armKey } from "../model/armId.ts";
import { applyAnswer, applyListed, foldLines } from "./foldLines.ts";
import type { LinkMachine } from "./linkDeletion.ts";
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

/** The disconnects in the lines of all files, see {@link foldLines}. */
export function entriesOf(lines: readonly EntryLine[]): readonly JournalEntry[] {
  return foldLines(lines, {
    begin: (line) => (line.kind === "confirmed" ? begin(line) : undefined),
    add,
    entryOf: ({ entry, sessions, warnings }) => ({ ...entry, sessions: [...sessions.values()], warnings }),
  });
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
    case "answered":
      for (const result of line.results) {
        applyAnswer(sessions.get(sessionKey(line.hostId, result.sessionId)), line, result);
      }
      return;
    case "listed":
      for (const { sessionId, listed } of line.results) {
        applyListed(sessions.get(sessionKey(line.hostId, sessionId)), line, listed);
      }
      return;
    case "reconnected":
      Object.assign(sessions.get(sessionKey(line.hostId, line.sessionId)) ?? {}, {
        reconnected: { at: line.at, ...line.through },
      });
      return;
    case "warned":
      warnings.push(line);
      return;
    default:
    // The beginning, which is known, and lines of other entries.
  }
}

/** Whether the outcome of a session, or of a VM's links, is open: no answer is known, or no list has shown yet whether it's gone. */
export function isOpen({ verdict, listed }: EntrySession | LinkMachine): boolean {
  return listed === undefined && verdict !== "failed" && verdict !== "notSent";
}
