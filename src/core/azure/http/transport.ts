import type { HttpClient } from "@azure/core-rest-pipeline";
import type { HttpResponse } from "./response.ts";
import type { CallOptions } from "./callOptions.ts";
import type { Credential } from "./credential.ts";
import { RateLimiters } from "./rateLimit/rateLimitPolicy.ts";
import type { HttpRequest, TransportOptions } from "./pipeline.ts";
import { defaultTiming } from "./timing.ts";
import type { Timing } from "./timing.ts";

/**
 * Sends requests to one cloud. The only file that imports pipeline.ts, and with it any HTTP module: with the first request,
 * so that starting up costs nothing until the view is opened.
 */
export class Transport {
  readonly timing: Timing;
  readonly #options: TransportOptions;
  readonly #rateLimiters: RateLimiters;
  #httpClient: HttpClient | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.timing = { ...defaultTiming, ...options.timing };
    this.#rateLimiters = new RateLimiters(this.timing);
    this.#httpClient = options.httpClient;
  }

  /** Loads what the first request needs, while something else is still waited for. */
  prepare(): void {
    void import("./pipeline.ts");
  }

  /** See {@link import("./pipeline.ts").send}. */
  async send(credential: Credential, request: HttpRequest, options: CallOptions): Promise<HttpResponse> {
    const { createFetchHttpClient, createNodeFetchHttpClient, send } = await import("./pipeline.ts");
    this.#httpClient ??= this.#options.useGlobalFetch === true ? createFetchHttpClient() : createNodeFetchHttpClient();
    const [httpClient, rateLimiters] = [this.#httpClient, this.#rateLimiters];
    return send({ ...this.#options, timing: this.timing, httpClient, rateLimiters }, credential, request, options);
  }
}
