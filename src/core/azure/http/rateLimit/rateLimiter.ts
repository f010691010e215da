import { AzureError } from "../azureError.ts";
import type { QuotaReport, RateLimit } from "./tokenBucket.ts";
import { stopped } from "../deadline.ts";
import { present } from "../../../text/json.ts";
import type { SharedThrottle } from "./throttling.ts";
import type { Timing } from "../timing.ts";

/** The share of a limit that background requests leave to the others. */
const RESERVE = 1 / 4;

/** A wait that the user is told about, in milliseconds. */
const NOTICEABLE_MS = 1_000;

/** A request that waits for its turn. */
export interface QueuedRequest {
  readonly signal: AbortSignal;
  /** Sent only while enough is left for the others. */
  readonly background: boolean;
  /** Its place in the queue: the lowest goes first. */
  readonly ticket: number;
  /** Milliseconds of waiting that were announced already. */
  readonly announcedMs: number;
  /** Called for a noticeable wait, and again if it becomes noticeably longer. */
  onWait(delayMs: number): void;
}

interface QueueEntry {
  readonly request: QueuedRequest;
  announcedUntil: number;
  readonly admit: () => void;
  readonly refuse: (error: AzureError) => void;
}

/** Sends requests as fast as a rate limit allows, first come, first served, and pauses all of them when Azure says so. */
export class RateLimiter {
  readonly #limit: RateLimit;
  readonly #timing: Timing;
  #queue: readonly QueueEntry[] = [];
  #paused: { readonly until: number; readonly code: string | undefined } = { until: -Infinity, code: undefined };
  #timer: { readonly at: number; readonly controller: AbortController } | undefined;
  #reached = -Infinity;

  constructor(limit: RateLimit, timing: Timing) {
    this.#limit = limit;
    this.#timing = timing;
  }

  /**
   * Monotonic milliseconds. A wait that is over counts in full whatever the clock says: timers may fire a fraction of a
   * millisecond early, and tests don't wait for them.
   */
  now(): number {
    return Math.max(this.#timing.clock.monotonic(), this.#reached);
  }

  /**
   * Resolves when the request may be sent, and takes its unit of the limit.
   *
   * @throws AzureError `throttled` when Azure asks for a longer pause than we wait, and `stopped` with the signal; nothing was
   * sent then
   */
  async acquire(request: QueuedRequest): Promise<void> {
    const { signal, ticket, announcedMs } = request;
    if (signal.aborted) {
      throw stopped(signal, false);
    }
    this.#throwIfThrottled();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiting: QueueEntry = {
      request,
      announcedUntil: this.now() + announcedMs,
      admit: () => resolve(undefined),
      refuse: reject,
    };
    const leave = (): void => {
      this.#queue = this.#queue.filter((other) => other !== waiting);
      reject(stopped(signal, false));
      this.#admit();
    };
    signal.addEventListener("abort", leave);
    const rank = ({ request: { background } }: QueueEntry): number => (background ? 1 : 0);
    this.#queue = [...this.#queue, waiting].sort(
      (one, other) => rank(one) - rank(other) || one.request.ticket - other.request.ticket,
    );
    this.#admit();
    this.#announce(ticket);
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  /** Takes over what a response says is left. */
  update(report: QuotaReport): void {
    this.#limit.update(report, this.now());
  }

  /** Holds back all requests for that long: Azure rejects earlier ones and makes them wait again. */
  pause({ retryAfterMs, code }: SharedThrottle): void {
    const until = this.now() + retryAfterMs;
    if (until <= this.#paused.until) {
      return;
    }
    this.#paused = { until, code };
    this.#limit.drain(until);
    const error = this.#throttledError();
    if (error !== undefined) {
      const refused = this.#queue;
      this.#queue = [];
      refused.forEach(({ refuse }) => refuse(error));
    }
    this.#admit();
    this.#announce();
  }

  #throwIfThrottled(): void {
    const error = this.#throttledError();
    if (error !== undefined) {
      throw error;
    }
  }

  #throttledError(): AzureError | undefined {
    const { until, code } = this.#paused;
    const retryAfterMs = Math.ceil(until - this.now());
    return retryAfterMs > this.#timing.maxWaitMs
      ? new AzureError({
          kind: "throttled",
          detail: "not sent: throttled by Azure",
          retryAfterMs,
          maybeReceived: false,
          ...present({ code }),
        })
      : undefined;
  }

  #admit(): void {
    for (;;) {
      const [next, ...others] = this.#queue;
      if (next === undefined) {
        this.#timer?.controller.abort();
        this.#timer = undefined;
        return;
      }
      const now = this.now();
      const waitMs = this.#limit.waitMs(now, this.#unitsFor(next, 0));
      if (waitMs > 0) {
        this.#wakeAt(now, Math.ceil(waitMs));
        return;
      }
      this.#queue = others;
      this.#limit.take(now);
      next.admit();
    }
  }

  /** One timer for the whole queue, for when its first request may go; a timer that is set for earlier checks again then. */
  #wakeAt(now: number, waitMs: number): void {
    const at = now + waitMs;
    if (this.#timer !== undefined && this.#timer.at <= at) {
      return;
    }
    this.#timer?.controller.abort();
    const timer = { at, controller: new AbortController() };
    this.#timer = timer;
    void this.#timing.clock.pause(waitMs, timer.controller.signal).then(() => {
      // A timer that was called off has been replaced.
      if (this.#timer === timer) {
        this.#timer = undefined;
        this.#reached = Math.max(this.#reached, at);
        this.#admit();
      }
    });
  }

  /** Announces to the queue, or only to the request with that ticket, about how long it will wait. */
  #announce(ticket?: number): void {
    const now = this.now();
    this.#queue.forEach((waiting, ahead) => {
      if (ticket === undefined || waiting.request.ticket === ticket) {
        const delayMs = Math.round(this.#limit.waitMs(now, this.#unitsFor(waiting, ahead)));
        if (delayMs >= NOTICEABLE_MS && now + delayMs >= waiting.announcedUntil + NOTICEABLE_MS) {
          waiting.announcedUntil = now + delayMs;
          waiting.request.onWait(delayMs);
        }
      }
    });
  }

  #unitsFor({ request }: QueueEntry, ahead: number): number {
    return ahead + 1 + (request.background ? Math.ceil(this.#limit.size * RESERVE) : 0);
  }
}
