import type { Clock } from "../model/clock.ts";
import type { BastionSession } from "../model/session/session.ts";
import { targetKey } from "../model/session/target.ts";
import { userKey } from "../model/session/userName.ts";
import type { HostedSession, HostState, SessionList } from "../inventory/hostState.ts";
import type { Change, Inventory } from "../inventory/inventory.ts";

/** A disconnected user is back on the same machine. */
export interface Reconnect {
  /** The session that was disconnected. */
  readonly left: HostedSession;
  readonly host: HostState;
  readonly through: BastionSession;
}

/** How long after a disconnect its users are looked for, in milliseconds: later they come for a reason of their own. */
const WATCHED_MS = 120_000;

/** How far Azure's word on a session's age may be off, in milliseconds. */
const AGE_SLACK_MS = 2_000;

interface Parts {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly onReturn: (event: Reconnect) => void;
  readonly lifetime: AbortSignal;
}

interface ReconnectWatch {
  /** From now on, a new session of these sessions' users on their machines is a return. */
  watchFor(host: HostState, sessionIds: readonly string[]): void;
  /** Resolves two minutes later, when the watch ends. */
  whenOver(): Promise<void>;
}

/**
 * Notices in whatever lists come that users who were disconnected are back, since disconnecting doesn't lock users out. It asks
 * for no list itself.
 * @param sessions all that are to be disconnected
 */
export function watchForReconnects(
  sessions: readonly HostedSession[],
  { inventory, clock, onReturn, lifetime }: Parts,
): ReconnectWatch {
  const idOf = (host: HostState, sessionId: string) => JSON.stringify([host.host.key, sessionId]);
  const toLeave = new Map(
    sessions.map((session) => [idOf(session.host, session.state.session.sessionId ?? ""), session]),
  );
  // Who was there before is not back.
  const before = new Map(
    [...inventory.hosts].flatMap(({ host, list }) =>
      list ? [[host.key, new Set(list.sessions.map(({ session }) => session.sessionId))] as const] : [],
    ),
  );
  /** Those who have left and are not back, by who and where. */
  const left = new Map<string, { readonly session: HostedSession; readonly at: number }[]>();
  /** Sessions through which a user is back already. */
  const taken = new Set<string>();
  const seen = new WeakSet<Date>();

  const isNew = (session: BastionSession, host: HostState, list: SessionList, leftAt: number): boolean => {
    const known = before.get(host.host.key);
    if (
      session.sessionId === undefined ||
      known?.has(session.sessionId) ||
      toLeave.has(idOf(host, session.sessionId))
    ) {
      return false;
    }
    const { durationMinutes } = session;
    // Where the list from before is an old one, or there was none, Azure's word on the age tells.
    return durationMinutes === undefined
      ? known !== undefined
      : durationMinutes * 60_000 <= list.receivedAt - leftAt + AGE_SLACK_MS;
  };
  const look = (host: HostState): void => {
    const { list } = host;
    if (!list || seen.has(list.receivedAtWall) || left.size === 0) {
      return;
    }
    seen.add(list.receivedAtWall);
    for (const { session } of list.sessions) {
      const who = whoAndWhere(session);
      const gone = who === undefined ? undefined : left.get(who);
      const id = idOf(host, session.sessionId ?? "");
      const back = taken.has(id)
        ? undefined
        : gone?.find(({ at }) => at <= list.receivedAt && isNew(session, host, list, at));
      if (gone && back) {
        taken.add(id);
        gone.splice(gone.indexOf(back), 1);
        onReturn({ left: back.session, host, through: session });
      }
    }
  };
  const onChange = (change: Change): void => {
    const host = "host" in change ? inventory.host(change.host) : undefined;
    if (host) {
      look(host);
    }
  };
  inventory.on("change", onChange);
  return {
    watchFor: (host, sessionIds) => {
      for (const sessionId of sessionIds) {
        const session = toLeave.get(idOf(host, sessionId));
        const who = session && whoAndWhere(session.state.session);
        if (session && who !== undefined) {
          left.set(who, [...(left.get(who) ?? []), { session, at: clock.monotonic() }]);
        }
      }
    },
    whenOver: async () => {
      await clock.pause(WATCHED_MS, lifetime);
      inventory.off("change", onChange);
    },
  };
}

/** Equal for the same user on the same machine; `undefined` where Azure does not say who or where. */
function whoAndWhere(session: BastionSession): string | undefined {
  const machine = targetKey(session);
  // Sign-in names of Windows and of Microsoft Entra differ by no case; it would be rare for two of Linux to do.
  return session.userName === undefined || machine === "" ? undefined : JSON.stringify([userKey(session), machine]);
}
