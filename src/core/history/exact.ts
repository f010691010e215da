import type { Connection } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { present } from "../text/json.ts";
import { personKey } from "../model/session/who.ts";
import { tunnelOf } from "./rows.ts";
import { isElsewhere } from "./spot.ts";
import { compareText } from "../model/order.ts";

/** A live session, under its key on its host. */
export interface LiveSession {
  readonly key: string;
  readonly session: BastionSession;
}

/** The connections that have a session's ID. */
export interface SameId {
  readonly connections: readonly [Connection, ...Connection[]];
  /** There is only one, and nothing contradicts it. */
  readonly isExact: boolean;
}

/** The connections that have a session's ID, by the session's key. */
export function connectionsById(
  sessions: readonly LiveSession[],
  connections: readonly Connection[],
): ReadonlyMap<string, SameId> {
  const byTunnel = Map.groupBy(connections, tunnelOf);
  const idOf = ({ session }: LiveSession) => tunnelOf(present({ tunnelId: session.sessionId }));
  const byId = Map.groupBy(sessions, idOf);
  const found = new Map<string, SameId>();
  for (const live of sessions) {
    const id = idOf(live);
    const [first, ...others] = id === undefined ? [] : (byTunnel.get(id) ?? []).toSorted(byKey);
    if (first) {
      // IDs of sessions are case-sensitive, and the log may write them in another case.
      const isOnly = (byId.get(id)?.length ?? 0) === 1 || live.session.sessionId === first.tunnelId;
      const isOne = others.every((other) => personKey(other.person) === personKey(first.person));
      found.set(live.key, {
        connections: isOne ? [first] : [first, ...others],
        isExact: isOnly && isOne && !isElsewhere(live.session, first),
      });
    }
  }
  return found;
}

function byKey(a: Connection, b: Connection): number {
  return compareText(a.key, b.key);
}
