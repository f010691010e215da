import type { HttpClient, PipelineRequest } from "@azure/core-rest-pipeline";
import type { RouteName } from "../simulated-azure/requestLog.ts";

/** One POST that begins an action. */
export interface Attempt {
  readonly sessionIds: readonly string[];
  /** An HTTP status, or `lost` where no answer came. */
  outcome: number | "pending" | "lost";
}

/** What the session client did for one call: the POSTs that began it, and how its latest request ended. */
export interface Action {
  readonly route: "list" | "disconnect";
  readonly hostKey: string;
  readonly attempts: Attempt[];
  latest: Attempt["outcome"];
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
  return route === "list" || route === "disconnect" ? { route, hostKey: path.slice(0, path.lastIndexOf("/")).toLowerCase() } : { route };
}

/** An HttpClient that writes down what passes through it: what the session client really sent, for whichever answer. */
export class Ledger implements HttpClient {
  readonly #inner: HttpClient;
  /** Every call of the client runs under a signal of its own. */
  readonly #bySignal = new WeakMap<object, Action>();
  readonly disconnects: Action[] = [];
  readonly lists: Action[] = [];
  requests = 0;

  constructor(inner: HttpClient) {
    this.#inner = inner;
  }

  async sendRequest(request: PipelineRequest): ReturnType<HttpClient["sendRequest"]> {
    this.requests++;
    const action = this.#actionOf(request);
    const attempt = action && isBeginning(request) ? { sessionIds: sessionIdsOf(request.body), outcome: "pending" as Attempt["outcome"] } : undefined;
    if (attempt) {
      action?.attempts.push(attempt);
    }
    const end = (outcome: number | "lost"): void => {
      Object.assign(attempt ?? {}, { outcome });
      Object.assign(action ?? {}, { latest: outcome });
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

  #actionOf(request: PipelineRequest): Action | undefined {
    const signal = request.abortSignal;
    const known = signal && this.#bySignal.get(signal);
    const { route, hostKey } = aimOf(new URL(request.url).pathname);
    if (known || !signal || hostKey === undefined || (route !== "list" && route !== "disconnect")) {
      return known;
    }
    const action: Action = { route, hostKey, attempts: [], latest: "pending" };
    this.#bySignal.set(signal, action);
    this[route === "list" ? "lists" : "disconnects"].push(action);
    return action;
  }
}

function isBeginning(request: PipelineRequest): boolean {
  return request.method === "POST" && !request.url.toLowerCase().includes("skiptoken");
}

function sessionIdsOf(body: unknown): readonly string[] {
  const parsed = typeof body === "string" ? (JSON.parse(body) as { readonly sessionIds?: readonly string[] }) : {};
  return parsed.sessionIds ?? [];
}
