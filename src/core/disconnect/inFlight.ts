import type { HostedSession } from "../inventory/hostState.ts";

/** Sessions that somebody is about to disconnect, until it is disposed of. */
export interface Claim extends Disposable {
  readonly sessions: readonly HostedSession[];
}

/** Sees to it that no session is disconnected twice at once, from the moment on in which it is confirmed. */
export class Claims {
  readonly #claimed = new Set<string>();

  /** Those of the sessions that nobody else has claimed. */
  claim(wanted: readonly HostedSession[]): Claim {
    const sessions = wanted.filter((session) => !this.#claimed.has(idOf(session)));
    const ids = sessions.map(idOf);
    ids.forEach((id) => this.#claimed.add(id));
    return { sessions, [Symbol.dispose]: () => ids.forEach((id) => this.#claimed.delete(id)) };
  }
}

function idOf({ host, state }: HostedSession): string {
  return JSON.stringify([host.host.key, state.session.sessionId]);
}
