import type { Clock } from "../../model/clock.ts";
import type { Log } from "../../model/log.ts";
import type { Hosts } from "../hosts.ts";
import type { ConnectedCloud, Identities } from "../identities.ts";

/** What whoever reads metrics needs. */
export interface MetricsParts {
  readonly hosts: Hosts;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly log: Log;
  /** The cloud that is asked now, until its signal is aborted. */
  readonly cloud: () => ConnectedCloud | undefined;
}
