/** One request through @azure/core-rest-pipeline. This file and what it imports are all that load HTTP modules. */
import {
  createEmptyPipeline,
  createPipelineRequest,
  isRestError,
  retryPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from "@azure/core-rest-pipeline";
import type { HttpClient, PipelinePolicy } from "@azure/core-rest-pipeline";
import { readResponse, requestIdOf } from "./response.ts";
import type { HttpResponse } from "./response.ts";
import { authorizationPolicy } from "./authorization.ts";
import type { Progress } from "./authorization.ts";
import { AzureError } from "./azureError.ts";
import { quotaOf } from "./rateLimit/quota.ts";
import type { CallOptions } from "./callOptions.ts";
import type { Clock } from "../../model/clock.ts";
import type { Cloud } from "../../model/cloud.ts";
import { connectionFailure } from "./connectionFailure.ts";
import type { Credential } from "./credential.ts";
import { stopped } from "./deadline.ts";
import { createFetchHttpClient } from "./fetchHttpClient.ts";
import type { Log } from "../../model/log.ts";
import { createNodeFetchHttpClient } from "./nodeFetchHttpClient.ts";
import type { RateLimiters } from "./rateLimit/rateLimitPolicy.ts";
import { createRetry } from "./retry.ts";
import type { Repeat } from "./retry.ts";
import type { Timing } from "./timing.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  /** Sent as JSON; left out, the request has no body. */
  readonly body?: unknown;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly repeat: Repeat;
}

/** How requests reach one cloud. */
export interface TransportOptions {
  readonly cloud: Cloud;
  readonly log: Log;
  /** Goes before the library's own user agent, such as `bastion-sessions/0.1.0`. */
  readonly userAgent: string;
  /** Whether the global fetch is to be used where that keeps connections (see fetchHttpClient.ts), else node-fetch. */
  readonly useGlobalFetch?: boolean;
  /** Another HttpClient than these. */
  readonly httpClient?: HttpClient;
  readonly timing?: Partial<Timing>;
}

/** The same with nothing left open, as a transport keeps it for all its requests. */
export interface HttpConnection extends TransportOptions {
  readonly httpClient: HttpClient;
  readonly timing: Timing;
  readonly rateLimiters: RateLimiters;
}

export { createFetchHttpClient, createNodeFetchHttpClient };

/**
 * Sends one request and gives the answer of any status that it ends in, after the repeats that are safe.
 *
 * @throws AzureError where no answer came or no token was to be had
 */
export async function send(
  connection: HttpConnection,
  credential: Credential,
  request: HttpRequest,
  options: CallOptions,
): Promise<HttpResponse> {
  const { cloud, log, timing } = connection;
  const { signal, onWait } = options;
  const quota = quotaOf(request.method, request.url);
  const progress: Progress = { maybeReceived: false };
  const retry = createRetry({ repeat: request.repeat, quota, timing, signal, onWait, log });

  // An empty pipeline: nothing is in it but what stands here. From the outside in:
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: connection.userAgent }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  pipeline.addPolicy(retryPolicy([retry.strategy], { maxRetries: timing.maxAttempts - 1 }), { phase: "Retry" });
  pipeline.addPolicy(retry.pause, { afterPhase: "Retry" });
  pipeline.addPolicy(authorizationPolicy({ cloud, credential, signal, progress }), { afterPhase: "Retry" });
  pipeline.addPolicy(
    connection.rateLimiters.policy({ ...options, quota, principal: credential.principal, progress, retry, log }),
    { afterPhase: "Retry" },
  );
  pipeline.addPolicy(loggingPolicy(log, timing.clock), { afterPhase: "Retry" });

  const pipelineRequest = createPipelineRequest({
    method: request.method,
    url: request.url.href,
    timeout: timing.requestDeadlineMs,
    abortSignal: signal,
    allowInsecureConnection: true, // decided by authorizationPolicy: TLS, or loopback
    // On a kept connection that the server is just closing a request fails for no good reason. A read is sent again; what
    // must not be sent twice gets a connection of its own, so that a reset means what it says.
    disableKeepAlive: request.repeat === "ifRejected" && request.method === "POST",
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  Object.entries(request.headers ?? {}).forEach(([name, value]) => pipelineRequest.headers.set(name, value));
  pipelineRequest.headers.set("accept", "application/json");
  if (request.body !== undefined) {
    pipelineRequest.headers.set("content-type", "application/json");
  }

  try {
    return readResponse(await pipeline.sendRequest(connection.httpClient, pipelineRequest));
  } catch (error) {
    throw asAzureError(error, signal, progress);
  }
}

// The original error is not kept as the cause: a RestError holds the request, and that the token.
function asAzureError(error: unknown, signal: AbortSignal, progress: Progress): AzureError {
  if (signal.aborted) {
    return stopped(signal, progress.maybeReceived);
  }
  if (error instanceof AzureError) {
    return error;
  }
  if (isRestError(error)) {
    return connectionFailure(error.code);
  }
  const name = error instanceof Error ? error.name : typeof error;
  if (name === "TimeoutError" || name === "AbortError") {
    return new AzureError({
      kind: "timedOut",
      detail: "no complete response in time",
      code: "RequestDeadline",
      maybeReceived: progress.maybeReceived,
    });
  }
  return new AzureError({
    kind: "failed",
    detail: `the request couldn't be made (${name})`,
    code: "Internal",
    maybeReceived: progress.maybeReceived,
  });
}

/** One line per request that goes out: no query, no header, no body. */
function loggingPolicy(log: Log, clock: Clock): PipelinePolicy {
  return {
    name: "bastionSessionsLogging",
    async sendRequest(request, next) {
      const what = `${request.method} ${new URL(request.url).pathname}`;
      const start = clock.monotonic();
      const elapsed = (): string => `${Math.round(clock.monotonic() - start)} ms`;
      try {
        const response = await next(request);
        log.debug(
          `${what}: ${response.status} in ${elapsed()}, request ${requestIdOf(response.headers) ?? "without id"}`,
        );
        return response;
      } catch (error) {
        const name = error instanceof Error ? error.name : undefined;
        const code = isRestError(error) ? error.code : name;
        log.debug(`${what}: no response after ${elapsed()} (${code ?? "unknown"})`);
        throw error;
      }
    },
  };
}
