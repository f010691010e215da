import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";

/** How a request ended: an HTTP status, or without an answer. */
type Outcome = number | "pending" | "lost";

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
  /** Every call of the client runs under a signal of its own. */
  readonly #bySignal = new WeakMap<object, ClientCall>();
  readonly #given = new Map<string, number>();
  requests = 0;
  /** Calls that sent a disconnect. */
  disconnects = 0;
  /** Disconnects that were sent again where the first may have been received. */
  readonly repeated: string[] = [];

  constructor(inner: HttpClient) {
    this.#inner = inner;
  }

  /** How many calls to list a host have ended in an answer of success. */
  listsOf(hostKey: string): number {
    return this.#given.get(hostKey) ?? 0;
  }

  async sendRequest(request: PipelineRequest): ReturnType<HttpClient["sendRequest"]> {
    this.requests++;
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
    }
  }
}

function isBeginning(request: PipelineRequest): boolean {
  return request.method === "POST" && !request.url.toLowerCase().includes("skiptoken");
}
