import type * as Actions from "./onDemandActions.ts";

/** Loads what seldom used commands do: see onDemandActions.ts. */
export function onDemandActions(): Promise<typeof Actions> {
  return import("./onDemandActions.ts");
}
