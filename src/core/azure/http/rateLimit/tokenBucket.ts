/**
 * How many requests Azure accepts, in its two ways of counting. Times are milliseconds of a monotonic clock.
 */
export interface RateLimit {
  /** The most that may be sent at once. */
  readonly size: number;
  /** Milliseconds until so many units are available; 0 if they are now. */
  waitMs(now: number, units: number): number;
  take(now: number): void;
  /** Lowers what is left to what a response says, and never raises it: responses arrive in any order, and others use it too. */
  update(report: QuotaReport, now: number): void;
  /** Azure rejects everything until then. */
  drain(until: number): void;
}

/** What a response says is left, and when its request was sent. */
export interface QuotaReport {
  readonly remaining: number;
  readonly resetsInMs?: number;
  readonly sentAt: number;
}

/** Resource Manager's way: a burst, refilled at so many per second. */
export class TokenBucket implements RateLimit {
  readonly size: number;
  readonly #perMs: number;
  #left: number;
  /** When that many were left; in the future while it is drained. */
  #at = -Infinity;

  constructor(size: number, perSecond: number) {
    this.size = size;
    this.#perMs = perSecond / 1_000;
    this.#left = size;
  }

  waitMs(now: number, units: number): number {
    const from = Math.max(now, this.#at);
    return from - now + Math.max(0, units - this.#leftAt(from)) / this.#perMs;
  }

  take(now: number): void {
    this.#set(now, this.#leftAt(now) - 1);
  }

  update({ remaining, sentAt }: QuotaReport, now: number): void {
    if (now >= this.#at) {
      // Counted when the request arrived, which may have been as soon as it was sent: as much may have come in since.
      this.#set(now, Math.min(this.#leftAt(now), remaining + (now - sentAt) * this.#perMs));
    }
  }

  drain(until: number): void {
    // Azure names the time at which one request will pass again, not at which the bucket is full.
    this.#at = Math.max(until, this.#at);
    this.#left = 1;
  }

  #leftAt(now: number): number {
    return Math.min(this.size, this.#left + Math.max(0, now - this.#at) * this.#perMs);
  }

  #set(now: number, left: number): void {
    this.#left = left;
    this.#at = Math.max(now, this.#at);
  }
}

/** Azure Resource Graph's way: so many in a window of time that begins with the first query. */
export class FixedWindow implements RateLimit {
  readonly size: number;
  readonly #windowMs: number;
  #left = 0;
  #beganAt = -Infinity;
  #endsAt = -Infinity;
  #isEndKnown = false;

  constructor(size: number, windowMs: number) {
    this.size = size;
    this.#windowMs = windowMs;
  }

  waitMs(now: number, units: number): number {
    const left = now < this.#endsAt ? this.#left : this.size;
    const windows = Math.ceil(Math.max(0, units - left) / this.size);
    return windows === 0 ? 0 : Math.max(0, this.#endsAt - now) + (windows - 1) * this.#windowMs;
  }

  take(now: number): void {
    if (now >= this.#endsAt) {
      this.#left = this.size;
      this.#beganAt = now;
      this.#isEndKnown = false;
    }
    this.#left--;
    if (!this.#isEndKnown) {
      // Azure's window begins when the first query arrives, by the last one's sending at the latest for all we know.
      this.#endsAt = now + this.#windowMs;
    }
  }

  update({ remaining, resetsInMs, sentAt }: QuotaReport, now: number): void {
    if (sentAt < this.#beganAt || now >= this.#endsAt) {
      return; // It speaks of a window that is over.
    }
    this.#left = Math.min(this.#left, remaining);
    if (resetsInMs !== undefined) {
      // Every answer names an end that is rather late than early, so the earliest holds; whole seconds may be cut off, and
      // a window of ours is no shorter than Azure's.
      const end = Math.max(now + resetsInMs, this.#beganAt + this.#windowMs);
      this.#endsAt = this.#isEndKnown ? Math.min(this.#endsAt, end) : end;
      this.#isEndKnown = true;
    }
  }

  drain(until: number): void {
    this.#left = 0;
    this.#beganAt = this.#endsAt = Math.max(until, this.#endsAt);
    this.#isEndKnown = true;
  }
}
