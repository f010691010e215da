/** From which addresses people have connected in the last 30 days: one reading of the log for each subscription and day. */
import type { HistoryReader } from "../../inventory/people/historyReader.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import type { Clock } from "../../model/clock.ts";
import type { Connection, LoggedClient } from "../../model/session/connection.ts";
import { personKey } from "../../model/session/who.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { KEPT_MS } from "../hits/watchFacts.ts";

const DAY_MS = 24 * 60 * 60_000;
/** How far back an address is remembered, in milliseconds. */
const REMEMBERED_MS = 30 * DAY_MS;
/** Milliseconds after which all is read again: of days of sleep nothing else is, as little as of a log that couldn't be read. */
const READ_EVERY_MS = DAY_MS;
/** The same where a reading failed. */
const RETRY_MS = 60 * 60_000;

interface Reading {
  readonly at: Moment;
  readonly hosts: ReadonlySet<string>;
  readonly isWhole: boolean;
}

type Started = LoggedClient & { readonly started: number };

/** By person and address, over all hosts: when it was used, in milliseconds of the date, the oldest first. */
export class KnownAddresses {
  readonly #read: HistoryReader["read"];
  readonly #clock: Clock;
  readonly #readings = new Map<string, Reading>();
  readonly #used = new Map<string, number[]>();

  constructor(read: HistoryReader["read"], clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Reads the last 30 days of hosts that weren't read yet, or not for a day. */
  async readDue(hosts: readonly BastionHost[], signal: AbortSignal): Promise<void> {
    const bySubscription = Map.groupBy(hosts, ({ subscriptionId }) => subscriptionId);
    await Promise.all([...bySubscription].map(([id, own]) => this.#subscription(id, own, signal)));
  }

  async #subscription(id: string, hosts: readonly BastionHost[], signal: AbortSignal): Promise<void> {
    const before = this.#readings.get(id);
    const now = momentOf(this.#clock);
    const isKnown = before && hosts.every(({ key }) => before.hosts.has(key));
    // What was read in a future of which a wrong clock told says nothing.
    const isDue = !isKnown || before.at.wall > now.wall;
    if (!isDue && elapsed(before.at, now) < (before.isWhole ? READ_EVERY_MS : RETRY_MS)) {
      return;
    }
    const asked = new Set([...(before?.hosts ?? []), ...hosts.map(({ key }) => key)]);
    this.#readings.set(id, { at: now, hosts: asked, isWhole: false });
    const to = now.wall.getTime();
    try {
      const history = await this.#read({ from: to - REMEMBERED_MS, to, hosts }, signal);
      this.learn(history.connections);
      // A Developer host logs nothing, now or ever.
      const gaps = hosts.flatMap(({ key }) => history.gaps.get(key) ?? []);
      const isWhole = gaps.every(({ kind }) => kind === "notLoggedBySku");
      this.#readings.set(id, { at: now, hosts: asked, isWhole });
    } catch {
      // It was stopped.
      this.#readings.delete(id);
    }
  }

  /** Remembers connections, and forgets what is older than 30 days before the oldest that is still shown. */
  learn(connections: readonly Connection[]): void {
    const oldest = this.#clock.wall().getTime() - REMEMBERED_MS - KEPT_MS;
    for (const connection of connections) {
      const { started } = connection;
      const key = keyOf(connection);
      const times = this.#used.get(key) ?? [];
      if (started !== undefined && key !== "" && !isWithin(times, started)) {
        this.#used.set(key, firstAndLastOfDays([...times, started].filter((time) => time >= oldest)));
      }
    }
    for (const [key, times] of this.#used) {
      if ((times.at(-1) ?? 0) < oldest) {
        this.#used.delete(key);
      }
    }
  }

  /** Whether the last 30 days of a subscription were read completely; `undefined` before that was tried. */
  isWhole(subscriptionId: string): boolean | undefined {
    return this.#readings.get(subscriptionId)?.isWhole;
  }

  /** Whether a person used the address in the 30 days before; `undefined` where the log of these wasn't read completely. */
  isKnown(connection: Started, subscriptionId: string): boolean | undefined {
    const { started } = connection;
    const isUsed = (this.#used.get(keyOf(connection)) ?? []).some(
      (time) => time < started && time >= started - REMEMBERED_MS,
    );
    return isUsed || (this.isWhole(subscriptionId) === true ? false : undefined);
  }
}

/** Whether there was a use before and one after, or at the same time, on that day. */
function isWithin(times: readonly number[], started: number): boolean {
  const sameDay = times.filter((time) => dayOf(time) === dayOf(started));
  return sameDay.some((time) => time <= started) && sameDay.some((time) => time >= started);
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

/** All that is needed to tell whether there was a use before another, with few times to remember. */
function firstAndLastOfDays(times: readonly number[]): number[] {
  const days = times.toSorted((a, b) => a - b).map((time) => [dayOf(time), time] as const);
  return days
    .filter(([day], index) => day !== days[index - 1]?.[0] || day !== days[index + 1]?.[0])
    .map(([, time]) => time);
}

function keyOf({ person, clientAddress }: LoggedClient): string {
  const who = personKey(person);
  return who === "" || clientAddress === undefined ? "" : `${who} ${clientAddress.toLowerCase()}`;
}
