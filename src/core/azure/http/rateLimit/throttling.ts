import type { PipelineResponse } from "@azure/core-rest-pipeline";
import { readResponse } from "../response.ts";
import type { Quota } from "./quota.ts";
import { present } from "../../../text/json.ts";
import { errorFromResponse } from "../errorResponse.ts";

/**
 * Resource Manager counted its limits by the hour at most, and counts them by seconds today: a longer wait is not about how
 * often we ask, so it concerns only the one request.
 */
const LONGEST_SHARED_MS = 3_600_000;

/** A rejection that holds for all requests that draw on a quota. */
export interface SharedThrottle {
  readonly retryAfterMs: number;
  readonly code?: string;
}

/**
 * How long a rejection holds for all requests that draw on this quota; undefined when it concerns only the one request.
 *
 * - `SubscriptionRequestsThrottled`, `TenantRequestsThrottled`: Resource Manager's own limits.
 * - `ResourceRequestsThrottled`: the provider's limit for a type of resource in the subscription. Our writes there
 *   are all actions on bastion hosts, so it holds for all of them. Our reads include polls of operations, which have other
 *   limits, and a running disconnect must stay in sight: there it holds only for the one request.
 * - The graph has one quota for all queries of a user.
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
      return kind !== "reads" && kind !== "writes" && status === 429;
  }
}
