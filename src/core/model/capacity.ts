import type { BastionHost } from "./bastionHost.ts";

/** How many sessions a host carries at once, by Azure's documentation; more may connect, and are slow. */
export interface Capacity {
  readonly rdp: number;
  readonly ssh: number;
}

type Size = Pick<BastionHost, "sku" | "scaleUnits">;

/** Sessions that one instance carries at medium use: https://learn.microsoft.com/azure/bastion/configuration-settings#instance */
const PER_INSTANCE: Capacity = { rdp: 20, ssh: 40 };
/** A Basic host has two instances and cannot be scaled. */
const BASIC_INSTANCES = 2;
/** The most that a Standard or Premium host can be scaled to, by the same page. */
export const MOST_INSTANCES = 50;

export function isDeveloper({ sku }: Size): boolean {
  return sku?.toLowerCase() === "developer";
}

/** How many instances a host runs on; `undefined` if Azure did not say. */
export function instances({ sku, scaleUnits }: Size): number | undefined {
  return sku?.toLowerCase() === "basic" ? BASIC_INSTANCES : scaleUnits;
}

/** The capacity of a host; `undefined` if Azure did not say how large it is. A Developer host connects to one VM at a time. */
export function capacity(size: Size): Capacity | undefined {
  if (isDeveloper(size)) {
    return { rdp: 1, ssh: 1 };
  }
  const count = instances(size);
  return count === undefined ? undefined : { rdp: PER_INSTANCE.rdp * count, ssh: PER_INSTANCE.ssh * count };
}
