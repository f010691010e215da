import type { SimulatedClock } from "../world/clock.ts";
import { armError, Refusal } from "../http/wire.ts";

interface Bucket {
  left: number;
  at: number;
}

/** Azure Resource Manager's buckets, per subscription and principal: so many at once, so many more each second. */
const BUCKETS = { reads: { size: 250, perSecond: 25 }, writes: { size: 200, perSecond: 10 } } as const;

/** Azure Resource Graph: that many queries of a user in a window of that length. */
const GRAPH = { queries: 15, windowMs: 5_000 } as const;

/** Log Analytics: queries of a user in a window of that length, and at once. */
const LOGS = { queries: 200, windowMs: 30_000, atOnce: 5 } as const;

/** The Activity Log: the same. */
const ACTIVITY_LOG = { queries: 50, windowMs: 30_000 } as const;

/** Counts requests as Azure does and says so in headers. It refuses none unless {@link enforced}. */
export class Throttle {
  enforced = false;
  readonly #clock: SimulatedClock;
  readonly #buckets = new Map<string, Bucket>();
  readonly #windows = new Map<string, { used: number; since: number }>();

  constructor(clock: SimulatedClock) {
    this.#clock = clock;
  }

  /** Takes one from the bucket and returns the header that says how many are left. @throws Refusal 429 */
  arm(kind: keyof typeof BUCKETS, subscriptionId: string, accountId: string): Record<string, string> {
    return {
      [`x-ms-ratelimit-remaining-subscription-${kind}`]: this.#take(
        kind,
        `subscription '${subscriptionId}'`,
        accountId,
        "SubscriptionRequestsThrottled",
      ),
    };
  }

  /** The same for what is read above all subscriptions. @throws Refusal 429 */
  tenant(tenantId: string, accountId: string): Record<string, string> {
    return {
      "x-ms-ratelimit-remaining-tenant-reads": this.#take(
        "reads",
        `tenant '${tenantId}'`,
        accountId,
        "TenantRequestsThrottled",
      ),
    };
  }

  #take(kind: keyof typeof BUCKETS, scope: string, accountId: string, code: string): string {
    const { size, perSecond } = BUCKETS[kind];
    const key = `${kind}/${scope}/${accountId}`;
    const bucket = this.#buckets.get(key) ?? { left: size, at: this.#clock.now() };
    const now = this.#clock.now();
    bucket.left = Math.min(size, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (this.enforced && bucket.left < 1) {
      const seconds = Math.ceil((1 - bucket.left) / perSecond);
      const message = `Number of requests for ${scope} and operation '${kind}' exceeded the backend storage limit. Please try again after '${seconds}' seconds.`;
      throw new Refusal(armError(429, code, message, { headers: { "Retry-After": String(seconds) } }));
    }
    bucket.left = Math.max(0, bucket.left - 1);
    return String(Math.floor(bucket.left));
  }

  /** The same for the graph. @throws Refusal 429 */
  graph(accountId: string): Record<string, string> {
    const now = this.#clock.now();
    const known = this.#windows.get(accountId);
    const window = known && now - known.since < GRAPH.windowMs ? known : { used: 0, since: now };
    this.#windows.set(accountId, window);
    const seconds = Math.ceil((window.since + GRAPH.windowMs - now) / 1000);
    const resets = { "x-ms-user-quota-resets-after": new Date(seconds * 1000).toISOString().slice(11, 19) };
    if (this.enforced && window.used >= GRAPH.queries) {
      throw new Refusal(
        armError(429, "RateLimiting", "Please provide below info when asking for support.", {
          details: [
            {
              code: "RateLimiting",
              message:
                "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed.",
            },
          ],
          headers: { ...resets, "x-ms-user-quota-remaining": "0", "Retry-After": String(seconds) },
        }),
      );
    }
    window.used++;
    return { ...resets, "x-ms-user-quota-remaining": String(Math.max(0, GRAPH.queries - window.used)) };
  }

  /**
   * The same for queries of Log Analytics, which say nothing of what is left.
   *
   * @param open how many of the account are under way, this one included
   * @throws Refusal 429
   */
  logs(accountId: string, open: number): void {
    this.#query(`logs/${accountId}`, LOGS, open > LOGS.atOnce ? 1 : undefined);
  }

  /** The same for the Activity Log. @throws Refusal 429 */
  activityLog(accountId: string): void {
    this.#query(`activityLog/${accountId}`, ACTIVITY_LOG);
  }

  #query(key: string, limit: { readonly queries: number; readonly windowMs: number }, refusedFor?: number): void {
    const now = this.#clock.now();
    const known = this.#windows.get(key);
    const window = known && now - known.since < limit.windowMs ? known : { used: 0, since: now };
    this.#windows.set(key, window);
    if (this.enforced && (window.used >= limit.queries || refusedFor !== undefined)) {
      const seconds = refusedFor ?? Math.ceil((window.since + limit.windowMs - now) / 1000);
      const headers = { "Retry-After": String(seconds) };
      throw new Refusal(armError(429, "ThrottledError", "Rate limit is exceeded", { headers }));
    }
    window.used++;
  }
}
