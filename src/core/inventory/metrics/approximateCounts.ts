import { setImmediate } from "node:timers/promises";
import pLimit from "p-limit";
import type { CallOptions } from "../../azure/arm.ts";
import type { AzureError } from "../../azure/http/azureError.ts";
import type { Credential } from "../../azure/http/credential.ts";
import { readHostCount, readRegionCounts, type MeasuredSessions } from "../../azure/sessionCounts.ts";
import type { ArmKey } from "../../model/armId.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import { identityKey, type Identity } from "../../model/identity.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { askAsFirstAllowed } from "../firstAllowed.ts";
import { actors } from "../hosts.ts";
import type { HostState } from "../hostState.ts";
import type { ConnectedCloud } from "../identities.ts";
import type { HostPredicate } from "../loading.ts";
import { logFailure } from "../logFailure.ts";
import { approximateCount } from "./approximateCount.ts";
import type { ReaderParts } from "../readerParts.ts";

/** Milliseconds after which counts are asked for again: Azure Monitor has none in between. */
export const COUNTS_KEPT_MS = 300_000;

/** Requests under way at once: they are small, and a fleet of sixty subscriptions and regions needs no second round. */
const AT_ONCE = 64;

/** What was asked about the hosts of a subscription in one region, or about one host. */
interface Asked {
  readonly at: Moment;
  readonly hosts: ReadonlySet<ArmKey>;
  /** The accounts that were refused: only another one asks again. */
  readonly refused: Set<string>;
}

type Read = (credential: Credential, options: CallOptions) => Promise<ReadonlyMap<ArmKey, MeasuredSessions>>;

/**
 * How many sessions hosts without a list have, by Azure Monitor: one request for a subscription and region, in
 * the background and at most every five minutes. Where no account may read the subscription's metrics, each host in sight is
 * asked for its own. Failures end in the log: without a count a row says nothing.
 */
export class ApproximateCounts {
  readonly #parts: ReaderParts;
  readonly #asked = new Map<string, Asked>();
  readonly #limit = pLimit(AT_ONCE);
  /** One request begins after the other, and whatever else has come or is to be asked goes first. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Asks for everything again the next time, also where it was refused. */
  forget(): void {
    this.#asked.clear();
  }

  /** Whether no account may read how many sessions a host has. */
  isRefused(host: BastionHost): boolean {
    const asked = this.#asked.get(host.key) ?? this.#asked.get(regionOf(host));
    return asked !== undefined && asked.refused.size > 0;
  }

  /** Shows none. */
  clear(): void {
    this.forget();
    [...this.#parts.hosts.states.keys()].forEach((key) => this.#parts.hosts.approximate(key, undefined));
  }

  /**
   * Asks for what is due: the counts of all regions in which there are hosts that need one.
   * @param isInSight hosts that may be asked one by one
   * @param isNeeded by default of the hosts without a list
   */
  async readDue(isInSight: HostPredicate, isNeeded: (state: HostState) => boolean = isUnlisted): Promise<void> {
    const cloud = this.#parts.cloud();
    if (cloud) {
      const regions = Map.groupBy(this.#parts.hosts.states.values(), ({ host }) => regionOf(host));
      const due = [...regions].filter(([, states]) => states.some(isNeeded));
      await Promise.all(due.map(([region, states]) => this.#region(cloud, region, states, isInSight, isNeeded)));
    }
  }

  async #region(
    cloud: ConnectedCloud,
    name: string,
    states: readonly HostState[],
    isInSight: HostPredicate,
    isNeeded: (state: HostState) => boolean,
  ): Promise<void> {
    const hosts = states.map(({ host }) => host);
    const [subscriptionId = "", location = ""] = name.split(" ");
    // Hosts of which Azure didn't say where they are can't be asked about together.
    const isRefused =
      location === "" ||
      (await this.#ask(cloud, name, hosts, (...call) =>
        readRegionCounts(cloud.arm, { subscriptionId, location, hosts }, this.#parts.clock.wall(), ...call),
      ));
    if (isRefused) {
      const inSight = states.filter((state) => isNeeded(state) && isInSight(state.host));
      await Promise.all(
        inSight.map(({ host }) =>
          this.#ask(cloud, host.key, [host], async (...call) => {
            const count = await readHostCount(cloud.arm, host, this.#parts.clock.wall(), ...call);
            return new Map(count ? [[host.key, count]] : []);
          }),
        ),
      );
    }
  }

  /** Asks one question if it is due, and takes over the answer. @returns whether everybody was refused */
  async #ask(cloud: ConnectedCloud, name: string, hosts: readonly BastionHost[], read: Read): Promise<boolean> {
    const known = this.#asked.get(name);
    const seers = () => hosts.flatMap(({ key }) => actors(this.#parts.hosts.states.get(key)));
    const now = momentOf(this.#parts.clock);
    if (known && !isDue(known, hosts, seers(), now)) {
      return known.refused.size > 0;
    }
    const asked: Asked = { at: now, hosts: new Set(hosts.map(({ key }) => key)), refused: new Set() };
    this.#asked.set(name, asked);
    const tried = new Set<string>();
    const answer = await this.#limit(async () => {
      await (this.#turn = this.#turn.then(() => setImmediate()));
      return askAsFirstAllowed({
        identities: seers,
        ask: (identity) => {
          tried.add(identityKey(identity));
          const credential = this.#parts.identities.credential(identity.account, identity.tenant.tenantId);
          return read(credential, { signal: cloud.signal, background: true });
        },
        onFailure: (error) => logFailure(this.#parts.log, `reading the number of sessions of ${name}`, error),
      });
    });
    if (!answer || this.#asked.get(name) !== asked) {
      return false;
    }
    if ("error" in answer) {
      (isRefusal(answer.error) ? tried : []).forEach((identity) => asked.refused.add(identity));
      return asked.refused.size > 0;
    }
    const receivedAt = momentOf(this.#parts.clock);
    for (const { key } of hosts) {
      const count = answer.value.get(key);
      this.#parts.hosts.approximate(key, count && approximateCount(count, receivedAt, answer.actor));
    }
    return false;
  }
}

function isUnlisted({ list }: HostState): boolean {
  return !list;
}

function regionOf({ subscriptionId, location = "" }: BastionHost): string {
  return `${subscriptionId} ${location.toLowerCase().replaceAll(" ", "")}`;
}

function isDue(asked: Asked, hosts: readonly BastionHost[], seers: readonly Identity[], now: Moment): boolean {
  return asked.refused.size > 0
    ? seers.some((identity) => !asked.refused.has(identityKey(identity)))
    : elapsed(asked.at, now) >= COUNTS_KEPT_MS || hosts.some(({ key }) => !asked.hosts.has(key));
}

/** Whether the same question would be refused again: a missing permission, or a cloud that doesn't know it. */
function isRefusal({ kind, facts: { status = 0 } }: AzureError): boolean {
  return (
    kind === "notAllowed" ||
    kind === "signInNeeded" ||
    kind === "notFound" ||
    (kind === "failed" && status >= 400 && status < 500)
  );
}
