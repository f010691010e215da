import { guidOf } from "../routes/hostShapes.ts";
import type { SimulatedClock } from "./clock.ts";
import type { LinkSpec, SimulatedLink } from "./linkTypes.ts";
import type { ActivitySpec } from "./logs/logTypes.ts";
import { SeededRandom } from "./random.ts";
import { targetOf } from "./targets.ts";
import type { SimulatedHost } from "./worldTypes.ts";

/** Begins the last part of every link's URL, so that a test can search everything the product wrote for one. */
export const LINK_MARKER = "SIMULATED-AZURE-LINK";

/** What links need of the world. */
interface Scene {
  readonly seed: number;
  readonly clock: SimulatedClock;
  recordActivity(host: SimulatedHost, spec: ActivitySpec): void;
}

/** The shareable links of all hosts. There may be some on a host whose switch is off; Azure doesn't list them then. */
export class Links {
  readonly #world: Scene;
  readonly #links = new Map<string, SimulatedLink[]>();
  #count = 0;

  constructor(world: Scene) {
    this.#world = world;
  }

  of({ key }: SimulatedHost): readonly SimulatedLink[] {
    return this.#links.get(key) ?? [];
  }

  add(host: SimulatedHost, spec: LinkSpec): SimulatedLink {
    const { clock, seed } = this.#world;
    const random = SeededRandom.of(`link ${seed} ${host.key} ${++this.#count}`);
    const minutesAgo = spec.minutesAgo ?? 24 * 60;
    const { expiry, createdBy } = spec;
    const link: SimulatedLink = {
      vmId: spec.vmId ?? machineId(host, spec.machine ?? `vm-link-${this.#count}`),
      url: `https://bst-${guidOf(host.key)}.bastion.azure.com/api/shareable-url/${LINK_MARKER}-${random.guid()}`,
      createdAt: clock.now() - minutesAgo * 60_000,
      form: spec.form ?? "iso",
      ...(expiry && { expiry: { at: clock.now() + expiry.inMinutes * 60_000, field: expiry.field ?? "expiresAt" } }),
      message: spec.message ?? null,
      ghost: spec.ghost ?? false,
      wire: spec.wire ?? {},
    };
    this.#links.set(host.key, [...this.of(host), link]);
    if (createdBy !== undefined) {
      const operation = "createShareableLinks/action";
      this.#world.recordActivity(host, {
        operation,
        caller: createdBy,
        minutesAgo,
        statusCode: "Accepted",
        seconds: 12,
      });
    }
    return link;
  }

  /** Takes away all links of these VMs, named by name or id, or of every VM. Returns how many there were. */
  remove(host: SimulatedHost, machines?: readonly string[]): number {
    const ids = machines?.map((one) => (one.startsWith("/") ? one : machineId(host, one)).toLowerCase());
    const left = this.of(host).filter(({ vmId }) => ids?.includes(vmId.toLowerCase()) === false);
    const removed = this.of(host).length - left.length;
    this.#links.set(host.key, left);
    return removed;
  }

  /** As a request deletes them: those that stay listed are left. */
  delete(host: SimulatedHost, machines?: readonly string[]): void {
    const ghosts = this.of(host).filter(({ ghost }) => ghost);
    this.remove(host, machines);
    this.#links.set(host.key, [...new Set([...this.of(host), ...ghosts])]);
  }

  removeHost(key: string): void {
    this.#links.delete(key);
  }
}

function machineId(host: SimulatedHost, name: string): string {
  return targetOf(host, { targetHostName: name, targetIpAddress: "" }).targetResourceId;
}
