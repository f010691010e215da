/**
 * The shapes in which Azure has been seen, or reported, to answer getActiveSessions and disconnectActiveSessions, and may
 * answer getShareableLinks and deleteShareableLinks. Each is a row of data; sessionActions.ts and operations.ts carry it out.
 */

/**
 * What a body that should hold a list looks like. `absent`: the status has no `properties.output`. `error`: an
 * error with the status 200 (pulumi-azure-native#4169); nothing was done then.
 */
export type Form = "value" | "array" | "nullValue" | "object" | "null" | "empty" | "noContent" | "absent" | "error";

/** How a long-running operation is reported to end. */
export type Ending = "succeeded" | "failed" | "canceled" | "never" | "unreadable";

export interface VariantPlan {
  /** The form of the body that comes with the first answer; absent: 202 and a long-running operation. */
  readonly atOnce?: Form;
  /** Which URLs of the operation the answer names. */
  readonly links?: "both" | "location" | "asyncOperation" | "neither";
  /** Whether the links of an answer at once lead nowhere. */
  readonly stale?: boolean;
  /** What the status holds as output once it is Succeeded. */
  readonly atStatus?: Form;
  /** What is at the Location at the end. */
  readonly atLocation?: Form;
  readonly ending?: Ending;
  readonly retryAfter?: "seconds" | "date" | "missing";
  /** The list is split over pages, linked by nextLink. */
  readonly pages?: "plain" | "emptyFirst" | "overlapping";
  /** Every entry comes twice. */
  readonly twice?: boolean;
  readonly crlf?: boolean;
  readonly headerCase?: "upper" | "lower" | "mixed";
  /** The URLs in headers and in nextLink have no origin. */
  readonly relative?: boolean;
}

/** How long an operation takes: that many readings answer "in progress", and that much time must have passed. */
export interface OperationTiming {
  readonly polls: number;
  readonly durationMs: number;
  /** What Retry-After says. */
  readonly retryAfterSeconds: number;
}

export const defaultTiming: OperationTiming = { polls: 1, durationMs: 0, retryAfterSeconds: 1 };

/**
 * What can be known after an answer of this shape: everything, nothing (a call that completed without a list), or that it
 * failed or never ended.
 */
export type VariantOutcome = "complete" | "noList" | "failed" | "neverEnds";

const both = { links: "both", atStatus: "value", atLocation: "value" } as const;
const locationOnly = { links: "location", atLocation: "value" } as const;
const asyncOnly = { links: "asyncOperation", atStatus: "value" } as const;

const table = {
  value: { atOnce: "value" },
  bareArray: { atOnce: "array" },
  nullValue: { atOnce: "nullValue" },
  emptyObject: { atOnce: "object" },
  null: { atOnce: "null" },
  emptyBody: { atOnce: "empty" },
  noContent: { atOnce: "noContent" },
  pages: { atOnce: "value", pages: "plain" },
  pagesFirstEmpty: { atOnce: "value", pages: "emptyFirst" },
  pagesRelative: { atOnce: "value", pages: "plain", relative: true },
  pagesOverlapping: { atOnce: "value", pages: "overlapping" },
  twice: { atOnce: "value", twice: true },
  crlf: { atOnce: "value", crlf: true },
  staleAsync: { atOnce: "value", links: "both", stale: true },
  staleAsyncBareArray: { atOnce: "array", links: "both", stale: true },
  staleLocation: { atOnce: "value", links: "location", stale: true },
  both,
  bothCrlf: { ...both, crlf: true },
  bothHeadersUpperCase: { ...both, headerCase: "upper" },
  bothHeadersLowerCase: { ...both, headerCase: "lower" },
  bothHeadersMixedCase: { ...both, headerCase: "mixed" },
  bothRetryAfterDate: { ...both, retryAfter: "date" },
  bothRetryAfterMissing: { ...both, retryAfter: "missing" },
  bothRelative: { ...both, relative: true },
  bothPages: { ...both, atStatus: "absent", pages: "plain" },
  bothOutputBareArray: { ...both, atStatus: "array", atLocation: "array" },
  bothOutputAbsent: { ...both, atStatus: "absent" },
  bothOutputNull: { ...both, atStatus: "null" },
  bothOutputNullValue: { ...both, atStatus: "nullValue" },
  bothOutputEmptyObject: { ...both, atStatus: "object" },
  bothLocationNull: { ...both, atLocation: "null" },
  bothLocationNoContent: { ...both, atLocation: "noContent" },
  bothWithoutList: { ...both, atStatus: "absent", atLocation: "null" },
  locationOnly,
  locationBareArray: { ...locationOnly, atLocation: "array" },
  locationNullValue: { ...locationOnly, atLocation: "nullValue" },
  locationEmptyObject: { ...locationOnly, atLocation: "object" },
  locationNull: { ...locationOnly, atLocation: "null" },
  locationEmptyBody: { ...locationOnly, atLocation: "empty" },
  locationNoContent: { ...locationOnly, atLocation: "noContent" },
  locationPages: { ...locationOnly, pages: "plain" },
  asyncOnly,
  asyncBareArray: { ...asyncOnly, atStatus: "array" },
  asyncOutputNull: { ...asyncOnly, atStatus: "null" },
  asyncOutputAbsent: { ...asyncOnly, atStatus: "absent" },
  neither: { links: "neither" },
  operationFailed: { ...both, ending: "failed" },
  operationCanceled: { ...both, ending: "canceled" },
  operationNeverEnds: { ...both, ending: "never" },
  statusUnreadable: { ...both, ending: "unreadable" },
  asyncFailed: { ...asyncOnly, ending: "failed" },
  locationFailed: { ...locationOnly, ending: "failed" },
  errorAtOnce: { atOnce: "error" },
  errorStaleAsync: { atOnce: "error", links: "both", stale: true },
  bothOutputError: { ...both, atStatus: "error", atLocation: "null" },
  asyncOutputError: { ...asyncOnly, atStatus: "error" },
  locationError: { ...locationOnly, atLocation: "error" },
  locationNeverEnds: { ...locationOnly, ending: "never" },
} as const satisfies Record<string, VariantPlan>;

export type Variant = keyof typeof table;
export type ListVariant = Variant;
/** The same shapes, since a 202 and all that follows has been reported for disconnecting too. */
export type DisconnectVariant = Variant;

/** Every shape of an answer to getActiveSessions. */
export const listVariants: readonly ListVariant[] = Object.keys(table) as Variant[];

/** Every shape of an answer to disconnectActiveSessions. */
export const disconnectVariants: readonly DisconnectVariant[] = listVariants;

export function variantPlan(variant: Variant): VariantPlan {
  return table[variant];
}

const holdsList = (form: Form | undefined): boolean => form === "value" || form === "array";

/** How deleteShareableLinks answers: 202 with `null`, both links, and at the end neither has a list. */
export const LINKS_DELETED: DisconnectVariant = "bothWithoutList";

/** What a client can know in the end, worked out from the plan. `neither` differs: a listing may be asked again. */
export function variantOutcome(variant: Variant, action: "list" | "disconnect"): VariantOutcome {
  const plan = variantPlan(variant);
  if (plan.links === "neither") {
    return action === "list" ? "complete" : "noList";
  }
  if (plan.ending === "failed" || plan.ending === "canceled") {
    return "failed";
  }
  if (plan.ending === "never") {
    return "neverEnds";
  }
  const sources = plan.atOnce === undefined ? [plan.atStatus, plan.atLocation] : [plan.atOnce];
  if (sources.includes("error")) {
    return "failed";
  }
  return sources.some(holdsList) ? "complete" : "noList";
}
