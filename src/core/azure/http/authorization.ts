import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import { readResponse } from "./response.ts";
import { AzureError } from "./azureError.ts";
import type { Cloud } from "../../model/cloud.ts";
import type { Credential, TokenRequest } from "./credential.ts";
import { stopped, untilAborted } from "./deadline.ts";
import { isTrustedUrl } from "./trustedUrl.ts";
import { isRejection, errorFromResponse } from "./errorResponse.ts";

/** How far a request has come, for the error that ends it. */
export interface Progress {
  /** As in AzureErrorFacts, for the attempt under way or the last one. Set by rateLimitPolicy.ts as a request is sent. */
  maybeReceived: boolean;
}

interface AuthorizationOptions {
  readonly cloud: Cloud;
  readonly credential: Credential;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Puts the token on the request, only to the cloud's own resource manager (the library's own policy knows no loopback
 * exception and answers one form of challenge of two).
 *
 * After a 401 a fresh token is fetched, once per request, and a claims challenge answered, once per request: a 401 is
 * refused before anything is done, so sending again is safe for a disconnect too. A token that is handed out again
 * unchanged is not sent again.
 */
export function authorizationPolicy({ cloud, credential, signal, progress }: AuthorizationOptions): PipelinePolicy {
  let token: string | undefined;
  let refreshed = false;
  let challenged = false;

  const ask = async (request: Omit<TokenRequest, "signal">): Promise<string> => {
    try {
      const received = await untilAborted(credential.getToken({ signal, ...request }), signal);
      if (received !== "") {
        return received;
      }
    } catch (error) {
      if (signal.aborted) {
        throw stopped(signal, false);
      }
      if (error instanceof AzureError) {
        throw error.with({
          ...(request.challenge === undefined ? {} : { challenge: request.challenge }),
          maybeReceived: false,
        });
      }
      // Its message may hold anything, a user's name for one.
    }
    throw new AzureError({ kind: "signInNeeded", detail: "no token available", maybeReceived: false });
  };

  return {
    name: "bastionSessionsAuthorization",
    async sendRequest(request, next) {
      if (!isTrustedUrl(new URL(request.url), cloud)) {
        // Callers see to it before; this is the last door. Nothing has been sent.
        throw new AzureError({
          kind: "unreadable",
          detail: "tokens are only sent to Azure Resource Manager's origin",
          code: "ForeignUrl",
          maybeReceived: false,
        });
      }
      token ??= await ask({});
      for (;;) {
        request.headers.set("authorization", `Bearer ${token}`);
        const response = await next(request);
        progress.maybeReceived = !isRejection(response.status);
        if (response.status !== 401) {
          return response;
        }
        const refused = errorFromResponse(readResponse(response), 0);
        const { challenge, maybeReceived } = refused.facts;
        // Another reason than the sign-in is the same for a fresh token.
        if (maybeReceived || refused.kind !== "signInNeeded" || (challenge === undefined ? refreshed : challenged)) {
          return response;
        }
        refreshed ||= challenge === undefined;
        challenged ||= challenge !== undefined;
        const fresh = await ask({ rejected: token, ...(challenge === undefined ? {} : { challenge }) });
        if (fresh === token) {
          return response;
        }
        token = fresh;
      }
    },
  };
}
