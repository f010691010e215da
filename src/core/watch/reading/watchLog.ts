/** What the audit log has of watched hosts: one query for each subscription, at most every five minutes. */
import { isNotLogged } from "../../azure/auditLog.ts";
import type { History, HistoryGap } from "../../history/history.ts";
import type { HistoryReader } from "../../inventory/people/historyReader.ts";
import type { ArmKey } from "../../model/armId.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import type { Clock } from "../../model/clock.ts";
import type { Connection, FailedSignIn } from "../../model/session/connection.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { present } from "../../text/json.ts";
import { KEPT_MS, type WatchedLog } from "../hits/watchFacts.ts";

/** Milliseconds after which a subscription's log is read again. */
export const READ_EVERY_MS = 300_000;
/** The same where it can't be read, until something changes in Azure. */
const RETRY_REFUSED_MS = 3_600_000;
/** By so many milliseconds a reading goes back before the last one: rows may be that late. */
const LATE_MS = 45 * 60_000;

interface Kept {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly failures: ReadonlyMap<string, FailedSignIn>;
}

interface HostReading extends Kept {
  readonly blind?: NonNullable<WatchedLog["blind"]>;
}

interface Subscription {
  readonly at: Moment;
  readonly isRefused: boolean;
  /** In milliseconds of the date; absent before anything was read. */
  readonly to?: number;
}

/**
 * Reads and keeps the last day. What fails is a reason why a host's log doesn't tell everything; the next reading goes back
 * to what is missing.
 */
export class WatchLog {
  readonly #read: HistoryReader["read"];
  readonly #clock: Clock;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #hosts = new Map<ArmKey, HostReading>();
  readonly #logs = new Map<ArmKey, WatchedLog>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(read: HistoryReader["read"], clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** What is known of a host's log; `undefined` before it was read. */
  of(host: ArmKey): WatchedLog | undefined {
    return this.#logs.get(host);
  }

  /** Reads what is due of these hosts, and forgets all others. */
  async readDue(hosts: readonly BastionHost[], signal: AbortSignal): Promise<void> {
    const known = new Set(hosts.map(({ key }) => key));
    [...this.#hosts.keys()].filter((key) => !known.has(key)).forEach((key) => this.#drop(key));
    const bySubscription = Map.groupBy(hosts, ({ subscriptionId }) => subscriptionId);
    await Promise.all(
      [...bySubscription].map(async ([id, own]) => {
        const running = this.#running.get(id);
        if (running) {
          return running;
        }
        if (!this.#isDue(id, own)) {
          return undefined;
        }
        const reading = this.#subscription(id, own, signal).finally(() => this.#running.delete(id));
        this.#running.set(id, reading);
        return reading;
      }),
    );
  }

  #drop(key: ArmKey): void {
    this.#hosts.delete(key);
    this.#logs.delete(key);
  }

  #isDue(id: string, hosts: readonly BastionHost[]): boolean {
    const before = this.#subscriptions.get(id);
    const every = before?.isRefused ? RETRY_REFUSED_MS : READ_EVERY_MS;
    return (
      !before || elapsed(before.at, momentOf(this.#clock)) >= every || hosts.some(({ key }) => !this.#hosts.has(key))
    );
  }

  async #subscription(id: string, hosts: readonly BastionHost[], signal: AbortSignal): Promise<void> {
    const before = this.#subscriptions.get(id);
    const now = momentOf(this.#clock);
    const to = now.wall.getTime();
    const isNew = before?.to === undefined || before.to > to || hosts.some(({ key }) => !this.#hosts.has(key));
    const from = isNew ? to - KEPT_MS : Math.max(to - KEPT_MS, (before.to ?? to) - LATE_MS);
    const refused = new Set(hosts.map(({ key }) => key).filter((key) => isRefused(this.#hosts.get(key)?.blind)));
    this.#subscriptions.set(id, { at: now, isRefused: false, ...present({ to: before?.to }) });
    let history: History;
    try {
      history = await this.#read({ from, to, hosts }, signal);
    } catch {
      // It was stopped.
      this.#subscriptions.delete(id);
      return;
    }
    const blinds = hosts.map((host) => [host, blindOf(history.gaps.get(host.key) ?? [])] as const);
    blinds.forEach(([{ key }, blind]) => this.#apply(key, history, to, blind));
    const isWhole = !blinds.some(([, blind]) => isPassing(blind));
    // Of what was refused until now only the end was read.
    const isCut = !isNew && blinds.some(([{ key }, blind]) => refused.has(key) && !isRefused(blind));
    this.#subscriptions.set(id, {
      at: now,
      isRefused: blinds.every(([, blind]) => isRefused(blind)),
      ...(!isCut && present({ to: isWhole ? to : before?.to })),
    });
  }

  #apply(key: ArmKey, history: History, to: number, blind: WatchedLog["blind"]): void {
    const before = this.#hosts.get(key);
    const since = to - KEPT_MS;
    const connections = new Map(before?.connections);
    for (const connection of history.connections.filter(({ hostKey }) => hostKey === key)) {
      connections.set(connection.key, merged(connections.get(connection.key), connection));
    }
    const failures = new Map(before?.failures);
    history.failures.filter(({ hostKey }) => hostKey === key).forEach((one) => failures.set(one.key, one));
    const reading: HostReading = {
      connections: new Map([...connections].filter(([, one]) => (one.started ?? one.ended ?? 0) >= since)),
      failures: new Map([...failures].filter(([, { time = 0 }]) => time >= since)),
      ...(blind && { blind }),
    };
    this.#hosts.set(key, reading);
    this.#logs.set(key, {
      connections: [...reading.connections.values()],
      failures: [...reading.failures.values()],
      ...(blind && { blind }),
    });
  }
}

/** A connection by two readings, which may each have only one of its rows. What the later says of its end blanks nothing. */
function merged(before: Connection | undefined, now: Connection): Connection {
  if (!before) {
    return now;
  }
  const { endOnly: _before, ...told } = before;
  const { endOnly: _now, ...others } = now;
  const isEndOnly = before.endOnly === true && now.endOnly === true;
  return {
    ...others,
    ...told,
    ...present({ ended: now.ended ?? before.ended, durationMs: now.durationMs ?? before.durationMs }),
    ...present({ started: before.started ?? now.started, person: before.person ?? now.person }),
    hasEnded: before.hasEnded || now.hasEnded,
    ...(isEndOnly && { endOnly: true }),
  };
}

function blindOf(gaps: readonly HistoryGap[]): WatchedLog["blind"] {
  const reasons = gaps.map((gap): NonNullable<WatchedLog["blind"]> => {
    switch (gap.kind) {
      case "notLogged":
      case "notLoggedBySku":
        return { reason: gap.kind };
      case "leftOut":
        return { reason: "notAllowed" };
      case "failed":
        if (isNotLogged(gap.error)) {
          return { reason: "notLogged" };
        }
        return { reason: gap.error.kind === "notAllowed" ? "notAllowed" : "logFailed", error: gap.error };
      case "cut":
      case "partial":
      case "unreadable":
        return { reason: "logIncomplete" };
    }
  });
  return reasons.find(({ reason }) => reason !== "logIncomplete") ?? reasons[0];
}

/** Whether the next reading may have what this one lacks. */
function isPassing(blind: WatchedLog["blind"]): boolean {
  return blind?.reason === "logFailed" || blind?.reason === "logIncomplete";
}

function isRefused(blind: WatchedLog["blind"]): boolean {
  return blind?.reason === "notLogged" || blind?.reason === "notAllowed";
}
