import { FixedWindow, TokenBucket } from "./tokenBucket.ts";
import type { Headers } from "../retryAfter.ts";

/**
 * What a request draws on: reads or writes of a subscription, reads above all subscriptions, or the quota of the graph, of
 * queries of Log Analytics, or of the Activity Log.
 */
export interface Quota {
  readonly kind: "reads" | "writes" | "graph" | "logs" | "activityLog";
  /** In lower case; absent for what belongs to no subscription. */
  readonly subscriptionId?: string;
}

/** The quota that a request counts against. A POST action is a write to Resource Manager, whatever it does. */
export function quotaOf(method: string, url: URL): Quota {
  if (/\/providers\/microsoft\.resourcegraph\/resources$/i.test(url.pathname)) {
    return { kind: "graph" };
  }
  if (/\/providers\/microsoft\.insights\/logs$/i.test(url.pathname)) {
    return { kind: "logs" };
  }
  if (/\/providers\/microsoft\.insights\/eventtypes\//i.test(url.pathname)) {
    return { kind: "activityLog" };
  }
  const kind = method === "GET" ? "reads" : "writes";
  const subscriptionId = /\/subscriptions\/([^/]+)/i.exec(url.pathname)?.[1]?.toLowerCase();
  return subscriptionId === undefined ? { kind } : { kind, subscriptionId };
}

/**
 * Resource Manager: 250 reads and 25 a second, 200 writes and 10 a second. A few of the burst are not used, for the first
 * requests take longer on their way than the later ones, which then arrive closer together than they were sent.
 * The graph: 15 queries in 5 s. Log Analytics: 200 queries of one user in 30 s; the Activity Log: 50.
 */
export function newRateLimit({ kind }: Quota): TokenBucket | FixedWindow {
  switch (kind) {
    case "reads":
      return new TokenBucket(240, 25);
    case "writes":
      return new TokenBucket(195, 10);
    case "graph":
      return new FixedWindow(15, 5_000);
    case "logs":
      return new FixedWindow(200, 30_000);
    case "activityLog":
      return new FixedWindow(50, 30_000);
  }
}

/**
 * How many requests Azure says are left. Resource Manager writes the same in several ways: for the subscription, for all
 * regions together, for a tenant, or, where a provider has limits of its own, for those (`Microsoft.Network/Name;12`).
 */
export function remainingOf(headers: Headers, { kind }: Quota): number | undefined {
  const counts = remainingHeaders(kind).flatMap((name) =>
    [...(headers.get(name) ?? "").matchAll(/(?:^|;)\s*(\d{1,9})\s*(?=,|$)/g)].map(([, count]) => Number(count)),
  );
  return counts.length === 0 ? undefined : Math.min(...counts);
}

function remainingHeaders(kind: Quota["kind"]): readonly string[] {
  switch (kind) {
    case "graph":
      return ["x-ms-user-quota-remaining"];
    case "logs":
    case "activityLog":
      return [];
    case "reads":
    case "writes":
      return [
        `subscription-${kind}`,
        `subscription-global-${kind}`,
        `tenant-${kind}`,
        "subscription-resource-requests",
        "resource",
      ].map((name) => `x-ms-ratelimit-remaining-${name}`);
  }
}
