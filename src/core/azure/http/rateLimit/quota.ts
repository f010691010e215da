import { FixedWindow, TokenBucket } from "./tokenBucket.ts";
import type { Headers } from "../retryAfter.ts";

/** What a request draws on: reads or writes of a subscription, reads above all subscriptions, or the graph's quota. */
export interface Quota {
  readonly kind: "reads" | "writes" | "graph";
  /** In lower case; absent for what belongs to no subscription. */
  readonly subscriptionId?: string;
}

/** The quota that a request counts against. A POST action is a write to Resource Manager, whatever it does. */
export function quotaOf(method: string, url: URL): Quota {
  if (/\/providers\/microsoft\.resourcegraph\/resources$/i.test(url.pathname)) {
    return { kind: "graph" };
  }
  const kind = method === "GET" ? "reads" : "writes";
  const subscriptionId = /\/subscriptions\/([^/]+)/i.exec(url.pathname)?.[1]?.toLowerCase();
  return subscriptionId === undefined ? { kind } : { kind, subscriptionId };
}

/**
 * Resource Manager: 250 reads and 25 a second, 200 writes and 10 a second. A few of the burst are not used, for the first
 * requests take longer on their way than the later ones, which then arrive closer together than they were sent.
 * The graph: 15 queries in 5 s.
 */
export function newRateLimit({ kind }: Quota): TokenBucket | FixedWindow {
  switch (kind) {
    case "reads":
      return new TokenBucket(240, 25);
    case "writes":
      return new TokenBucket(195, 10);
    case "graph":
      return new FixedWindow(15, 5_000);
  }
}

/**
 * How many requests Azure says are left. Resource Manager writes the same in several ways: for the subscription, for all
 * regions together, for a tenant, or, where a provider has limits of its own, for those (`Microsoft.Network/Name;12`).
 */
export function remainingOf(headers: Headers, { kind }: Quota): number | undefined {
  const names =
    kind === "graph"
      ? ["x-ms-user-quota-remaining"]
      : [
          `subscription-${kind}`,
          `subscription-global-${kind}`,
          `tenant-${kind}`,
          "subscription-resource-requests",
          "resource",
        ].map((name) => `x-ms-ratelimit-remaining-${name}`);
  const counts = names.flatMap((name) =>
    [...(headers.get(name) ?? "").matchAll(/(?:^|;)\s*(\d{1,9})\s*(?=,|$)/g)].map(([, count]) => Number(count)),
  );
  return counts.length === 0 ? undefined : Math.min(...counts);
}
