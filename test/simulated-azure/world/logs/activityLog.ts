import { activityEvents } from "./activityEvents.ts";
import type { Activity, ActivityEvent } from "./activityEvents.ts";
import type { ActivitySpec, SimulatedPerson } from "./logTypes.ts";
import { pastActivity } from "./pastActivity.ts";
import { inventAddress } from "./people.ts";
import { SeededRandom } from "../random.ts";
import type { SimulatedClock } from "../clock.ts";
import type { SimulatedAccount, SimulatedHost } from "../worldTypes.ts";
import type { AuditLog } from "./auditLog.ts";

const MINUTE = 60_000;
const KEPT = 90 * 24 * 60 * MINUTE;
const [LEAST_LAG, MOST_LAG] = [3, 20];

/** What the log needs of the world. */
interface Scene {
  readonly seed: number;
  readonly clock: SimulatedClock;
  readonly hosts: readonly SimulatedHost[];
  readonly accounts: readonly SimulatedAccount[];
  readonly people: readonly SimulatedPerson[];
  readonly auditLog: AuditLog;
}

/** Who did what to the hosts of a world. An event is there some minutes after it happened, and kept for 90 days. */
export class ActivityLog {
  readonly #world: Scene;
  /** By subscription. */
  readonly #activities = new Map<string, Activity[]>();
  /** What was done before the world began, once somebody has asked for it; by host. */
  readonly #past = new Map<string, readonly Activity[]>();
  #count = 0;

  constructor(world: Scene) {
    this.#world = world;
  }

  record(host: SimulatedHost, spec: ActivitySpec): void {
    const activity = this.#activity(host, spec, ++this.#count);
    const activities = this.#activities.get(host.subscriptionId) ?? [];
    this.#activities.set(host.subscriptionId, activities);
    activities.push(activity);
  }

  /** The events of a subscription that are there by now, the newest first. */
  events(subscriptionId: string): readonly ActivityEvent[] {
    const now = this.#world.clock.now();
    const hosts = this.#world.hosts.filter((host) => host.subscriptionId === subscriptionId && host.history);
    const { activityLagMinutes: [least, most] = [LEAST_LAG, MOST_LAG] } = this.#world.auditLog.spec;
    return [...hosts.flatMap((host) => this.#pastOf(host)), ...(this.#activities.get(subscriptionId) ?? [])]
      .filter(({ at }) => at <= now && at > now - KEPT)
      .flatMap((activity) => {
        const share = SeededRandom.of(`lag ${activity.correlationId}`).next();
        const lag = (least + share * (most - least)) * MINUTE;
        return activityEvents(activity, lag).filter(({ at }) => at + lag <= now);
      })
      .sort((a, b) => b.at - a.at);
  }

  #pastOf(host: SimulatedHost): readonly Activity[] {
    const known = this.#past.get(host.key);
    if (known) {
      return known;
    }
    const { seed, auditLog, people } = this.#world;
    const past = pastActivity(host, auditLog.past(host.key), seed, people).map(({ at, ...spec }, index) => ({
      ...this.#activity(host, spec, -1 - index),
      at,
    }));
    this.#past.set(host.key, past);
    return past;
  }

  #activity(host: SimulatedHost, spec: ActivitySpec, number: number): Activity {
    const { accounts, people, clock, seed } = this.#world;
    const caller = spec.caller ?? accounts[0]?.label ?? "somebody@contoso.com";
    const person = people.find(({ email }) => email.toLowerCase() === caller.toLowerCase());
    const isApplication = !caller.includes("@");
    const random = SeededRandom.of(`activity ${seed} ${host.key} ${number}`);
    const address = person?.clientAddresses[0] ?? inventAddress(SeededRandom.of(`caller ${caller}`));
    return {
      at: clock.now() - (spec.minutesAgo ?? 0) * MINUTE,
      operation: spec.operation.toLowerCase().startsWith("microsoft.")
        ? spec.operation
        : `Microsoft.Network/bastionHosts/${spec.operation}`,
      resourceId: spec.resourceId ?? host.id,
      host,
      caller,
      clientAddress: spec.clientAddress ?? (isApplication ? undefined : address),
      outcome: spec.outcome ?? "Succeeded",
      statusCode: spec.statusCode ?? (spec.outcome === "Failed" ? "Conflict" : "OK"),
      seconds: spec.seconds ?? 1,
      correlationId: spec.correlationId ?? random.guid(),
    };
  }
}
