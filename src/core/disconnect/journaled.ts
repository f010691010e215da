/** What the journal says of who asked Azure, and of what it answered. */
import type { AzureError } from "../azure/http/azureError.ts";
import type { JournalActor } from "../journal/journalFormat.ts";
import type { Identity } from "../model/identity.ts";

/** The outcome of an item as a run knows it. */
interface RunResult {
  readonly verdict: string;
  readonly message?: string;
  readonly error?: AzureError;
  readonly requestId?: string;
}

/** What a response of Azure, or its absence, says of several items. */
export interface JournaledResponse<Result> {
  readonly facts: { readonly actor?: JournalActor; readonly requestId?: string; readonly failure?: string };
  readonly results: readonly Result[];
}

export function journalActor({ account, tenant }: Identity): JournalActor {
  const { tenantId, displayName } = tenant;
  return {
    account: account.label,
    accountId: account.id,
    tenantId,
    ...(displayName !== undefined && { tenant: displayName }),
  };
}

/** Results by the response that they are from: what is of one request, or failed for one reason, is one line. */
export function responsesOf<Result extends RunResult>(
  results: readonly Result[],
  actor: Identity | undefined,
): readonly JournaledResponse<Result>[] {
  const groups = Map.groupBy(results, ({ requestId, error }) => JSON.stringify([requestId, failureOf(error)]));
  return [...groups.values()].map((alike) => {
    const [first] = alike;
    const failure = failureOf(first?.error);
    const isSent = alike.some(({ verdict }) => verdict !== "notSent");
    return {
      facts: {
        ...(actor && isSent && { actor: journalActor(actor) }),
        ...(first?.requestId !== undefined && { requestId: first.requestId }),
        ...(failure !== undefined && { failure }),
      },
      results: alike,
    };
  });
}

/** Azure's own words on an item. */
export function saidOf({ message, error }: RunResult): { readonly message?: string } {
  const said = message ?? error?.facts.azureMessage;
  return said === undefined ? {} : { message: said };
}

function failureOf(error: AzureError | undefined): string | undefined {
  return error && [error.kind, error.facts.code].filter(Boolean).join(" ");
}
