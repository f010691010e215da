import type { BastionHost } from "./bastionHost.ts";

/** How many sessions a host carries at once, by Azure's documentation; more may connect, and are slow. */
export interface Capacity {
  readonly rdp: number;
  readonly ssh: number;
}

/** Sessions that one instance carries at medium use: https://learn.microsoft.com/azure/bastion/configuration-settings#instance */
const PER_INSTANCE: Capacity = { rdp: 20, ssh: 40 };
/** A Basic host has two instances and cannot be scaled. */
const BASIC_INSTANCES = 2;

/** The capacity of a host; `undefined` where Azure did not say how large it is. A Developer host connects to one VM at a time. */
export function capacity({ sku, scaleUnits }: Pick<BastionHost, "sku" | "scaleUnits">): Capacity | undefined {
  switch (sku?.toLowerCase()) {
    case "developer":
      return { rdp: 1, ssh: 1 };
    case "basic":
      return times(BASIC_INSTANCES);
    default:
      return scaleUnits === undefined ? undefined : times(scaleUnits);
  }
}

function times(instances: number): Capacity {
  return { rdp: PER_INSTANCE.rdp * instances, ssh: PER_INSTANCE.ssh * instances };
}
