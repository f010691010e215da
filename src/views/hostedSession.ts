import type { HostState, SessionState } from "../inventory/hostState.ts";

/** A session together with the host that it is on. */
export interface HostedSession {
  readonly host: HostState;
  readonly state: SessionState;
}
