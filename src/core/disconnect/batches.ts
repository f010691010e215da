import type { LimitFunction } from "p-limit";
import { AzureError, type AzureErrorKind } from "../azure/http/azureError.ts";

/**
 * Items of one request. Azure names no limit. So many that a host of thousands is through in a minute, and so few that
 * progress is seen, that a cancellation comes soon, and that a lost answer leaves few in doubt.
 */
export const BATCH_SIZE = 50;

const HOPELESS: ReadonlySet<AzureErrorKind> = new Set(["notAllowed", "notFound", "signInNeeded", "throttled"]);

/** The outcome of an item about which Azure gives no verdict. */
export interface Unanswered {
  /**
   * - `notSent`: Azure was not asked, or certainly did not act, because of a cancellation
   * - `unknown`: Azure may have acted
   */
  readonly verdict: "failed" | "unknown" | "notSent";
  readonly error?: AzureError;
  readonly requestId?: string;
}

export interface Batches<Result> {
  /** How many requests are under way at once, those of other hosts included. */
  readonly limit: LimitFunction;
  /** Stops the asking; what was sent stays sent. */
  readonly stop: AbortSignal;
  /** Sends one batch, once. @throws AzureError */
  readonly send: (ids: readonly string[]) => Promise<readonly Result[]>;
  /** The result for an item without an answer. */
  readonly unanswered: (id: string, outcome: Unanswered) => Result;
  /** Called with the results of each batch as they come, and last with those that are not sent. */
  readonly onAnswer: (results: readonly Result[]) => void;
  readonly onFailure: (ids: readonly string[], error: AzureError) => void;
}

/**
 * Sends what changes something in Azure: one request for each batch, one after the other. What Azure refuses because of who
 * asks, or of whom, it would refuse for the next batch too: that is not sent.
 * @returns a result for each ID, in this order
 */
export async function sendInBatches<Result extends { readonly verdict: string; readonly error?: AzureError }>(
  ids: readonly string[],
  { limit, stop, send, unanswered, onAnswer, onFailure }: Batches<Result>,
): Promise<readonly Result[]> {
  const ask = async (batch: readonly string[]): Promise<readonly Result[]> => {
    if (stop.aborted) {
      return batch.map((id) => unanswered(id, { verdict: "notSent" }));
    }
    try {
      return await send(batch);
    } catch (error) {
      if (!(error instanceof AzureError)) {
        throw error;
      }
      onFailure(batch, error);
      const outcome = outcomeOf(error);
      return batch.map((id) => unanswered(id, outcome));
    }
  };
  const results: Result[] = [];
  while (results.length < ids.length) {
    const batch = ids.slice(results.length, results.length + BATCH_SIZE);
    const answer = await limit(() => ask(batch));
    const refused = answer.find(({ verdict, error }) => verdict === "failed" && error && HOPELESS.has(error.kind));
    const left = stop.aborted || refused ? ids.slice(results.length + batch.length) : [];
    const outcome: Unanswered =
      stop.aborted || !refused?.error ? { verdict: "notSent" } : { verdict: "failed", error: refused.error };
    const answered = [...answer, ...left.map((id) => unanswered(id, outcome))];
    results.push(...answered);
    onAnswer(answered);
  }
  return results;
}

function outcomeOf(error: AzureError): Unanswered {
  const { maybeReceived, requestId } = error.facts;
  const certain = error.kind === "cancelled" ? "notSent" : "failed";
  return { verdict: maybeReceived ? "unknown" : certain, error, ...(requestId !== undefined && { requestId }) };
}
