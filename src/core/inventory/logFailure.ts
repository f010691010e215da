import type { AzureError } from "../azure/http/azureError.ts";
import type { Log } from "../model/log.ts";

/** Writes down a failure with what a support request needs. Requests are named by IDs that aren't personal data. */
export function logFailure(log: Log, what: string, { kind, facts }: AzureError): void {
  if (kind === "cancelled" || (kind === "signInNeeded" && facts.status === undefined)) {
    log.debug(`${what}: ${facts.detail}`);
    return;
  }
  const known = [facts.status, facts.code, facts.requestId && `request ${facts.requestId}`, facts.detail].filter(
    Boolean,
  );
  log.warn(`${what} failed: ${kind} (${known.join(", ")})`);
}
