import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";

/** How a request ended: an HTTP status, or without an answer. */
type Outcome = number | "pending" | "lost";

/** A request as it goes out. */
export interface SentRequest {
  readonly path: string;
  /** With which it was sent. */
  readonly token: string;
  /** Of a disconnect: what is to be disconnected. */
  readonly disconnect?: { readonly hostKey: string; readonly sessionIds: readonly string[] };
}

/** What the session client does for one call. */
interface ClientCall {
  readonly route: "list" | "disconnect";
  readonly hostKey: string;
  /** How the POSTs ended that began it. */
  readonly attempts: { outcome: Outcome }[];
  /** Whether its latest request was answered with success. */
  isGiven: boolean;
}

const ROUTES: readonly (readonly [RegExp, RouteName])[] = [
  [/\/getActiveSessions$/i, "list"],
  [/\/disconnectActiveSessions$/i, "disconnect"],
  [/\/operations\/[^/]+$/i, "operationStatus"],
  [/\/operationResults\/[^/]+$/i, "operationResult"],
  [/\/bastionHosts$/i, "hosts"],
  [/^\/tenants$/i, "tenants"],
  [/^\/subscriptions$/i, "subscriptions"],
  [/\/Microsoft\.ResourceGraph\/resources$/i, "graph"],
];

/** What a path asks for, and of which host. */
export function aimOf(path: string): { readonly route: RouteName; readonly hostKey?: string } {
  const route = ROUTES.find(([pattern]) => pattern.test(path))?.[1] ?? "unknown";
  return route === "list" || route === "disconnect"
    ? { route, hostKey: path.slice(0, path.lastIndexOf("/")).toLowerCase() }
    : { route };
}

/** Refusals after which a disconnect may be sent again: for the token, the rate, or the api-version. */
const REFUSED = new Set<Outcome>([401, 429, 400]);

/** An HttpClient that keeps count of what passes through it: what the session client really sent, for whichever answer. */
export class RequestRecorder implements HttpClient {
  readonly #inner: HttpClient;
  readonly #now: () => number;
  /** Every call of the client runs under a signal of its own. */
  readonly #bySignal = new WeakMap<object, ClientCall>();
  readonly #given = new Map<string, number>();
  readonly #begun = new Map<string, number>();
  readonly #listedAt = new Map<string, number>();
  /** Called with each request before it is sent. */
  readonly listeners: ((sent: SentRequest) => void)[] = [];
  requests = 0;
  /** Calls that sent a disconnect. */
  disconnects = 0;
  /** Disconnects that were sent again where the first may have been received. */
  readonly repeated: string[] = [];

  /** @param now milliseconds */
  constructor(inner: HttpClient, now: () => number) {
    this.#inner = inner;
    this.#now = now;
  }

  /** How many calls to list a host have ended in an answer of success. */
  listsOf(hostKey: string): number {
    return this.#given.get(hostKey) ?? 0;
  }

  /** How many calls to list a host have been sent. */
  begunListsOf(hostKey: string): number {
    return this.#begun.get(hostKey) ?? 0;
  }

  /** When the last answer of success came to a call to list a host. */
  listedAt(hostKey: string): number {
    return this.#listedAt.get(hostKey) ?? -Infinity;
  }

  async sendRequest(request: PipelineRequest): ReturnType<HttpClient["sendRequest"]> {
    this.requests++;
    const sent = sentOf(request);
    this.listeners.forEach((listen) => listen(sent));
    const call = this.#callOf(request);
    const attempt = call && isBeginning(request) ? this.#begin(call) : undefined;
    const end = (outcome: Outcome): void => {
      Object.assign(attempt ?? {}, { outcome });
      if (call) {
        this.#count(call, typeof outcome === "number" && outcome < 300);
      }
    };
    try {
      const response = await this.#inner.sendRequest(request);
      end(response.status);
      return response;
    } catch (error) {
      end("lost");
      throw error;
    }
  }

  #callOf({ abortSignal, url }: PipelineRequest): ClientCall | undefined {
    const known = abortSignal && this.#bySignal.get(abortSignal);
    const { route, hostKey } = aimOf(new URL(url).pathname);
    if (known || !abortSignal || hostKey === undefined || (route !== "list" && route !== "disconnect")) {
      return known;
    }
    const call: ClientCall = { route, hostKey, attempts: [], isGiven: false };
    this.#bySignal.set(abortSignal, call);
    this.disconnects += Number(route === "disconnect");
    if (route === "list") {
      this.#begun.set(hostKey, this.begunListsOf(hostKey) + 1);
    }
    return call;
  }

  #begin({ route, hostKey, attempts }: ClientCall): ClientCall["attempts"][number] {
    const before = attempts.at(-1)?.outcome;
    if (route === "disconnect" && before !== undefined && !REFUSED.has(before)) {
      this.repeated.push(`a disconnect on ${hostKey} was sent again after ${before}`);
    }
    const attempt = { outcome: "pending" as Outcome };
    attempts.push(attempt);
    return attempt;
  }

  #count(call: ClientCall, isGiven: boolean): void {
    if (call.route === "list") {
      this.#given.set(call.hostKey, this.listsOf(call.hostKey) + Number(isGiven) - Number(call.isGiven));
      call.isGiven = isGiven;
      if (isGiven) {
        this.#listedAt.set(call.hostKey, this.#now());
      }
    }
  }
}

function sentOf({ url, headers, body }: PipelineRequest): SentRequest {
  const { pathname: path } = new URL(url);
  const { route, hostKey } = aimOf(path);
  const token = headers.get("authorization")?.replace(/^Bearer /u, "") ?? "";
  if (route !== "disconnect" || hostKey === undefined || typeof body !== "string") {
    return { path, token };
  }
  const { sessionIds } = JSON.parse(body) as { readonly sessionIds: readonly string[] };
  return { path, token, disconnect: { hostKey, sessionIds } };
}

function isBeginning(request: PipelineRequest): boolean {
  return request.method === "POST" && !request.url.toLowerCase().includes("skiptoken");
}
