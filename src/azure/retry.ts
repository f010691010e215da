import type { PipelinePolicy, PipelineResponse, RetryInformation, RetryStrategy } from "@azure/core-rest-pipeline";
import { readBody } from "./answer.ts";
import type { HttpAnswer } from "./answer.ts";
import type { Wait } from "./call.ts";
import { isPassing } from "./connectionFailure.ts";
import type { Log } from "./log.ts";
import { refused } from "./refusal.ts";
import type { Timing } from "./timing.ts";

/**
 * When a request may be sent again: `always` for what only reads; `ifRefused` for what changes something, that is only
 * where the answer itself makes certain that nothing was done (see isRefusal).
 */
export type Repeat = "always" | "ifRefused";

/** Answers after which a read is worth another try: the gateway's and the provider's passing troubles. */
const PASSING = new Set([408, 500, 502, 503, 504]);

interface RetryOptions {
  readonly repeat: Repeat;
  readonly timing: Timing;
  readonly signal: AbortSignal;
  readonly onWait: ((wait: Wait) => void) | undefined;
  readonly log: Log;
}

/**
 * Our one strategy for the pipeline's retryPolicy, and the policy that does its waiting.
 *
 * The strategies that come with the library would repeat a POST after a 5xx or a lost connection, wait out any
 * Retry-After unseen, and give up on a 429 without one. This one repeats a disconnect only where it was certainly not
 * acted on, waits no longer than it is told to, says so before each wait, and stops with the call. The wait is in a policy
 * of its own since the library's cannot be shortened in a test.
 */
export function createRetry(options: RetryOptions): { readonly strategy: RetryStrategy; readonly pause: PipelinePolicy } {
  const { timing, signal, onWait, log } = options;
  let pendingMs = 0;

  const strategy: RetryStrategy = {
    name: "bastionSessionsRetry",
    retry(information) {
      const wait = waitBefore(information, options);
      if (wait === undefined) {
        return { skipStrategy: true };
      }
      log.info(`attempt ${wait.attempt} follows in ${wait.delayMs} ms (${wait.reason})`);
      onWait?.(wait);
      pendingMs = wait.delayMs;
      return { retryAfterInMs: 0 };
    },
  };

  const pause: PipelinePolicy = {
    name: "bastionSessionsPause",
    async sendRequest(request, next) {
      if (pendingMs > 0) {
        const ms = pendingMs;
        pendingMs = 0;
        await timing.sleep(ms, signal);
      }
      return next(request);
    },
  };

  return { strategy, pause };
}

function waitBefore({ retryCount, response, responseError }: RetryInformation, { repeat, timing }: RetryOptions): Wait | undefined {
  const attempt = retryCount + 2;
  // A quarter more at random, so that many calls that were refused at once do not come back at once; never less than asked.
  const spread = (ms: number): number => Math.round(ms * (1 + timing.random() / 4));
  const backoffMs = spread(timing.backoffMs * 2 ** retryCount);
  if (response === undefined) {
    const again = repeat === "always" && isPassing(responseError?.code ?? "");
    return again ? { reason: "retrying", delayMs: backoffMs, attempt } : undefined;
  }
  if (response.status !== 429 && !(repeat === "always" && PASSING.has(response.status))) {
    return undefined;
  }
  const { retryAfterMs, maybeReceived } = refused(answerOf(response), timing.now()).facts;
  if ((maybeReceived && repeat === "ifRefused") || (retryAfterMs ?? 0) > timing.maxWaitMs) {
    return undefined;
  }
  const reason = response.status === 429 || retryAfterMs !== undefined ? "throttled" : "retrying";
  return { reason, delayMs: retryAfterMs === undefined ? backoffMs : spread(retryAfterMs), attempt };
}

/** A response of the pipeline as the rest of this folder reads it. */
export function answerOf(response: PipelineResponse): HttpAnswer {
  return { status: response.status, headers: response.headers, body: readBody(response.bodyAsText ?? "") };
}
