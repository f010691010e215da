/** Who is behind the sessions of a host: worked out from its list and its log when first asked for. */
import { attributeSessions } from "../../history/attribution.ts";
import type { Attribution } from "../../model/session/connection.ts";
import { whoOf, type Who } from "../../model/session/who.ts";
import type { HostState, HostedSession, SessionList } from "../hostState.ts";
import type { HostLog } from "./hostLog.ts";

export type Attributions = ReadonlyMap<string, Attribution>;

const NONE: Attributions = new Map();

/** By log and list: VS Code asks for every row on its own, and a host may have thousands. */
const known = new WeakMap<HostLog, WeakMap<SessionList["sessions"], Attributions>>();

/** By session key; none where the log wasn't read. */
export function attributionsOf({ host, list, log }: Pick<HostState, "host" | "list" | "log">): Attributions {
  if (!list || !log) {
    return NONE;
  }
  const ofLog = known.get(log) ?? new WeakMap<SessionList["sessions"], Attributions>();
  known.set(log, ofLog);
  const attributions =
    ofLog.get(list.sessions) ??
    attributeSessions({
      ...log,
      hostKey: host.key,
      sessions: list.sessions,
      gone: [...(list.removed ?? []), ...(list.gone ?? []).map(({ state }) => state)],
      listedAt: list.receivedAtWall.getTime(),
      // A session that can't be read may be the one that a connection is.
      log: list.unreadable > 0 && log.state === "read" ? { ...log, state: "partial" } : log,
    });
  ofLog.set(list.sessions, attributions);
  return attributions;
}

/** `undefined` where the log wasn't read. */
export function attributionOf({ host, state }: HostedSession): Attribution | undefined {
  return attributionsOf(host).get(state.key);
}

/** The person behind a session, as far as may be said. */
export function whoIs(hosted: HostedSession): Who {
  return whoOf(attributionOf(hosted));
}
