import { isNotLogged, readAuditLog, type AuditAnswer } from "../../azure/auditLog.ts";
import { foldRecords } from "../../history/fold.ts";
import type { History, HistoryGap } from "../../history/history.ts";
import type { ArmKey } from "../../model/armId.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import { askAsFirstAllowed, type AskedAs } from "../firstAllowed.ts";
import { actors } from "../hosts.ts";
import { logFailure } from "../logFailure.ts";
import type { ReaderParts } from "../readerParts.ts";

/** What is to be read. Times in milliseconds of the date. */
export interface HistoryRequest {
  readonly from: number;
  readonly to: number;
  readonly hosts: readonly BastionHost[];
}

type Part = Pick<History, "connections" | "failures" | "gaps">;

/**
 * Who was there: what the audit log has of hosts in a range of time, one query a subscription, each as the first account
 * that may. What Azure refuses is a gap of the hosts concerned.
 */
export class HistoryReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Rejects if it is aborted. */
  readonly read = async ({ from, to, hosts }: HistoryRequest, signal: AbortSignal): Promise<History> => {
    const [unlogged, logged] = [hosts.filter(isNeverLogged), hosts.filter((host) => !isNeverLogged(host))];
    const bySubscription = Map.groupBy(logged, ({ subscriptionId }) => subscriptionId);
    const parts = await Promise.all(
      [...bySubscription].map(([id, ofIt]) => this.#subscription(id, { from, to, hosts: ofIt }, signal)),
    );
    signal.throwIfAborted();
    const isOlder = (a: number | undefined, b: number | undefined) => (b ?? 0) - (a ?? 0);
    return {
      from,
      to,
      asOf: this.#parts.clock.wall(),
      connections: parts
        .flatMap(({ connections }) => connections)
        .sort((a, b) => isOlder(a.started ?? a.ended, b.started ?? b.ended)),
      failures: parts.flatMap(({ failures }) => failures).sort((a, b) => isOlder(a.time, b.time)),
      gaps: new Map([
        ...unlogged.map(({ key }) => [key, [{ kind: "notLoggedBySku" }]] as const),
        ...parts.flatMap(({ gaps }) => [...gaps]),
      ]),
    };
  };

  async #subscription(subscriptionId: string, request: HistoryRequest, signal: AbortSignal): Promise<Part> {
    const { hosts, identities, log, cloud: connected } = this.#parts;
    const cloud = connected();
    const answer =
      cloud &&
      (await askAsFirstAllowed({
        identities: () => request.hosts.flatMap(({ key }) => actors(hosts.states.get(key))),
        ask: (identity) => {
          const credential = identities.credential(identity.account, identity.tenant.tenantId);
          const options = { signal: AbortSignal.any([signal, cloud.signal]) };
          return readAuditLog(cloud.arm, credential, { ...request, subscriptionId }, options);
        },
        onFailure: (error) => logFailure(log, `reading the audit log of ${subscriptionId}`, error),
      }));
    return partOf(answer, request);
  }
}

function partOf(answer: AskedAs<AuditAnswer> | undefined, { hosts }: HistoryRequest): Part {
  if (!answer || "error" in answer) {
    const gap: HistoryGap | undefined = answer && (isNotLogged(answer.error) ? { kind: "notLogged" } : refusal(answer));
    return { connections: [], failures: [], gaps: new Map(gap && hosts.map(({ key }) => [key, [gap]])) };
  }
  const { records, isCut, isPartial, leftOut, unreadable } = answer.value;
  const oldest = records.reduce((time, record) => Math.min(time, record.time ?? time), Infinity);
  const ofAll: readonly HistoryGap[] = [
    ...(isCut && Number.isFinite(oldest) ? [{ kind: "cut", since: oldest } as const] : []),
    ...(isPartial ? [{ kind: "partial" } as const] : []),
    ...(unreadable > 0 ? [{ kind: "unreadable", count: unreadable } as const] : []),
  ];
  const gapsOf = (key: ArmKey) => [...(leftOut.has(key) ? [{ kind: "leftOut" } as const] : []), ...ofAll];
  return { ...foldRecords(records), gaps: new Map(hosts.map(({ key }) => [key, gapsOf(key)])) };
}

function refusal({ error }: Extract<AskedAs<AuditAnswer>, { error: unknown }>): HistoryGap {
  return error.kind === "notAllowed" ? { kind: "leftOut" } : { kind: "failed", error };
}

/** https://learn.microsoft.com/azure/bastion/bastion-sku-comparison: the Developer SKU has no diagnostic settings. */
function isNeverLogged({ sku }: BastionHost): boolean {
  return sku?.toLowerCase() === "developer";
}
