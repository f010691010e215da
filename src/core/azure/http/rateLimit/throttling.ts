import type { PipelineResponse } from "@azure/core-rest-pipeline";
import { readResponse } from "../response.ts";
import type { Quota } from "./quota.ts";
import { present } from "../../../text/json.ts";
import { errorFromResponse } from "../errorResponse.ts";

/**
 * Resource Manager's limits were counted by the hour at their longest, and by seconds today: a longer wait is not about
 * how often we ask, so it is between Azure and the one request.
 */
const LONGEST_SHARED_MS = 3_600_000;

/** A refusal that is about everybody who draws on a bucket. */
export interface SharedThrottle {
  readonly retryAfterMs: number;
  readonly code?: string;
}

/**
 * For how long a refusal is about everybody who draws on this bucket; undefined where it is not.
 *
 * - `SubscriptionRequestsThrottled`, `TenantRequestsThrottled`: Resource Manager's own word on the bucket.
 * - `ResourceRequestsThrottled`: the provider's limit for a type of resource in the subscription. All that we write there
 *   are actions on bastion hosts, so it holds for all of those. Our reads are about operations too, which other limits
 *   guard, and a disconnect under way must not be lost sight of: there it is for the one request.
 * - The graph has one quota for all that a user asks.
 * - Every other code, above all `RetryableErrorDueToAnotherOperation` (a locked resource), may be about one host.
 */
export function sharedThrottleOf(response: PipelineResponse, quota: Quota, now: number): SharedThrottle | undefined {
  if (response.status !== 429 && response.status !== 503) {
    return undefined;
  }
  const { code, retryAfterMs } = errorFromResponse(readResponse(response), now).facts;
  if (retryAfterMs === undefined || retryAfterMs > LONGEST_SHARED_MS || !isShared(code, response.status, quota)) {
    return undefined;
  }
  return { retryAfterMs, ...present({ code }) };
}

function isShared(code: string | undefined, status: number, { kind }: Quota): boolean {
  switch (code) {
    case "SubscriptionRequestsThrottled":
    case "TenantRequestsThrottled":
      return true;
    case "ResourceRequestsThrottled":
      return kind === "writes";
    case "RetryableErrorDueToAnotherOperation":
      return false;
    default:
      return kind === "graph" && status === 429;
  }
}
