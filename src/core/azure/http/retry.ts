import type { PipelinePolicy, RetryInformation, RetryStrategy } from "@azure/core-rest-pipeline";
import { readResponse } from "./response.ts";
import type { Quota } from "./rateLimit/quota.ts";
import type { Wait } from "./callOptions.ts";
import type { AzureErrorFacts } from "./azureError.ts";
import { isPassing } from "./connectionFailure.ts";
import { waitUnlessStopped } from "./deadline.ts";
import type { Log } from "../../model/log.ts";
import { errorFromResponse } from "./errorResponse.ts";
import { sharedThrottleOf } from "./rateLimit/throttling.ts";
import type { Timing } from "./timing.ts";

/**
 * When a request may be sent again: `always` for what only reads; `ifRejected` for what changes something, that is only
 * where the answer itself makes certain that nothing was done (see isRejection).
 */
export type Repeat = "always" | "ifRejected";

/**
 * Whether a request may be sent again after this failure. The one place that decides it, for every reason to send again: a
 * passing trouble, throttling, or an api-version that the cloud doesn't know.
 */
export function mayRepeat(repeat: Repeat, { maybeReceived }: Pick<AzureErrorFacts, "maybeReceived">): boolean {
  return repeat === "always" || !maybeReceived;
}

/** Answers after which another try may help: throttling, and the gateway's and the provider's passing troubles. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

interface RetryOptions {
  readonly quota: Quota;
  readonly repeat: Repeat;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly onWait: ((wait: Wait) => void) | undefined;
  readonly log: Log;
}

/** How the attempts of one request are spaced. */
export interface Retry {
  readonly strategy: RetryStrategy;
  readonly pause: PipelinePolicy;
  /** The current attempt, and the announced wait before it that is left to the rate limiter. */
  current(): { readonly attempt: number; readonly announcedMs: number };
}

interface Again extends Wait {
  /** The rate limiter is paused for as long, and spreads the requests that wait for it. */
  readonly isShared: boolean;
}

/**
 * Our one strategy for the pipeline's retryPolicy, and the policy that does its waiting.
 *
 * The strategies that come with the library would repeat a POST after a 5xx or a lost connection, wait out any
 * Retry-After unseen, and give up on a 429 without one. This one repeats a disconnect only where it was certainly not
 * acted on, waits no longer than it is told to, says so before each wait, and stops with the call. The wait is in a policy
 * of its own since the library's cannot be shortened in a test.
 */
export function createRetry(options: RetryOptions): Retry {
  const { timing, signal, onWait, log } = options;
  let pendingMs = 0;
  let current = { attempt: 1, announcedMs: 0 };

  const strategy: RetryStrategy = {
    name: "bastionSessionsRetry",
    retry(information) {
      const again = waitBefore(information, options);
      if (again === undefined) {
        return { skipStrategy: true };
      }
      const { isShared, ...wait } = again;
      log.info(`attempt ${wait.attempt} starts in ${wait.delayMs} ms (${wait.reason})`);
      onWait?.(wait);
      pendingMs = isShared ? 0 : wait.delayMs;
      current = { attempt: wait.attempt, announcedMs: isShared ? wait.delayMs : 0 };
      return { retryAfterInMs: 0 };
    },
  };

  const pause: PipelinePolicy = {
    name: "bastionSessionsPause",
    async sendRequest(request, next) {
      if (pendingMs > 0) {
        const ms = pendingMs;
        pendingMs = 0;
        await waitUnlessStopped(timing.clock, ms, signal);
      }
      return next(request);
    },
  };

  return { strategy, pause, current: () => current };
}

function waitBefore(
  { retryCount, response, responseError }: RetryInformation,
  { repeat, timing, quota }: RetryOptions,
): Again | undefined {
  const attempt = retryCount + 2;
  // A quarter more at random, so that many calls that were refused at once do not come back at once; never less than asked.
  const spread = (ms: number): number => Math.round(ms * (1 + timing.random() / 4));
  const backoffMs = spread(timing.backoffMs * 2 ** retryCount);
  if (response === undefined) {
    const again = repeat === "always" && isPassing(responseError?.code ?? "");
    return again ? { reason: "retrying", delayMs: backoffMs, attempt, isShared: false } : undefined;
  }
  if (!PASSING.has(response.status)) {
    return undefined;
  }
  const { facts } = errorFromResponse(readResponse(response), timing.clock.wall().getTime());
  const { retryAfterMs } = facts;
  if (!mayRepeat(repeat, facts) || (retryAfterMs ?? 0) > timing.maxWaitMs) {
    return undefined;
  }
  const reason = response.status === 429 || retryAfterMs !== undefined ? "throttled" : "retrying";
  const isShared = sharedThrottleOf(response, quota, timing.clock.wall().getTime()) !== undefined;
  const askedMs = isShared ? retryAfterMs : retryAfterMs && spread(retryAfterMs);
  return { reason, delayMs: askedMs ?? backoffMs, attempt, isShared };
}
