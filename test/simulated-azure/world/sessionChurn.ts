import type { SimulatedClock } from "./clock.ts";
import { SeededRandom } from "./random.ts";
import type { SimulatedHost, SimulatedSession } from "./worldTypes.ts";

/** Milliseconds between one arrival or ending and the next. */
const SHORTEST = 8_000;
const LONGEST = 40_000;

/** After a very long silence only that many events are made up: waking after a night stays cheap. */
const MOST_AT_ONCE = 500;

/** What the churn needs of the world. */
export interface Stage {
  readonly hosts: readonly SimulatedHost[];
  readonly present: (host: SimulatedHost) => readonly SimulatedSession[];
  readonly arrive: (host: SimulatedHost, ageMinutes: number) => void;
  readonly end: (host: SimulatedHost, sessionId: string, minutesAgo: number) => void;
}

/**
 * Lets sessions arrive and end as time passes, always the same for one seed and one start: nothing runs in the
 * background, what has happened by now is made up when the world is looked at.
 */
export class SessionChurn {
  readonly #clock: SimulatedClock;
  readonly #random: SeededRandom;
  readonly #stage: Stage;
  /** How many sessions a host had at first: the number that it keeps close to. A host without any stays so. */
  readonly #usual = new Map<string, number>();
  #next = Infinity;

  constructor(seed: number, clock: SimulatedClock, stage: Stage) {
    this.#clock = clock;
    this.#random = new SeededRandom(seed ^ 0x9e3779b9);
    this.#stage = stage;
  }

  get on(): boolean {
    return this.#next !== Infinity;
  }

  turn(on: boolean): void {
    if (on !== this.on) {
      this.#next = on ? this.#clock.now() + this.#gap() : Infinity;
    }
  }

  /** Carries out everything that was due by now. */
  catchUp(): void {
    const now = this.#clock.now();
    for (let events = 0; this.#next <= now; events++) {
      this.#happen((now - this.#next) / 60_000);
      this.#next = (events < MOST_AT_ONCE ? this.#next : now) + this.#gap();
    }
  }

  #happen(minutesAgo: number): void {
    const hosts = this.#stage.hosts.filter((host) => this.#usualFor(host) > 0);
    if (hosts.length === 0) {
      return;
    }
    const host = this.#random.pick(hosts);
    const present = this.#stage
      .present(host)
      .filter((session) => !session.ghost && !session.unfindable && session.undisconnectable === undefined);
    if (present.length === 0 || this.#random.next() * 2 * this.#usualFor(host) > present.length) {
      this.#stage.arrive(host, minutesAgo);
    } else {
      this.#stage.end(host, this.#random.pick(present).sessionId, minutesAgo);
    }
  }

  #usualFor(host: SimulatedHost): number {
    const usual = this.#usual.get(host.key) ?? this.#stage.present(host).length;
    this.#usual.set(host.key, usual);
    return usual;
  }

  #gap(): number {
    return this.#random.int(SHORTEST, LONGEST);
  }
}
