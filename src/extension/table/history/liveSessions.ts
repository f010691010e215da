import type { HostState } from "../../../core/inventory/hostState.ts";
import { attributionsOf } from "../../../core/inventory/people/sessionPeople.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import type { Connection } from "../../../core/model/session/connection.ts";

/** A session on the live lists. */
export interface ListedSession {
  readonly hostKey: ArmKey;
  readonly sessionKey: string;
}

/**
 * Finds the live session of a connection: by its ID, or because everything that log and list name agrees, and nothing else
 * fits either of them. What is only possible is no session: its row must not say that somebody is still connected.
 */
export class LiveSessions {
  readonly #byId = new Map<string, ListedSession>();
  readonly #byConnection = new Map<string, ListedSession>();

  constructor(hosts: Iterable<HostState>) {
    for (const state of hosts) {
      const { host, list } = state;
      for (const { key, session } of list?.sessions ?? []) {
        if (session.sessionId !== undefined) {
          this.#byId.set(`${host.key} ${session.sessionId.toLowerCase()}`, { hostKey: host.key, sessionKey: key });
        }
      }
      for (const [sessionKey, attribution] of attributionsOf(state)) {
        if (attribution.confidence === "exact" || attribution.confidence === "matched") {
          this.#byConnection.set(`${host.key} ${attribution.candidates[0].key}`, { hostKey: host.key, sessionKey });
        }
      }
    }
  }

  of({ hostKey, key, tunnelId }: Connection): ListedSession | undefined {
    const same = tunnelId === undefined ? undefined : this.#byId.get(`${hostKey} ${tunnelId.toLowerCase()}`);
    return same ?? this.#byConnection.get(`${hostKey} ${key}`);
  }
}
