import { guidOf } from "../routes/hostShapes.ts";
import type { SimulatedClock } from "./clock.ts";
import type { ActivitySpec } from "./logs/logTypes.ts";
import { SeededRandom } from "./random.ts";
import { targetOf } from "./targets.ts";
import type { SimulatedHost } from "./worldTypes.ts";

/** Begins the last part of every link's URL, so that a test can search everything the product wrote for one. */
export const LINK_MARKER = "SIMULATED-AZURE-LINK";

/** A shareable link of a VM: a person who has its URL needs no sign-in to Azure. */
export interface LinkSpec {
  /** The VM's name, in the host's resource group; made up where left out. */
  readonly machine?: string;
  /** The VM's id, in place of its name: that of a scale set's instance, or of another group. */
  readonly vmId?: string;
  /** How long ago it was made: a day where left out. */
  readonly minutesAgo?: number;
  /** How `createdAt` is written: `2024-07-23T16:07:52.6952576Z`, or `07/23/2024 16:07:52`, as was also seen. */
  readonly form?: "iso" | "american";
  /** When it expires, and under which name Azure says so: `expiresAt` where left out. */
  readonly expiry?: { readonly inMinutes: number; readonly field?: string };
  readonly message?: string;
  /** Who made it, for the Activity Log. */
  readonly createdBy?: string;
  /** It stays listed after it was deleted. */
  readonly ghost?: boolean;
  /** Laid over the answer's fields: what Azure should not send but might. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

export interface SimulatedLink {
  readonly vmId: string;
  /** The secret. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly form: "iso" | "american";
  readonly expiry?: { readonly at: number; readonly field: string };
  readonly message: string | null;
  readonly ghost: boolean;
  readonly wire: Readonly<Record<string, unknown>>;
}

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
