import { readActivityLog } from "../../azure/activityLog.ts";
import type { Arm, CallOptions } from "../../azure/arm.ts";
import type { AzureError } from "../../azure/http/azureError.ts";
import type { Credential } from "../../azure/http/credential.ts";
import { DISCONNECT_WINDOW_MS, foldActivity } from "../../history/activity.ts";
import type { ActivityGap, History } from "../../history/history.ts";
import { mergeHistories, readHistory } from "../../history/readHistory.ts";
import type { BastionHost } from "../../model/bastionHost.ts";
import { present } from "../../text/json.ts";
import { askAsFirstAllowed, type AskedAs } from "../firstAllowed.ts";
import { actors } from "../hosts.ts";
import { logFailure } from "../logFailure.ts";
import type { ReaderParts } from "../readerParts.ts";

/** What is to be read. Times in milliseconds of the date. */
export interface HistoryRequest {
  readonly from: number;
  readonly to: number;
  readonly hosts: readonly BastionHost[];
  /** Read the Activity Log too: one more request for each subscription. */
  readonly withActivity?: boolean;
}

/** A request about the hosts of one subscription. */
interface SubscriptionRequest extends HistoryRequest {
  readonly subscriptionId: string;
  readonly hosts: readonly [BastionHost, ...BastionHost[]];
}

type Activity = Pick<History, "activities" | "activityGaps">;

const NO_ACTIVITY: Activity = { activities: [], activityGaps: [] };

/**
 * Who was there: what the audit log has of hosts in a range of time, and on request what the Activity Log has, each
 * subscription's as the first account that may. What Azure refuses is a gap of the hosts concerned.
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
      [...bySubscription].flatMap(([subscriptionId, [first, ...others]]) =>
        first ? this.#subscription({ ...request, subscriptionId, hosts: [first, ...others] }, signal) : [],
      ),
    );
    signal.throwIfAborted();
    return mergeHistories(histories) ?? this.#nothing(request);
  };

  async #subscription(request: SubscriptionRequest, signal: AbortSignal): Promise<History> {
    const [history, activity] = await Promise.all([
      this.#connections(request, signal),
      request.withActivity ? this.#activity(request, signal) : NO_ACTIVITY,
    ]);
    return { ...history, ...activity };
  }

  async #connections(request: SubscriptionRequest, signal: AbortSignal): Promise<History> {
    const answer = await this.#ask(request, signal, "audit log", async (arm, credential, options) => {
      const history = await readHistory(arm, credential, request, { ...options, now: this.#parts.clock.wall() });
      const refusal = refusalOf(history);
      if (refusal) {
        throw refusal;
      }
      return history;
    });
    if (answer && "value" in answer) {
      return answer.value;
    }
    return { ...this.#nothing(request), gaps: new Map(answer && gapsOf(request, answer.error)) };
  }

  async #activity(request: SubscriptionRequest, signal: AbortSignal): Promise<Activity> {
    // What ended a connection may have begun before the range.
    const query = { ...request, from: request.from - DISCONNECT_WINDOW_MS };
    const answer = await this.#ask(request, signal, "Activity Log", (arm, credential, options) =>
      readActivityLog(arm, credential, query, options),
    );
    const about = { subscriptionId: request.subscriptionId, hostKey: request.hosts[0].key };
    if (!answer) {
      return NO_ACTIVITY;
    }
    if ("error" in answer) {
      return { activities: [], activityGaps: [{ ...about, kind: "failed", error: answer.error }] };
    }
    const { events, isCut, since, unreadable } = answer.value;
    const gaps: readonly (ActivityGap | undefined)[] = [
      isCut ? { ...about, kind: "cut", ...present({ since }) } : undefined,
      unreadable > 0 ? { ...about, kind: "unreadable", count: unreadable } : undefined,
    ];
    return { activities: foldActivity(events), activityGaps: gaps.filter((gap) => gap !== undefined) };
  }

  /** Asks as each account that sees the hosts, until one may; `undefined` if none sees them. */
  async #ask<T>(
    { subscriptionId, hosts: asked }: SubscriptionRequest,
    signal: AbortSignal,
    what: string,
    ask: (arm: Arm, credential: Credential, options: CallOptions) => Promise<T>,
  ): Promise<AskedAs<T> | undefined> {
    const { hosts, identities, log, cloud: connected } = this.#parts;
    const cloud = connected();
    return (
      cloud &&
      askAsFirstAllowed({
        identities: () => asked.flatMap(({ key }) => actors(hosts.states.get(key))),
        ask: (identity) => {
          const credential = identities.credential(identity.account, identity.tenant.tenantId);
          return ask(cloud.arm, credential, { signal: AbortSignal.any([signal, cloud.signal]) });
        },
        onFailure: (error) => logFailure(log, `reading the ${what} of ${subscriptionId}`, error),
      })
    );
  }

  #nothing({ from, to }: HistoryRequest): History {
    const asOf = this.#parts.clock.wall();
    return { from, to, asOf, connections: [], failures: [], gaps: new Map(), ...NO_ACTIVITY };
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
