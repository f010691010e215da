import { refusalReason } from "./refusalReason.ts";
import type { RefusalReason } from "./refusalReason.ts";

/**
 * The one error type that talking to Azure ends in. It holds facts, not sentences: the user's words are made from it in
 * the user's language by extension/ui/errorText.ts. It never holds a token, a URL's query or a user's name.
 */
export type AzureErrorKind =
  /** No connection, or it broke: refused, DNS, TLS, reset, cut short. */
  | "unreachable"
  /** A deadline of ours passed: no answer, too slow an answer, or an operation that does not end. */
  | "timedOut"
  /** An answer came that is not what Azure sends: HTML, invalid JSON, wrong types, too large, a page chain that loops, another origin. */
  | "unreadable"
  /** Throttled: 429, or 503 with a Retry-After, for longer than we wait. */
  | "throttled"
  /** 403, or a 401 that no other sign-in of the same account would change. */
  | "notAllowed"
  /** No token, or one that Azure does not take even when fresh. */
  | "signInNeeded"
  /** 404, unless it is about the resource's type. */
  | "notFound"
  /** Any other refusal, or an operation that Azure says has failed. */
  | "failed"
  /** We were told to stop. */
  | "cancelled";

/** What is known of a failure. */
export interface AzureErrorFacts {
  readonly kind: AzureErrorKind;
  /** Only for the log, in English, without secrets or personal data. */
  readonly detail: string;
  readonly status?: number;
  /** Azure's error code, such as `AuthorizationFailed`. */
  readonly code?: string;
  /** Codes of the error's details, such as `TooManySubscriptionsUnderScope`. */
  readonly detailCodes?: readonly string[];
  /** Azure's own message: text from outside, to be shown as text. */
  readonly azureMessage?: string;
  readonly requestId?: string;
  /** The missing action, where a 403 names it. */
  readonly action?: string;
  /** The scope that the 403 names. */
  readonly scope?: string;
  /** Milliseconds that Azure asked us to wait. */
  readonly retryAfterMs?: number;
  /** The `WWW-Authenticate` header of a claims challenge that only a user's click may answer. */
  readonly challenge?: string;
  /**
   * Whether the request may have been received. False only where it is certain that Azure did not act on it, so that
   * repeating it is safe; the code that sets it says why.
   */
  readonly maybeReceived: boolean;
}

export class AzureError extends Error {
  override readonly name = "AzureError";
  readonly facts: AzureErrorFacts;

  constructor(facts: AzureErrorFacts, options?: ErrorOptions) {
    super(`${facts.kind}: ${facts.detail}`, options);
    this.facts = facts;
  }

  get kind(): AzureErrorKind {
    return this.facts.kind;
  }

  /** Why Azure refused, where it refused and says so; derived, so that it holds wherever the error was made. */
  get reason(): RefusalReason | undefined {
    const isRefusal = this.kind === "notAllowed" || this.kind === "signInNeeded" || this.kind === "failed";
    return isRefusal ? refusalReason(this.facts) : undefined;
  }

  /** The same error with some facts changed. */
  with(facts: Partial<AzureErrorFacts>): AzureError {
    return new AzureError({ ...this.facts, ...facts });
  }
}

/** The failure as a value. An error that is not ours is a defect and goes on. */
export async function errorOf(work: Promise<void>): Promise<AzureError | undefined> {
  const result: unknown = await resultOrError(work);
  return result instanceof AzureError ? result : undefined;
}

/** What work results in, or the AzureError that it fails with. Throws what is none. */
export async function resultOrError<T>(work: Promise<T>): Promise<T | AzureError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AzureError) {
      return error;
    }
    throw error;
  }
}
