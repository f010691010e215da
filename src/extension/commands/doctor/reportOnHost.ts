import type { Cloud } from "../../../core/model/cloud.ts";
import { diagnose as judge } from "../../../core/doctor/diagnose.ts";
import { examine } from "../../../core/doctor/examine.ts";
import type { SessionRecords } from "../../../core/doctor/facts.ts";
import { attributionsOf } from "../../../core/inventory/people/sessionPeople.ts";
import type { HostState } from "../../../core/inventory/hostState.ts";
import { SEPARATOR } from "../../../words/format.ts";
import type { App } from "../app.ts";
import { hostReport } from "./hostReport.ts";
import type { Report } from "./report.ts";
import { watchEntries } from "./watchEntries.ts";

/**
 * Finds out why the sessions of a host can't be seen.
 * @returns `undefined` if no account sees the host
 * @throws AzureError if it's aborted
 */
export async function reportOnHost(
  app: Pick<App, "inventory" | "connection" | "clock" | "attention" | "log">,
  state: HostState,
  cloud: Cloud,
  signal: AbortSignal,
): Promise<Report | undefined> {
  // The account that was refused, since that is what is to be explained.
  const identity = state.failedAs ?? state.actor ?? state.identities[0];
  const access = identity && app.connection.access(identity);
  if (!access) {
    return undefined;
  }
  const { host } = state;
  const { names } = app.inventory;
  const { tenantId } = identity.tenant;
  const facts = await examine(access, host.id, { signal }, app.clock);
  const actingAs = names.account(identity.account) + SEPARATOR + names.tenant(identity.tenant);
  const { entries, ...rest } = hostReport(
    judge(facts, sessionRecords(state)),
    { cloud, tenantId },
    { title: names.host(host), at: app.clock.wall(), actingAs },
  );
  const report = { ...rest, tenantId, entries: [...entries, ...watchEntries(app.attention.watching?.state, host.key)] };
  const wrong = report.entries.filter(({ verdict }) => verdict === "error").map(({ check }) => check);
  app.log.info(`diagnosed ${host.key}: ${wrong.length === 0 ? "no error" : wrong.join(", ")}`);
  return report;
}

/** How many of the sessions that are listed have no record in the audit log, if that was read. */
function sessionRecords(state: HostState): SessionRecords | undefined {
  const blanks = [...attributionsOf(state).values()].map((one) => (one.confidence === "none" ? one.blank : undefined));
  const old = blanks.filter((blank) => blank !== "notLoggedYet");
  return old.length === 0
    ? undefined
    : { sessions: old.length, withoutRecord: old.filter((blank) => blank === "noRecord").length };
}
