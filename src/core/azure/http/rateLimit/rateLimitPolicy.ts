import type { PipelinePolicy, PipelineResponse } from "@azure/core-rest-pipeline";
import type { Progress } from "../authorization.ts";
import { newRateLimit, remainingOf } from "./quota.ts";
import type { Quota } from "./quota.ts";
import type { CallOptions } from "../callOptions.ts";
import { RateLimiter } from "./rateLimiter.ts";
import type { Log } from "../../../model/log.ts";
import type { Retry } from "../retry.ts";
import { quotaResetMs } from "../retryAfter.ts";
import { sharedThrottleOf } from "./throttling.ts";
import type { Timing } from "../timing.ts";

interface PolicyOptions extends CallOptions {
  readonly quota: Quota;
  readonly principal: string;
  readonly progress: Progress;
  readonly retry: Retry;
  readonly log: Log;
}

/**
 * Keeps requests within Azure's limits, so that none is throttled: one rate limiter for each quota of each principal. Every
 * attempt passes it, polls of a running operation included.
 */
export class RateLimiters {
  readonly #timing: Timing;
  readonly #limiters = new Map<string, RateLimiter>();
  #tickets = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** The policy for one request and its attempts. Only logging is closer to the network. */
  policy({ quota, principal, signal, background, onWait, progress, retry, log }: PolicyOptions): PipelinePolicy {
    const ticket = this.#tickets++;
    const limiter = this.#limiter(quota, principal);
    return {
      name: "bastionSessionsRateLimit",
      sendRequest: async (request, next) => {
        const { attempt, announcedMs } = retry.current();
        await limiter.acquire({
          signal,
          background: background === true,
          ticket,
          announcedMs,
          onWait: (delayMs) => {
            log.info(`attempt ${attempt} waits ${delayMs} ms for the rate limiter (${quota.kind})`);
            onWait?.({ reason: "throttled", delayMs, attempt });
          },
        });
        const sentAt = limiter.now();
        progress.maybeReceived = true;
        const response = await next(request);
        this.#applyResponse(response, quota, limiter, sentAt);
        return response;
      },
    };
  }

  #applyResponse(response: PipelineResponse, quota: Quota, limiter: RateLimiter, sentAt: number): void {
    const throttle = sharedThrottleOf(response, quota, this.#timing.clock.wall().getTime());
    if (throttle !== undefined) {
      limiter.pause(throttle);
      return;
    }
    const remaining = remainingOf(response.headers, quota);
    if (remaining !== undefined) {
      const resetsInMs =
        quota.kind === "graph" ? quotaResetMs(response.headers.get("x-ms-user-quota-resets-after")) : undefined;
      limiter.update({ remaining, sentAt, ...(resetsInMs === undefined ? {} : { resetsInMs }) });
    }
  }

  #limiter(quota: Quota, principal: string): RateLimiter {
    const key = JSON.stringify([quota.kind, quota.subscriptionId, principal]);
    const limiter = this.#limiters.get(key) ?? new RateLimiter(newRateLimit(quota), this.#timing);
    this.#limiters.set(key, limiter);
    return limiter;
  }
}
