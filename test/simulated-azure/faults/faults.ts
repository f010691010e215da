/**
 * What can go wrong with an answer. All of it is plain data, so that it can be asked for from another process.
 * sendResponse.ts corrupts the bytes, corruptResponse.ts the contents.
 */
export type Fault = FaultKind & {
  /**
   * Whether Azure acted on the request before things went wrong (a disconnect whose answer is lost). Where it is left
   * out: yes where an answer of Azure's begins to come, no where something stands in its place.
   */
  readonly acted?: boolean;
};

export type FaultKind =
  /** The connection is reset: nothing came, half of the headers came, or the headers and half of the body. */
  | { readonly kind: "reset"; readonly when: "beforeHeaders" | "duringHeaders" | "afterHeaders" }
  /** The connection ends in good order in the middle of the body. */
  | { readonly kind: "cutBody" }
  /** A captive portal's or a proxy's page, with 200 unless told otherwise. */
  | { readonly kind: "html"; readonly status?: number }
  /** JSON that stops in the middle, completely delivered. */
  | { readonly kind: "invalidJson" }
  /** Any JSON instead of the right one. */
  | { readonly kind: "json"; readonly body: unknown; readonly status?: number }
  /** A JSON document of that many bytes: 100 MB unless told otherwise. */
  | { readonly kind: "huge"; readonly bytes?: number }
  /** A body that never stops coming. */
  | { readonly kind: "endless" }
  /** The connection stays open and nothing comes, not even headers, or nothing after them. */
  | { readonly kind: "neverAnswers"; readonly after?: "headers" }
  /** The body comes byte by byte: one a second unless told otherwise. */
  | { readonly kind: "slowDrip"; readonly msPerByte?: number }
  /** An error of Azure's, or any other status. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly details?: readonly { readonly code: string; readonly message: string }[];
      /** Retry-After: seconds, or any text; absent: no such header. */
      readonly retryAfter?: number | string;
      /** Retry-After as a date that many seconds from now. */
      readonly retryAfterDate?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "redirect"; readonly to: string; readonly status?: number }
  /**
   * nextLink, Location and Azure-AsyncOperation get this in place of their origin, such as `https://azure.example`; an
   * answer with a list and no nextLink gets one. For the headers, combine it with a variant that has them.
   */
  | { readonly kind: "foreignLinks"; readonly to: string }
  /** A chain of pages that never ends: the same link again and again, or always a new link to the same page. */
  | { readonly kind: "pageLoop"; readonly how: "loop" | "repeat" }
  /**
   * 401 with a claims challenge, until a token comes that was asked for with these claims. A silent token request
   * with them is refused, unless `silent`.
   */
  | {
      readonly kind: "claimsChallenge";
      readonly form?: "invalidToken" | "insufficientClaims" | "twoSchemes";
      readonly encoding?: "base64" | "base64url";
      readonly silent?: boolean;
    }
  /** 403 as for a token that is older than a role: until one comes that was issued after the user signed in by a click. */
  | { readonly kind: "oldToken"; readonly action: string; readonly scope: string }
  /** A disconnect does nothing, and its answer is NotFound for every session, also for those that are there. */
  | { readonly kind: "sessionsNotFound" }
  /** Resource Graph names none of the hosts, or every other one, while Resource Manager has them all. */
  | { readonly kind: "lostHosts"; readonly named: "none" | "some" }
  /** The right answer with more headers. */
  | { readonly kind: "headers"; readonly headers: Readonly<Record<string, string>> };

/** Faults that have a meaning of their own in Azure. */
export const azureFaults = {
  /** The graph's answer for a tenant of more than 10,000 subscriptions. */
  tooManySubscriptions: {
    kind: "status",
    status: 400,
    code: "BadRequest",
    message:
      "Please provide below info when asking for support: timestamp = 2026-03-02T09:00:00.0000000Z, correlationId = simulated.",
    details: [
      {
        code: "TooManySubscriptionsUnderScope",
        message: "The number of subscriptions under the scope is over the limit.",
      },
    ],
  },
  /** The same, told by a header: the answer holds a part only. */
  subscriptionLimitHit: { kind: "headers", headers: { "x-ms-tenant-subscription-limit-hit": "true" } },
  throttled: {
    kind: "status",
    status: 429,
    code: "SubscriptionRequestsThrottled",
    message: "Number of requests for subscription exceeded the limit. Please try again after '1' seconds.",
    retryAfter: 1,
  },
  busy: {
    kind: "status",
    status: 429,
    code: "RetryableErrorDueToAnotherOperation",
    message: "Operation could not be completed as another operation is in progress on the resource.",
    retryAfter: 1,
  },
  /** Log Analytics. */
  logsThrottled: {
    kind: "status",
    status: 429,
    code: "ThrottledError",
    message: "Rate limit is exceeded",
    retryAfter: 1,
  },
  logsTimedOut: { kind: "status", status: 504, code: "GatewayTimeout", message: "Gateway timeout" },
} as const satisfies Record<string, Fault>;

/** Whether the request is carried out, see {@link Fault}. */
export function faultActs(fault: Fault): boolean {
  if (fault.acted !== undefined) {
    return fault.acted;
  }
  switch (fault.kind) {
    case "reset":
      return fault.when !== "beforeHeaders";
    case "neverAnswers":
      return fault.after === "headers";
    case "cutBody":
    case "invalidJson":
    case "huge":
    case "endless":
    case "slowDrip":
    case "foreignLinks":
    case "pageLoop":
    case "sessionsNotFound":
    case "lostHosts":
    case "headers":
      return true;
    case "html":
    case "json":
    case "status":
    case "redirect":
    case "claimsChallenge":
    case "oldToken":
      return false;
  }
}
