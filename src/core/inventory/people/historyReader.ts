import type { AzureError } from "../../azure/http/azureError.ts";
import type { History } from "../../history/history.ts";
import { mergeHistories, readHistory } from "../../history/readHistory.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import { askAsFirstAllowed } from "../firstAllowed.ts";
import { actors } from "../hosts.ts";
import { logFailure } from "../logFailure.ts";
import type { ReaderParts } from "../readerParts.ts";

/** What is to be read. Times in milliseconds of the date. */
export interface HistoryRequest {
  readonly from: number;
  readonly to: number;
  readonly hosts: readonly BastionHost[];
}

/**
 * Who was there: what the audit log has of hosts in a range of time, each subscription's as the first account that may. What
 * Azure refuses is a gap of the hosts concerned.
 */
export class HistoryReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Rejects if it is aborted. */
  readonly read = async (request: HistoryRequest, signal: AbortSignal): Promise<History> => {
    const bySubscription = Map.groupBy(request.hosts, ({ subscriptionId }) => subscriptionId);
    const histories = await Promise.all(
      [...bySubscription].map(([id, hosts]) => this.#subscription(id, { ...request, hosts }, signal)),
    );
    signal.throwIfAborted();
    return mergeHistories(histories) ?? this.#nothing(request);
  };

  async #subscription(subscriptionId: string, request: HistoryRequest, signal: AbortSignal): Promise<History> {
    const { hosts, identities, log, clock, cloud: connected } = this.#parts;
    const cloud = connected();
    const answer =
      cloud &&
      (await askAsFirstAllowed({
        identities: () => request.hosts.flatMap(({ key }) => actors(hosts.states.get(key))),
        ask: async (identity) => {
          const credential = identities.credential(identity.account, identity.tenant.tenantId);
          const options = { signal: AbortSignal.any([signal, cloud.signal]), now: clock.wall() };
          const history = await readHistory(cloud.arm, credential, { ...request, subscriptionId }, options);
          const refusal = refusalOf(history);
          if (refusal) {
            throw refusal;
          }
          return history;
        },
        onFailure: (error) => logFailure(log, `reading the audit log of ${subscriptionId}`, error),
      }));
    if (answer && "value" in answer) {
      return answer.value;
    }
    return { ...this.#nothing(request), gaps: new Map(answer && gapsOf(request, answer.error)) };
  }

  #nothing({ from, to }: HistoryRequest): History {
    return { from, to, asOf: this.#parts.clock.wall(), connections: [], failures: [], gaps: new Map() };
  }
}

function gapsOf(
  { hosts }: HistoryRequest,
  error: AzureError,
): [BastionHost["key"], [{ kind: "failed"; error: AzureError }]][] {
  return hosts.map(({ key }) => [key, [{ kind: "failed", error }]]);
}

/** Why nothing at all was read: another account may be allowed to. */
function refusalOf({ connections, failures, gaps }: History): AzureError | undefined {
  const refused = [...gaps.values()].flat().find((gap) => gap.kind === "failed");
  return connections.length + failures.length === 0 ? refused?.error : undefined;
}
