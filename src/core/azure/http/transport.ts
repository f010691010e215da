import type { HttpClient } from "@azure/core-rest-pipeline";
import type { HttpResponse } from "./response.ts";
import type { CallOptions } from "./callOptions.ts";
import type { Cloud } from "../../model/cloud.ts";
import type { Credential } from "./credential.ts";
import type { Log } from "../../model/log.ts";
import { RateLimiters } from "./rateLimit/rateLimitPolicy.ts";
import type { HttpRequest, Wire } from "./pipeline.ts";
import type { Timing } from "./timing.ts";

export interface TransportOptions {
  readonly cloud: Cloud;
  readonly log: Log;
  /** Goes before the library's own user agent, such as `bastion-sessions/0.1.0`. */
  readonly userAgent: string;
  /** Whether the global fetch is to be used where that keeps connections (see fetchHttpClient.ts), else node-fetch. */
  readonly useGlobalFetch?: boolean;
  /** Another HttpClient than these. */
  readonly httpClient?: HttpClient;
  readonly timing: Timing;
}

/**
 * Sends requests to one cloud. The only file that imports pipeline.ts, and with it any HTTP module: with the first request,
 * so that starting up costs nobody who does not open the view.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #rateLimiters: RateLimiters;
  #httpClient: HttpClient | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#rateLimiters = new RateLimiters(options.timing);
    this.#httpClient = options.httpClient;
  }

  /** See {@link import("./pipeline.ts").send}. */
  async send(credential: Credential, request: HttpRequest, options: CallOptions): Promise<HttpResponse> {
    const { createFetchHttpClient, createNodeFetchHttpClient, send } = await import("./pipeline.ts");
    this.#httpClient ??= this.#options.useGlobalFetch === true ? createFetchHttpClient() : createNodeFetchHttpClient();
    const wire: Wire = { ...this.#options, httpClient: this.#httpClient, rateLimiters: this.#rateLimiters };
    return send(wire, credential, request, options);
  }
}
