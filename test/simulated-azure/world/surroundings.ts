import type { HostSurroundings } from "./worldTypes.ts";

/** What a spec says of a host's surroundings. */
export function surroundingsOf({ zones, permissions, diagnostics, recording }: HostSurroundings): HostSurroundings {
  const given = Object.entries({ zones, permissions, diagnostics, recording }).filter(([, value]) => value);
  return Object.fromEntries(given);
}
