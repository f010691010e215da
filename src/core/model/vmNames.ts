import { distinctNames } from "../text/distinctNames.ts";
import { armKey, resourceNames, type ArmKey } from "./armId.ts";

/**
 * What to call VMs that are known by their resource IDs only: by name where that is unique among these, else with what tells
 * them apart, see {@link distinctNames}.
 */
export function vmNames(vmIds: Iterable<string>): ReadonlyMap<ArmKey, string> {
  const names = distinctNames(
    [...Map.groupBy(vmIds, armKey)].map(([key, [id = key]]) => {
      const [, , subscription, , resourceGroup] = id.split("/");
      return { key, name: resourceNames(id) ?? id, details: [resourceGroup, subscription, key] };
    }),
  );
  return names as ReadonlyMap<ArmKey, string>;
}
