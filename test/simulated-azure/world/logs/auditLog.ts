import type { SimulatedClock } from "../clock.ts";
import { connectEntry, disconnectEntry, failedEntries } from "./auditRows.ts";
import type { FailedSignIn, LogEntry } from "./auditRows.ts";
import { failedSignIns } from "./failedSignIns.ts";
import type { FailedSignInSpec, LogSpec, RowFate, SimulatedPerson, Visit } from "./logTypes.ts";
import { pastOf } from "./pastVisits.ts";
import type { Past } from "./pastVisits.ts";
import { SeededRandom } from "../random.ts";
import { keepsAuditLog } from "./diagnostics.ts";
import type { SimulatedHost } from "../worldTypes.ts";

const MINUTE = 60_000;
const [LEAST_LAG, MOST_LAG] = [3, 10];

interface HostLog {
  readonly host: SimulatedHost;
  /** When the host came into the world. */
  readonly since: number;
  readonly visits: { readonly visit: Visit; endedAt: number | undefined }[];
  readonly failed: { readonly spec: FailedSignInSpec; readonly now: number }[];
  /** What was there before, and its rows, once somebody has asked for them. */
  past?: Past;
  pastEntries?: readonly LogEntry[];
}

/**
 * The audit log that a world writes of its own sessions. A row is there some minutes after what it tells of; all of it is
 * worked out when it is read.
 */
export class AuditLog {
  readonly #seed: number;
  readonly #clock: SimulatedClock;
  readonly #people: () => readonly SimulatedPerson[];
  readonly #hosts = new Map<string, HostLog>();
  #spec: LogSpec;

  constructor(seed: number, clock: SimulatedClock, spec: LogSpec, people: () => readonly SimulatedPerson[]) {
    this.#seed = seed;
    this.#clock = clock;
    this.#spec = spec;
    this.#people = people;
  }

  /** How it is written; a test may change it at any time. */
  get spec(): LogSpec {
    return this.#spec;
  }

  set spec(spec: LogSpec) {
    this.#spec = spec;
    this.#hosts.forEach((log) => delete log.pastEntries);
  }

  addHost(host: SimulatedHost): void {
    this.#hosts.set(host.key, { host, since: this.#clock.now(), visits: [], failed: [] });
  }

  removeHost(key: string): void {
    this.#hosts.delete(key);
  }

  begin(hostKey: string, visit: Visit): void {
    this.#hosts.get(hostKey)?.visits.push({ visit, endedAt: undefined });
  }

  /** @param at milliseconds since 1970 */
  end(hostKey: string, sessionId: string, at: number): void {
    const known = this.#hosts
      .get(hostKey)
      ?.visits.findLast(({ visit, endedAt }) => visit.sessionId === sessionId && endedAt === undefined);
    if (known) {
      known.endedAt = at;
    }
  }

  fail(hostKey: string, spec: FailedSignInSpec): void {
    this.#hosts.get(hostKey)?.failed.push({ spec, now: this.#clock.now() });
  }

  /**
   * Whether a workspace has the table: rows of a host of the subscription are sent there, or will be. Only once a row has
   * arrived, where all hosts that send any have only begun to.
   */
  hasTable(hosts: readonly SimulatedHost[]): boolean {
    return hosts.some(
      (host) =>
        keepsAuditLog(host) && (host.loggedForMinutes === undefined || this.entries(host.key, 0, Infinity).length > 0),
    );
  }

  /** The rows of a host that are there by now, of what happened from `from` and before `to`; the oldest first. */
  entries(hostKey: string, from: number, to: number): readonly LogEntry[] {
    const log = this.#hosts.get(hostKey);
    if (!log || !keepsAuditLog(log.host)) {
      return [];
    }
    const { host, since } = log;
    const began = host.loggedForMinutes === undefined ? 0 : since - host.loggedForMinutes * MINUTE;
    const [first, last] = [Math.max(from, began), Math.min(to, this.#clock.now())];
    log.pastEntries ??= this.#pastEntries(log);
    return [
      ...log.pastEntries,
      ...log.visits.flatMap(({ visit, endedAt }) => this.#visitEntries(host, visit, endedAt)),
      ...log.failed.flatMap(({ spec, now }) =>
        failedSignIns(host, spec, now, this.#people()).flatMap((failed) => this.#failedEntries(host, failed)),
      ),
    ]
      .filter(({ at }) => at >= first && at < last)
      .sort((a, b) => a.at - b.at);
  }

  /** What happened at a host before it came into the world. */
  past(hostKey: string): Past {
    const log = this.#hosts.get(hostKey);
    return log ? this.#past(log) : { visits: [], failed: [] };
  }

  #past(log: HostLog): Past {
    return (log.past ??= pastOf(log.host, log.since, this.#seed, this.#people()));
  }

  #pastEntries(log: HostLog): readonly LogEntry[] {
    const [{ host }, past] = [log, this.#past(log)];
    return [
      ...past.visits.flatMap(({ visit, endedAt }) => this.#visitEntries(host, visit, endedAt)),
      ...past.failed.flatMap((failed) => this.#failedEntries(host, failed)),
    ];
  }

  #visitEntries(host: SimulatedHost, visit: Visit, endedAt: number | undefined): readonly LogEntry[] {
    const tunnelId = this.#tunnelId(visit);
    const { lagMinutes, start, end } = visit.log;
    const key = `${host.key} ${visit.sessionId}`;
    return [
      ...this.#arrived(`${key} start`, [connectEntry(host, visit, tunnelId)], start, lagMinutes),
      ...(endedAt === undefined
        ? []
        : this.#arrived(`${key} end`, [disconnectEntry(host, visit, tunnelId, endedAt)], end, lagMinutes)),
    ];
  }

  #failedEntries(host: SimulatedHost, failed: FailedSignIn): readonly LogEntry[] {
    return this.#arrived(`${host.key} ${failed.id}`, failedEntries(host, failed), undefined, undefined);
  }

  /** Those of the entries that are there by now, as often as they are. */
  #arrived(
    key: string,
    entries: readonly LogEntry[],
    fate: RowFate | undefined,
    lagMinutes: number | undefined,
  ): readonly LogEntry[] {
    const random = SeededRandom.of(`${this.#seed} ${key}`);
    const { lagMinutes: [least, most] = [LEAST_LAG, MOST_LAG] } = this.spec;
    const lag = (lagMinutes ?? least + random.next() * (most - least)) * MINUTE;
    const chance = random.next();
    const kept = fate ?? this.#fate(chance);
    return entries
      .filter(({ at }) => kept !== "lost" && at + lag <= this.#clock.now())
      .flatMap((entry) => (kept === "doubled" ? [entry, entry] : [entry]));
  }

  #fate(chance: number): RowFate {
    const { lost = 0, doubled = 0 } = this.spec;
    if (chance < lost) {
      return "lost";
    }
    return chance < lost + doubled ? "doubled" : "kept";
  }

  #tunnelId({ sessionId, log }: Visit): string {
    if (log.tunnelId !== undefined) {
      return log.tunnelId;
    }
    switch (this.spec.tunnelIds ?? "sessionId") {
      case "sessionId":
        return sessionId;
      case "own":
        return SeededRandom.of(`tunnel ${sessionId}`).guid();
      case "none":
        return "";
    }
  }
}
