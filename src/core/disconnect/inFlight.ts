import type { HostedSession } from "../inventory/hostState.ts";

/** Sessions that are about to be disconnected, until this is disposed of. */
export interface InFlightSessions extends Disposable {
  readonly sessions: readonly HostedSession[];
}

/** Keeps a session from being disconnected twice at once, from the moment when it is confirmed. */
export class InFlight {
  readonly #ids = new Set<string>();

  /** @returns those of the sessions that were not in flight yet, which now are */
  add(wanted: readonly HostedSession[]): InFlightSessions {
    const sessions = wanted.filter((session) => !this.#ids.has(idOf(session)));
    const ids = sessions.map(idOf);
    ids.forEach((id) => this.#ids.add(id));
    return { sessions, [Symbol.dispose]: () => ids.forEach((id) => this.#ids.delete(id)) };
  }
}

function idOf({ host, state }: HostedSession): string {
  return JSON.stringify([host.host.key, state.session.sessionId]);
}
