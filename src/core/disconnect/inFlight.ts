import type { HostedSession } from "../inventory/hostState.ts";

/** Items that are about to be changed in Azure, until this is disposed of. */
export interface Reserved<Item> extends Disposable {
  readonly items: readonly Item[];
}

/** Keeps an item from being sent twice at once. */
export class Reservations<Item> {
  readonly #keys = new Set<string>();
  readonly #keyOf: (item: Item) => string;

  /** @param keyOf equal for the same item */
  constructor(keyOf: (item: Item) => string) {
    this.#keyOf = keyOf;
  }

  /** @returns those of the items that were not in flight yet, which now are */
  reserve(wanted: readonly Item[]): Reserved<Item> {
    const items = wanted.filter((item) => !this.#keys.has(this.#keyOf(item)));
    const keys = items.map(this.#keyOf);
    keys.forEach((key) => this.#keys.add(key));
    return { items, [Symbol.dispose]: () => keys.forEach((key) => this.#keys.delete(key)) };
  }
}

/** Sessions that are about to be disconnected, until this is disposed of. */
export interface InFlightSessions extends Disposable {
  readonly sessions: readonly HostedSession[];
}

/** Keeps a session from being disconnected twice at once, from the moment when it is confirmed. */
export class InFlight {
  readonly #reservations = new Reservations<HostedSession>(({ host, state }) =>
    JSON.stringify([host.host.key, state.session.sessionId]),
  );

  /** @returns those of the sessions that were not in flight yet, which now are */
  add(wanted: readonly HostedSession[]): InFlightSessions {
    const { items: sessions, ...reserved } = this.#reservations.reserve(wanted);
    return { sessions, ...reserved };
  }
}
