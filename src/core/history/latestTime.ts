import { parseAzureTime } from "../model/azureTime.ts";
import type { Connection, FailedSignIn } from "../model/session/connection.ts";
import type { LiveSession } from "./exact.ts";

interface Told {
  readonly sessions: readonly LiveSession[];
  readonly connections: readonly Connection[];
  readonly failures?: readonly FailedSignIn[];
}

/** The latest time by Azure's clock that sessions and log tell, in milliseconds of the date: it's at least that late. */
export function latestTime({ sessions, connections, failures = [] }: Told): number {
  let latest = 0;
  for (const { session } of sessions) {
    const { startTime, durationMinutes = 0 } = session;
    const started = startTime === undefined ? undefined : parseAzureTime(startTime)?.getTime();
    latest = Math.max(latest, (started ?? 0) + durationMinutes * 60_000);
  }
  for (const { started = 0, ended = 0 } of connections) {
    latest = Math.max(latest, started, ended);
  }
  for (const { time = 0 } of failures) {
    latest = Math.max(latest, time);
  }
  return latest;
}
