import { requestIdOf, unreadable, unreadableBody } from "./response.ts";
import type { HttpResponse } from "./response.ts";
import { AzureError } from "./azureError.ts";
import type { AzureErrorKind } from "./azureError.ts";
import { claimsChallenge } from "./challenge.ts";
import { readError } from "./errorBody.ts";
import { refusalReason } from "./refusalReason.ts";
import type { RefusalReason } from "./refusalReason.ts";
import { present } from "../../text/json.ts";
import { throttledForMs } from "./retryAfter.ts";
import type { Headers } from "./retryAfter.ts";

/**
 * Whether an answer with this status, from Azure, makes certain that the request was not acted on.
 *
 * True for every 4xx but 408 and 499: by HTTP the server says that it did not do what was asked. In particular 401 and 403
 * are refused before the resource provider is asked, 404 has nothing to act on, 409 refuses for the resource's state, 429 is
 * turned away at the door, 400 and 413 name a fault of the request, and 407 is a proxy's that did not pass it on. 408 leaves
 * open how far the request came, and so do 499 (a gateway's word for a connection that was closed while it waited) and any
 * 5xx: 504 is Resource Manager's word for a provider that did not answer within 60 s, and may still act.
 */
export function isRejection(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}

/**
 * The error for an answer that is not 2xx.
 *
 * @param now wall clock, for Retry-After
 */
export function errorFromResponse(response: HttpResponse, now: number): AzureError {
  const { status, headers, body } = response;
  if (status < 400) {
    // Never followed: a redirect is no way of this API, and its target must not get a token.
    return unreadable(response, "Redirected", `the answer is a redirect or no final one (${status})`);
  }
  const proxy = status === 407;
  if (!proxy && (body.type === "html" || body.type === "other")) {
    // Azure's errors are JSON. This is from a proxy or portal, so a 403 here is no missing role and a 404 no deleted host, and
    // it is not certain whether the request went on to Azure.
    return unreadableBody(response);
  }
  if (proxy) {
    // What it says is the proxy's word, not Azure's.
    return new AzureError({
      kind: "unreachable",
      detail: "refused with 407",
      status,
      code: "ProxyAuthenticationRequired",
      maybeReceived: false,
    });
  }
  const value = body.type === "json" ? body.value : undefined;
  const { code, detailCodes, message: azureMessage } = readError(value);
  const said = present({ code, detailCodes, azureMessage });
  const reason = refusalReason(said);
  const challenge = status === 401 ? claimsChallenge(headers.get("www-authenticate")) : undefined;
  const isRoleMissing = reason === "missingRole" || reason === "missingRoleOrOldToken";
  return new AzureError({
    kind: status === 401 && challenge === undefined ? unauthorizedKind(reason) : kindOf(status, headers, code),
    detail: `refused with ${status}${code === undefined ? "" : ` ${code}`}`,
    status,
    maybeReceived: !isRejection(status),
    ...said,
    ...present({
      requestId: requestIdOf(headers),
      retryAfterMs: throttledForMs(headers, azureMessage, now),
      challenge,
    }),
    ...(isRoleMissing ? missingPermission(azureMessage) : {}),
  });
}

/** A 401 is about the sign-in, unless Azure names a reason that another sign-in of the same account doesn't change. */
function unauthorizedKind(reason: RefusalReason | undefined): AzureErrorKind {
  if (reason === undefined) {
    return "signInNeeded";
  }
  return reason === "wrongAudience" ? "failed" : "notAllowed";
}

/** A 404 about the request's type, version, or provider: the cloud doesn't know them, and the resource may well be there. */
const UNKNOWN_TYPE: ReadonlySet<string | undefined> = new Set([
  "invalidresourcetype",
  "invalidresourcenamespace",
  "noregisteredproviderfound",
  "invalidapiversionparameter",
]);

function kindOf(status: number, headers: Headers, code: string | undefined): AzureErrorKind {
  switch (status) {
    case 401:
      return "signInNeeded";
    case 403:
      return "notAllowed";
    case 404:
      return UNKNOWN_TYPE.has(code?.toLowerCase()) ? "failed" : "notFound";
    case 429:
      return "throttled";
    case 503:
      return headers.get("retry-after") === undefined ? "failed" : "throttled";
    default:
      return "failed";
  }
}

/**
 * Action and scope of "… does not have authorization to perform action 'A' over scope 'S' …". In the linked form ("… has
 * permission to perform action 'A' on scope 'S'; however, it does not have permission to perform action 'B' on the linked
 * scope(s) 'T' …") the last pair is the one that is missing. Names hold apostrophes at times, so an end is an apostrophe
 * before a space, a stop or the end.
 */
export function missingPermission(message: string | undefined): { readonly action?: string; readonly scope?: string } {
  const pairs = [
    ...(message ?? "")
      .slice(0, 10_000)
      .matchAll(/perform action\(?s?\)? '(.+?)'(?=[\s,.;]|$).{0,40}? scope(?:\(s\))? '(.+?)'(?=[\s,.;]|$)/gi),
  ];
  const [, action, scope] = pairs.at(-1) ?? [];
  return present({ action, scope });
}
