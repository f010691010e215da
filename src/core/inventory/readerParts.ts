import type { Clock } from "../model/clock.ts";
import type { Log } from "../model/log.ts";
import type { Hosts } from "./hosts.ts";
import type { ConnectedCloud, Identities } from "./identities.ts";

/** What reading metrics or logs of hosts needs. */
export interface ReaderParts {
  readonly hosts: Hosts;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly log: Log;
  /** The cloud that is asked now, until its signal is aborted. */
  readonly cloud: () => ConnectedCloud | undefined;
}
