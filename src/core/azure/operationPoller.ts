/**
 * A POST action and the long-running operation that it may start, in every shape that was seen (see the table in
 * test/unit/core/azure/sessions.test.ts): at once or later, with Location, Azure-AsyncOperation, both or neither, the result
 * embedded in the status or at the Location.
 */
import { bodyError } from "./bodyError.ts";
import { jsonOf, requestIdOf, unreadable } from "./http/response.ts";
import type { HttpResponse, Located } from "./http/response.ts";
import { AzureError } from "./http/azureError.ts";
import { waitUnlessStopped } from "./http/deadline.ts";
import { asObject, asText, listOf, present } from "../text/json.ts";
import type { Log } from "../model/log.ts";
import { readError } from "./http/errorBody.ts";
import { isRejection, errorFromResponse } from "./http/errorResponse.ts";
import { retryAfterMs } from "./http/retryAfter.ts";
import type { Timing } from "./http/timing.ts";

/** A page of the list that the action results in; `list` is absent where Azure gave none. */
export interface Outcome extends Located {
  readonly list?: readonly unknown[];
  /** Which answer this is: the first one, that of Azure-AsyncOperation, or that of Location. */
  readonly source: "answer" | "status" | "location";
  /** A bare array in place of `{"value":[…]}`. */
  readonly isBare: boolean;
}

export interface OperationContext {
  /** One GET; any status. */
  get(url: URL): Promise<Located>;
  /** The URL that a header names; throws for another origin. */
  resolve(link: string, from: URL): URL;
  readonly timing: Timing;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** The operation's URLs, of which every answer may bring new ones. They are signed: followed, never built or logged. */
interface Links {
  /** Azure-AsyncOperation: where the status is. */
  readonly status?: URL;
  /** Location: where the result will be. */
  readonly result?: URL;
}

type State =
  | { readonly name: "running" | "succeeded" }
  | { readonly name: "failed"; readonly error: AzureError }
  | { readonly name: "unclear"; readonly error: AzureError };

/**
 * Follows an accepted action (any 2xx) to its end.
 *
 * - The result stands in the first answer: done. Async headers beside it are stale and are not looked at.
 * - 202: the status is asked for until it has ended, at Azure-AsyncOperation where there is one, since it says more (and
 *   often holds the result), else at Location.
 * - Completed, but without a list (null, {}, an empty body, 204): the other sources of the result are asked once.
 *
 * @throws AzureError `failed` for an operation that failed or was cancelled, and whatever ends it otherwise
 */
export async function followOperation(first: Located, context: OperationContext): Promise<Outcome> {
  if (first.response.status === 202) {
    // Whatever its body holds, it is not the result yet.
    return leadsNowhere(first)
      ? { ...first, source: "answer", isBare: false }
      : poll(first, linksOf(first, {}, context), context);
  }
  const outcome = outcomeOf(first, "answer");
  if (outcome.list !== undefined) {
    return outcome;
  }
  const links = linksOf(first, {}, context);
  return (await askOnce(links, context)) ?? outcome;
}

/** Whether a 202 says nothing of where it leads. */
export function leadsNowhere({ response }: Located): boolean {
  return (
    response.status === 202 &&
    header(response, "azure-asyncoperation") === undefined &&
    header(response, "location") === undefined
  );
}

/** Milliseconds until the next look: what Azure names, within reason. */
export function pollDelayMs({ response }: Located, timing: Timing): number {
  const asked = retryAfterMs(response.headers, timing.clock.wall().getTime()) ?? timing.pollDefaultMs;
  return Math.min(Math.max(asked, timing.pollMinMs), timing.pollMaxMs);
}

async function poll(first: Located, firstLinks: Links, context: OperationContext): Promise<Outcome> {
  const { timing, signal, log } = context;
  let links = firstLinks;
  let delayMs = pollDelayMs(first, timing);
  let unclear = 0;
  for (;;) {
    await waitUnlessStopped(timing.clock, delayMs, signal);
    const url = links.status ?? links.result;
    if (url === undefined) {
      throw lost(undefined);
    }
    const look = await lookAt(url, url === links.status, context);
    if ("error" in look && look.name === "failed") {
      throw look.error;
    }
    if ("error" in look) {
      // A status that cannot be read says nothing of the operation: it is asked for again, a little later each time, but
      // where we are not let in.
      unclear += look.error.kind === "signInNeeded" || look.error.kind === "notAllowed" ? timing.statusAttempts : 1;
      log.debug(
        `the operation's status couldn't be read (${look.error.facts.detail}), ${unclear} of ${timing.statusAttempts}`,
      );
      if (unclear < timing.statusAttempts) {
        delayMs = Math.min(
          look.error.facts.retryAfterMs ?? timing.pollDefaultMs * 2 ** (unclear - 1),
          timing.pollMaxMs,
        );
        continue;
      }
      if (links.status === undefined || links.result === undefined) {
        throw lost(look.error);
      }
      links = { result: links.result };
      unclear = 0;
      continue;
    }
    unclear = 0;
    links = linksOf(look.at, links, context);
    delayMs = pollDelayMs(look.at, timing);
    if (look.name === "succeeded") {
      const outcome = outcomeOf(look.at, url === links.status ? "status" : "location");
      // The status held no result: it is at the Location, if there is one.
      return outcome.list !== undefined || url !== links.status
        ? outcome
        : ((await askOnce(present({ result: links.result }), context)) ?? outcome);
    }
  }
}

/** The first of these places that has a list. That one of them cannot be read leaves us where we were. */
async function askOnce({ status, result }: Links, context: OperationContext): Promise<Outcome | undefined> {
  for (const [place, source] of [
    [status, "status"],
    [result, "location"],
  ] as const) {
    const look = place && (await lookAt(place, false, context));
    const outcome = look?.name === "succeeded" ? outcomeOf(look.at, source) : undefined;
    if (outcome?.list !== undefined) {
      return outcome;
    }
  }
  return undefined;
}

type Look =
  { readonly name: "running" | "succeeded"; readonly at: Located } | Extract<State, { readonly error: AzureError }>;

async function lookAt(url: URL, isStatus: boolean, context: OperationContext): Promise<Look> {
  try {
    const at = await context.get(url);
    const state = stateOf(at.response, isStatus, context.timing.clock.wall().getTime());
    return "error" in state ? state : { name: state.name, at };
  } catch (error) {
    if (!(error instanceof AzureError) || context.signal.aborted) {
      throw error;
    }
    return { name: "unclear", error };
  }
}

/** What a response says of the operation. Its words are compared without case; there are more than these. Throws if it is not JSON. */
function stateOf(response: HttpResponse, isStatus: boolean, now: number): State {
  if (response.status < 200 || response.status > 299) {
    const error = errorFromResponse(response, now);
    // A Location hands on the operation's own failure as a status like 400 or 409. What is about the reading (401, 403,
    // 404, 408, 429, any 5xx), and everything at Azure-AsyncOperation, says nothing of the operation.
    const final = !isStatus && error.kind === "failed" && isRejection(response.status);
    return final ? { name: "failed", error } : { name: "unclear", error };
  }
  const value = jsonOf(response);
  const word = asText(asObject(value)?.["status"])?.toLowerCase();
  switch (word) {
    case "succeeded": {
      // Azure took it on, and gave an error in place of the result.
      const error = bodyError(response, value) ?? bodyError(response, embeddedIn(value));
      return error ? { name: "failed", error } : { name: "succeeded" };
    }
    case "failed":
    case "canceled":
    case "cancelled":
      return { name: "failed", error: failed(word === "failed" ? "failed" : "was cancelled", value, response) };
    case undefined: {
      if (response.status === 202) {
        return { name: "running" };
      }
      const error = bodyError(response, value);
      if (error) {
        // At Azure-AsyncOperation it may be about the reading.
        return { name: isStatus ? "unclear" : "failed", error };
      }
      // A Location answers with the result itself, or with nothing. A status without a status is no answer, unless the
      // result stands in its place.
      return isStatus && listOf(value) === undefined && response.status !== 204
        ? { name: "unclear", error: unreadable(response, "NoStatus", "the operation's status is empty") }
        : { name: "succeeded" };
    }
    default:
      return { name: "running" };
  }
}

function failed(how: string, body: unknown, response: HttpResponse): AzureError {
  const { code, message, detailCodes } = readError(body);
  return new AzureError({
    kind: "failed",
    detail: `the operation ${how}${code === undefined ? "" : ` (${code})`}`,
    // Azure took it on; how far it came before it failed, it does not say.
    maybeReceived: true,
    ...present({ code, detailCodes, azureMessage: message, requestId: requestIdOf(response.headers) }),
  });
}

/** The error for an operation whose end cannot be learnt. It was accepted, so it may have been carried out. */
function lost(last: AzureError | undefined): AzureError {
  const detail = `the operation's status couldn't be read${last === undefined ? "" : ` (${last.facts.detail})`}`;
  return new AzureError({
    code: "StatusUnreadable",
    ...last?.facts,
    // That the operation's own page is missing or refused is no word on the host.
    kind: last === undefined || last.kind === "notFound" ? "failed" : last.kind,
    detail,
    maybeReceived: true,
  });
}

/** What a status holds as the operation's result. */
function embeddedIn(status: unknown): unknown {
  return asObject(asObject(status)?.["properties"])?.["output"];
}

/** Where a 2xx answer may hold its list: at its top, or embedded in a status. */
function outcomeOf(at: Located, source: Outcome["source"]): Outcome {
  const value = jsonOf(at.response);
  const holder = [value, embeddedIn(value), asObject(value)?.["properties"]].find(
    (candidate) => listOf(candidate) !== undefined,
  );
  return { ...at, source, isBare: Array.isArray(holder), ...present({ list: listOf(holder) }) };
}

function linksOf({ response, url }: Located, previous: Links, context: OperationContext): Links {
  const status = header(response, "azure-asyncoperation");
  const result = header(response, "location");
  return {
    ...previous,
    ...present({
      status: status === undefined ? undefined : context.resolve(status, url),
      result: result === undefined ? undefined : context.resolve(result, url),
    }),
  };
}

function header(response: HttpResponse, name: string): string | undefined {
  return asText(response.headers.get(name)?.trim());
}
