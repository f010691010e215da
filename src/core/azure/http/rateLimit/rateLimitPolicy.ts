import type { PipelinePolicy, PipelineResponse } from "@azure/core-rest-pipeline";
import type { Progress } from "../authorization.ts";
import { newBudget, remainingOf } from "./quota.ts";
import type { Bucket } from "./quota.ts";
import type { CallOptions } from "../callOptions.ts";
import { Gate } from "./rateLimiter.ts";
import type { Log } from "../../../model/log.ts";
import type { Retry } from "../retry.ts";
import { quotaResetMs } from "../retryAfter.ts";
import { closureOf } from "./throttling.ts";
import type { Timing } from "../timing.ts";

interface Call extends CallOptions {
  readonly bucket: Bucket;
  readonly principal: string;
  readonly progress: Progress;
  readonly retry: Retry;
  readonly log: Log;
}

/**
 * Paces requests under Azure's limits, so that nobody is refused: one gate for each bucket of each principal, which every
 * attempt passes, the looks at a running operation too.
 */
export class Pacing {
  readonly #timing: Timing;
  readonly #gates = new Map<string, Gate>();
  #tickets = 0;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** The policy for one request and its attempts. It stands inside of everything but the log, next to the wire. */
  policy({ bucket, principal, signal, background, onWait, progress, retry, log }: Call): PipelinePolicy {
    const ticket = this.#tickets++;
    const gate = this.#gate(bucket, principal);
    return {
      name: "bastionSessionsPacing",
      sendRequest: async (request, next) => {
        const { attempt, announcedMs } = retry.current();
        await gate.pass({
          signal,
          background: background === true,
          ticket,
          announcedMs,
          onWait: (delayMs) => {
            log.info(`attempt ${attempt} waits ${delayMs} ms for its turn (${bucket.kind})`);
            onWait?.({ reason: "throttled", delayMs, attempt });
          },
        });
        const sentAt = gate.now();
        progress.maybeReceived = true;
        const response = await next(request);
        this.#heed(response, bucket, gate, sentAt);
        return response;
      },
    };
  }

  #heed(response: PipelineResponse, bucket: Bucket, gate: Gate, sentAt: number): void {
    const closure = closureOf(response, bucket, this.#timing.now());
    if (closure !== undefined) {
      gate.close(closure);
      return;
    }
    const remaining = remainingOf(response.headers, bucket);
    if (remaining !== undefined) {
      const resetsInMs =
        bucket.kind === "graph" ? quotaResetMs(response.headers.get("x-ms-user-quota-resets-after")) : undefined;
      gate.learn({ remaining, sentAt, ...(resetsInMs === undefined ? {} : { resetsInMs }) });
    }
  }

  #gate(bucket: Bucket, principal: string): Gate {
    const key = JSON.stringify([bucket.kind, bucket.subscriptionId, principal]);
    const gate = this.#gates.get(key) ?? new Gate(newBudget(bucket), this.#timing);
    this.#gates.set(key, gate);
    return gate;
  }
}
