import type { HostSurroundings } from "./worldTypes.ts";

/** What a spec says of a host's surroundings. */
export function surroundingsOf(spec: HostSurroundings): HostSurroundings {
  const { zones, permissions, diagnostics, recording, locks, denyAssignments, eligibleRoles } = spec;
  const { loggedForMinutes, history } = spec;
  const access = { permissions, locks, denyAssignments, eligibleRoles };
  const all = { zones, diagnostics, recording, ...access, loggedForMinutes, history };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
