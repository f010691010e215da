import type { Arm, CallOptions } from "../../azure/arm.ts";
import type { Credential } from "../../azure/http/credential.ts";
import { readHostLoad, readSessionCount, type Metric } from "../../azure/monitor.ts";
import type { ArmKey } from "../../model/armId.ts";
import { identityKey, type Identity } from "../../model/identity.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { timeline, type MetricsRange, type Timeline } from "../../model/metrics.ts";
import { askAsFirstAllowed } from "../firstAllowed.ts";
import { actors, hostIsGone } from "../hosts.ts";
import { logFailure } from "../logFailure.ts";
import type { ReaderParts } from "../readerParts.ts";

/** Milliseconds for which an answer is kept: as long as Azure takes to have something newer. */
export const METRICS_KEPT_MS = 300_000;

/** Answers that are kept at most: those of a few hosts and ranges that the user switches between. */
const MOST_KEPT = 24;

/** What was measured of a host, each thing separately, or why it is not known. */
export interface HostMetrics {
  readonly times: Timeline;
  readonly sessions: Metric;
  /** In percent. */
  readonly cpu: Metric;
  /** In percent. */
  readonly memory: Metric;
}

type Measured = Readonly<Record<string, Metric>>;
type Read = (
  arm: Arm,
  credential: Credential,
  hostId: string,
  times: Timeline,
  options: CallOptions,
) => Promise<Measured>;

/** The two requests that tell everything; one that fails hides nothing of the other. */
const READS: Readonly<Record<"sessions" | "load", Read>> = {
  sessions: async (...call) => ({ sessions: await readSessionCount(...call) }),
  load: async (...call) => ({ ...(await readHostLoad(...call)) }),
};

interface Kept {
  readonly host: ArmKey;
  readonly at: Moment;
  readonly times: Timeline;
  readonly actor: Identity;
  readonly measured: Measured;
}

/**
 * Azure Monitor's metrics of the hosts: two requests for a host and a range, and none for five minutes
 * after they were answered. What failed is asked for again each time.
 */
export class MetricsReader {
  readonly #parts: ReaderParts;
  readonly #kept = new Map<string, Kept>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** A host that left takes with it what was measured of it. */
  prune(): void {
    for (const [name, { host }] of this.#kept) {
      if (!this.#parts.hosts.states.has(host)) {
        this.#kept.delete(name);
      }
    }
  }

  /**
   * What was measured of a host until now, by this machine's clock. Failures are part of it.
   * @returns `undefined` if the host is unknown, or the request was cancelled
   */
  async read(key: ArmKey, range: MetricsRange, signal: AbortSignal): Promise<HostMetrics | undefined> {
    const cloud = this.#parts.cloud();
    if (!cloud || !this.#parts.hosts.states.has(key)) {
      return undefined;
    }
    const { arm } = cloud;
    const stop = AbortSignal.any([signal, cloud.signal]);
    const now = timeline(range, this.#parts.clock.wall().getTime());
    const [sessions, load] = await Promise.all([
      this.#one("sessions", arm, key, range, now, stop),
      this.#one("load", arm, key, range, now, stop),
    ]);
    if (stop.aborted) {
      return undefined;
    }
    // Both were asked for together, but one of them may have failed then: the older is moved to where the newer begins.
    const times = sessions.times.from > load.times.from ? sessions.times : load.times;
    const shown = ({ times: own, measured }: Pick<Kept, "times" | "measured">, name: string) =>
      moved(measured[name], own, times);
    return { times, sessions: shown(sessions, "sessions"), cpu: shown(load, "cpu"), memory: shown(load, "memory") };
  }

  async #one(
    what: keyof typeof READS,
    arm: Arm,
    key: ArmKey,
    range: MetricsRange,
    times: Timeline,
    signal: AbortSignal,
  ): Promise<Pick<Kept, "times" | "measured">> {
    const name = `${what} ${range} ${key}`;
    const at = momentOf(this.#parts.clock);
    const kept = this.#kept.get(name);
    if (
      kept &&
      elapsed(kept.at, at) < METRICS_KEPT_MS &&
      this.#seers(key).some((identity) => identityKey(identity) === identityKey(kept.actor))
    ) {
      return kept;
    }
    this.#kept.delete(name);
    const read = await this.#ask(what, arm, key, times, signal);
    const isWhole = Object.values(read.measured).every(({ error }) => !error);
    if (read.actor && isWhole && !signal.aborted) {
      this.#keep(name, { host: key, at, times, actor: read.actor, measured: read.measured });
    }
    return { times, measured: read.measured };
  }

  #keep(name: string, kept: Kept): void {
    this.#kept.set(name, kept);
    for (const oldest of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - MOST_KEPT))) {
      this.#kept.delete(oldest);
    }
  }

  /** Asks as who got the last list of sessions, and as others that see the host where that one is refused. */
  async #ask(
    what: keyof typeof READS,
    arm: Arm,
    key: ArmKey,
    times: Timeline,
    signal: AbortSignal,
  ): Promise<{ readonly measured: Measured; readonly actor?: Identity }> {
    const hostId = this.#parts.hosts.states.get(key)?.host.id ?? key;
    const asked = await askAsFirstAllowed({
      identities: () => this.#seers(key),
      ask: ({ account, tenant }) => {
        const credential = this.#parts.identities.credential(account, tenant.tenantId);
        return READS[what](arm, credential, hostId, times, { signal });
      },
      onFailure: (error) => logFailure(this.#parts.log, `reading the metrics of ${key} (${what})`, error),
    });
    if (asked && "value" in asked) {
      return { measured: asked.value, actor: asked.actor };
    }
    const error = asked?.error ?? hostIsGone();
    return { measured: { sessions: { error }, cpu: { error }, memory: { error } } };
  }

  #seers(key: ArmKey): readonly Identity[] {
    return actors(this.#parts.hosts.states.get(key));
  }
}

/** The same values on a timeline that begins later. */
function moved(metric: Metric | undefined, { from, step }: Timeline, to: Timeline): Metric {
  if (!metric || metric.error || from === to.from) {
    return metric ?? { values: [] };
  }
  const steps = (to.from - from) / step;
  return { values: Array.from({ length: to.count }, (_, index) => metric.values[index + steps]) };
}
