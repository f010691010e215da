import { AzureError } from "../azureError.ts";
import type { QuotaReport, RateLimit } from "./tokenBucket.ts";
import { stopped } from "../deadline.ts";
import { present } from "../../../text/json.ts";
import type { SharedThrottle } from "./throttling.ts";
import type { Timing } from "../timing.ts";

/** What those may not take who are in no hurry, as a share of the whole. */
const RESERVE = 1 / 4;

/** A wait that is worth a word to the user, in milliseconds. */
const NOTICEABLE_MS = 1_000;

/** One request that wants to go out. */
export interface QueuedRequest {
  readonly signal: AbortSignal;
  /** It goes only while enough stays for the others. */
  readonly background: boolean;
  /** Its place among the others: the lowest goes first. */
  readonly ticket: number;
  /** Milliseconds of waiting that the user was told of already. */
  readonly announcedMs: number;
  /** Told of a noticeable wait, and again where it becomes noticeably longer. */
  onWait(delayMs: number): void;
}

interface QueueEntry {
  readonly request: QueuedRequest;
  announcedUntil: number;
  readonly admit: () => void;
  readonly refuse: (error: AzureError) => void;
}

/** Lets requests out as fast as a budget allows, first come, first served, and holds all of them back when Azure says so. */
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
   * Monotonic milliseconds. A wait that is over has taken its time whatever the clock says: timers may come a fraction of a
   * millisecond early, and tests do not sit them out.
   */
  now(): number {
    return Math.max(this.#timing.clock.monotonic(), this.#reached);
  }

  /**
   * Resolves when the request may go out, and takes its unit.
   *
   * @throws AzureError `throttled` where Azure has closed the gate for longer than we wait, `stopped` with the signal;
   * nothing was sent then
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

  /** What an answer tells of the budget, of a request that was sent at that time. */
  update(report: QuotaReport): void {
    this.#limit.update(report, this.now());
  }

  /** Holds everybody back for that long: Azure refuses whoever asks earlier, and makes them wait anew. */
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
          detail: "not sent: Azure has asked to wait",
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

  /** One alarm for all that wait, at the time when the first of them may go; one that is set for earlier finds out then. */
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

  /** Tells those that wait, or the one with that ticket, how long it will be about. */
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
