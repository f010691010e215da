import { jsonOf, requestIdOf } from "./http/response.ts";
import type { Located } from "./http/response.ts";
import { ApiVersions } from "./apiVersions.ts";
import type { Api, ArmPath } from "./apiVersions.ts";
import { bodyError } from "./bodyError.ts";
import { AzureError } from "./http/azureError.ts";
import type { CallOptions } from "./http/callOptions.ts";
import type { Cloud } from "../model/cloud.ts";
import type { Credential } from "./http/credential.ts";
import { stopped, waitUnlessStopped, withDeadline } from "./http/deadline.ts";
import { present } from "../text/json.ts";
import type { Log } from "../model/log.ts";
import { followOperation, leadsNowhere, pollDelayMs } from "./operationPoller.ts";
import type { Outcome } from "./operationPoller.ts";
import { trustedUrl } from "./http/trustedUrl.ts";
import { allPages, nextLinkOf, pageOf, type PageSource } from "./paging.ts";
import type { HttpRequest, TransportOptions } from "./http/pipeline.ts";
import { mayRepeat } from "./http/retry.ts";
import { errorFromResponse } from "./http/errorResponse.ts";
import type { Headers } from "./http/retryAfter.ts";
import type { Timing } from "./http/timing.ts";
import { Transport } from "./http/transport.ts";

export type { CallOptions, Wait } from "./http/callOptions.ts";
export type { Timing } from "./http/timing.ts";

/** A 2xx answer. `body` is undefined where there was none. */
export interface AzureResponse {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
  readonly requestId?: string;
}

/** A list, from all its pages, or from as many as were wanted. */
export interface List {
  readonly items: readonly unknown[];
  /** There are more pages than were wanted. */
  readonly isCut: boolean;
  readonly requestId?: string;
}

/** What came of an action: `items` is absent where Azure completed it and gave no list. */
export interface ActionResult {
  readonly items?: readonly unknown[];
  readonly requestId?: string;
  readonly wire: WireFacts;
}

/** Which of the many shapes the response to an action had, for diagnosing one that can't be read. */
export interface WireFacts {
  /** HTTP status of the first answer. */
  readonly status: number;
  /** Where the list was found; where none was, the last place that was looked at. */
  readonly source: Outcome["source"];
  /** A bare array in place of `{"value":[…]}`. */
  readonly isBare: boolean;
  readonly apiVersion: string;
}

/** A request to a path of ours. */
interface PathRequest extends Omit<HttpRequest, "url"> {
  readonly query?: Readonly<Record<string, string>>;
}

interface Send {
  readonly credential: Credential;
  readonly options: CallOptions;
}

/**
 * Azure Resource Manager of one cloud: reads, pages and POST actions.
 *
 * Every method throws AzureError and nothing else, ends by a deadline, and stops with `options.signal`.
 */
export class Arm {
  readonly log: Log;
  readonly #cloud: Cloud;
  readonly #timing: Timing;
  readonly #transport: Transport;
  readonly #versions = new ApiVersions();

  constructor(options: TransportOptions) {
    this.#cloud = options.cloud;
    this.log = options.log;
    this.#transport = new Transport(options);
    this.#timing = this.#transport.timing;
  }

  /** To be called when a request is about to follow, such as once the sign-in has given a token. */
  prepare(): void {
    this.#transport.prepare();
  }

  /** The version that an API is asked with at present. */
  apiVersion(api: Api): string {
    return this.#versions.for(api);
  }

  /** @param options.query parameters beside the api-version */
  async get(
    credential: Credential,
    path: ArmPath,
    { query = {}, ...options }: CallOptions & { readonly query?: Readonly<Record<string, string>> },
  ): Promise<AzureResponse> {
    return this.#run(options, async (running) =>
      toAzureResponse(
        await this.#send({ credential, options: running }, path, { method: "GET", repeat: "always", query }),
      ),
    );
  }

  /** A POST that only reads (a query): as safe to repeat as a GET. */
  async post(
    credential: Credential,
    path: ArmPath,
    body: unknown,
    { headers, ...options }: CallOptions & Pick<HttpRequest, "headers">,
  ): Promise<AzureResponse> {
    const request = { method: "POST", body, repeat: "always", ...present({ headers }) } as const;
    return this.#run(options, async (running) =>
      toAzureResponse(await this.#send({ credential, options: running }, path, request)),
    );
  }

  /**
   * A list with all its pages, by nextLink.
   * @param options.query parameters beside the api-version
   * @param options.mostPages more are not asked for
   */
  async pages(
    credential: Credential,
    path: ArmPath,
    { query = {}, mostPages, ...options }: CallOptions & Pick<PathRequest, "query"> & { readonly mostPages?: number },
  ): Promise<List> {
    return this.#run(options, async (running) => {
      const send: Send = { credential, options: running };
      const first = await this.#send(send, path, { method: "GET", repeat: "always", query });
      const list = await this.#allPages(first, pageOf(first), send, mostPages);
      return { ...list, ...present({ requestId: requestIdOf(first.response.headers) }) };
    });
  }

  /**
   * A POST action that results in a list, with the long-running operation that it may start, and all pages of the list.
   *
   * `repeatable`: whether the action changes nothing, so that it may be sent again whatever its outcome. Any other is sent
   * again only when a response makes certain that it was not acted on: 401 (with a fresh token), 429 (after
   * the wait that it asks for), and a 400 for the api-version.
   *
   * Once Azure has accepted the action, every error has `maybeReceived`.
   */
  async action(
    credential: Credential,
    path: ArmPath,
    body: unknown,
    options: CallOptions & { readonly repeatable: boolean },
  ): Promise<ActionResult> {
    const request = { method: "POST", body, repeat: options.repeatable ? "always" : "ifRejected" } as const;
    const action = { accepted: false };
    try {
      return await this.#run(options, async (running) => {
        const send: Send = { credential, options: running };
        let first = await this.#send(send, path, request);
        action.accepted = true;
        // A 202 that leads nowhere: what only reads can be asked again until the answer stands in it.
        while (options.repeatable && leadsNowhere(first)) {
          await waitUnlessStopped(this.#timing.clock, pollDelayMs(first, this.#timing), running.signal);
          first = await this.#send(send, path, request);
        }
        const outcome = await followOperation(first, {
          // Read once per look: the operation has its own way with a status that cannot be read.
          get: (url) => this.#exchange(send, { method: "GET", url, repeat: "ifRejected" }),
          resolve: (link, from) => this.#resolve(link, from),
          timing: this.#timing,
          log: this.log,
          signal: running.signal,
        });
        const isWhole = nextLinkOf(outcome) === undefined;
        const list = outcome.list === undefined ? undefined : await this.#allPages(outcome, outcome.list, send);
        const items = list?.items;
        const wire = {
          status: first.response.status,
          source: outcome.source,
          isBare: outcome.isBare,
          apiVersion: first.url.searchParams.get("api-version") ?? "",
        };
        // Pages with nothing on any of them: no word that there is nothing.
        return {
          wire,
          ...present({
            items: isWhole || items?.length !== 0 ? items : undefined,
            requestId: requestIdOf(first.response.headers),
          }),
        };
      });
    } catch (error) {
      throw action.accepted && error instanceof AzureError ? error.with({ maybeReceived: true }) : error;
    }
  }

  /** Gives the work its deadline, and turns whatever it throws into an AzureError. */
  async #run<T>(options: CallOptions, work: (options: CallOptions) => Promise<T>): Promise<T> {
    return withDeadline(options.signal, this.#timing.operationDeadlineMs, async (signal) => {
      try {
        return await work({ ...options, signal });
      } catch (error) {
        if (error instanceof AzureError) {
          throw error;
        }
        if (signal.aborted) {
          throw stopped(signal, false);
        }
        const name = error instanceof Error ? error.name : typeof error;
        throw new AzureError({
          kind: "failed",
          detail: `a bug in Bastion Sessions (${name})`,
          code: "Internal",
          maybeReceived: true,
        });
      }
    });
  }

  /** Sends to a path of ours, with the api-version that this cloud knows, and gives a 2xx answer. */
  async #send(send: Send, { api, path }: ArmPath, request: PathRequest): Promise<Located> {
    const version = this.#versions.for(api);
    try {
      return await this.#sendVersion(send, path, version, request);
    } catch (error) {
      const isSafe = error instanceof AzureError && mayRepeat(request.repeat, error.facts);
      const other = isSafe ? this.#versions.fallBack(api, version, error) : undefined;
      if (other === undefined) {
        throw error;
      }
      // A 4xx is safe for any action: Resource Manager refuses the version before it asks the provider. The same code with
      // a 408 or a 5xx leaves open whether Azure acted.
      this.log.info(`api-version ${version} isn't supported by this cloud; using ${other} from now on: ${path}`);
      return this.#sendVersion(send, path, other, request);
    }
  }

  async #sendVersion(
    send: Send,
    path: string,
    version: string,
    { query = {}, ...request }: PathRequest,
  ): Promise<Located> {
    const base = this.#cloud.resourceManagerUrl;
    const url = new URL(`${base.pathname.replace(/\/$/, "")}${path}`, base.origin);
    // A space as %20: only forms take a plus sign for one.
    url.search = new URLSearchParams({ ...query, "api-version": version }).toString().replaceAll("+", "%20");
    return this.#successful(await this.#exchange(send, { ...request, url }));
  }

  async #exchange({ credential, options }: Send, request: HttpRequest): Promise<Located> {
    return { response: await this.#transport.send(credential, request, options), url: request.url };
  }

  #allPages(first: Located, firstItems: readonly unknown[], send: Send, mostPages?: number): Promise<List> {
    const source: PageSource = {
      get: async (url) => this.#successful(await this.#exchange(send, { method: "GET", url, repeat: "always" })),
      resolve: (link, from) => this.#resolve(link, from),
    };
    return allPages(first, firstItems, source, mostPages);
  }

  #successful(located: Located): Located {
    const { status } = located.response;
    if (status < 200 || status > 299) {
      throw errorFromResponse(located.response, this.#timing.clock.wall().getTime());
    }
    const { body } = located.response;
    // The body of a 202 is no answer yet, unless there is nothing else.
    const isFinal = status !== 202 || leadsNowhere(located);
    const error = isFinal && body.type === "json" ? bodyError(located.response, body.value) : undefined;
    if (error) {
      throw error;
    }
    return located;
  }

  #resolve(link: string, from: URL): URL {
    try {
      return trustedUrl(link, from, this.#cloud);
    } catch (error) {
      this.log.warn(error instanceof AzureError ? `not followed: ${error.facts.detail}` : "not followed");
      throw error;
    }
  }
}

function toAzureResponse({ response }: Located): AzureResponse {
  const { status, headers } = response;
  return { status, headers, body: jsonOf(response), ...present({ requestId: requestIdOf(headers) }) };
}
