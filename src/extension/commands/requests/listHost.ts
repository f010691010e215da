import type { AzureError } from "../../../core/azure/http/azureError.ts";
import { isFresh } from "../../../core/inventory/freshness.ts";
import type { HostState, SessionList } from "../../../core/inventory/hostState.ts";
import type { ArmKey } from "../../../core/model/armId.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import type { App } from "../app.ts";

/** A host with its list of sessions. */
export interface ListedHost {
  readonly host: HostState;
  readonly list: SessionList;
  /** Whether the list came since it was asked for; something may have kept interrupting it. */
  readonly isNew: boolean;
}

/** Why there is no list: no account sees the host, no list came, or what Azure said. */
export interface UnlistedHost {
  readonly problem: "unknownHost" | "noList" | AzureError;
}

/** A host, listed just now, for a program that asks. A refresh or another list that gets in between is waited for. */
export async function listHost(
  app: Pick<App, "inventory" | "clock">,
  key: ArmKey,
  signal: AbortSignal,
): Promise<ListedHost | UnlistedHost> {
  const since = momentOf(app.clock);
  await app.inventory.loading.ensureListed([key], signal, undefined, 0);
  const host = app.inventory.host(key);
  if (!host) {
    return { problem: "unknownHost" };
  }
  const problem = host.problem ?? (host.list ? undefined : "noList");
  return problem || !host.list
    ? { problem: problem ?? "noList" }
    : { host, list: host.list, isNew: isFresh(host, momentOf(app.clock), { maxAge: 0, since }) };
}
