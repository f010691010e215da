/** How fast a load can be at best: the longest chain of requests that depend on each other, and the waits that Azure asks for. */

/** Azure Resource Graph: queries of a user, and the seconds after which there may be as many again. */
const GRAPH = { queries: 15, everyMs: 5_000 };
/** Listing sessions counts as a write: of a subscription's so many at once, and so many more each second. */
const WRITES = { atOnce: 200, perSecond: 10 };

export interface LimitFacts {
  readonly latencyMs: number;
  /** Where listing starts an operation: when its end may be asked for at the earliest, from the answer that started it. */
  readonly operationMs?: number;
  /** Quotas are enforced: so many tenants are queried, and so many hosts of one subscription listed. */
  readonly quotas?: { readonly tenants: number; readonly hostsOfSubscription: number };
}

/** Milliseconds from an empty inventory to the last session: tenants → the graph → the list, and its operation's status. */
export function limitMs({ latencyMs, operationMs, quotas }: LimitFacts): number {
  const hops = 3 + (operationMs === undefined ? 0 : 1);
  const windows = quotas === undefined ? 0 : Math.ceil(quotas.tenants / GRAPH.queries) - 1;
  // A window is full with its first batch, whose answers say when the next one begins.
  const graphMs = windows * (latencyMs + GRAPH.everyMs);
  const beyond = Math.max(0, (quotas?.hostsOfSubscription ?? 0) - WRITES.atOnce);
  return hops * latencyMs + graphMs + (operationMs ?? 0) + (beyond / WRITES.perSecond) * 1_000;
}
