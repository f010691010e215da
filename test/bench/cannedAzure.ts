import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { SimulatedClock } from "../simulated-azure/world/clock.ts";
import { graphRow, wireSession } from "../simulated-azure/routes/hostShapes.ts";
import { World } from "../simulated-azure/world/world.ts";
import { account, worldOf } from "./worlds.ts";
import type { Fleet } from "./worlds.ts";

/**
 * Azure without a network: the answers of a simulated world, at once and in this process. For what a client does with
 * them, which neither the wire nor a server is to blur.
 */
export class CannedAzure implements HttpClient {
  readonly world: World;
  readonly clock = SimulatedClock.driven();
  /** Requests so far. */
  requests = 0;
  /** Of lists of sessions, by host, until somebody comes or goes or time passes. */
  readonly #bodies = new Map<string, string>();

  constructor(fleet: Fleet) {
    this.world = World.fromSpec(worldOf(fleet), this.clock);
  }

  /** Lets time pass, so that every session has lasted longer. */
  pass(ms: number): void {
    this.clock.advance(ms);
    this.#bodies.clear();
  }

  /** Ends that share of a host's sessions, and lets as many others arrive. */
  change(hostKey: string, share: number): void {
    const host = this.world.host(hostKey);
    const sessions = this.world.sessions(host);
    const count = Math.round(sessions.length * share);
    // From all over the list, whatever order it is in.
    sessions
      .filter((_, index) => index % Math.floor(sessions.length / count) === 0)
      .slice(0, count)
      .forEach(({ sessionId }) => this.world.endSession(host, sessionId));
    Array.from({ length: count }, () => this.world.addSession(host));
    this.#bodies.delete(host.key);
  }

  /** What getActiveSessions answers now. */
  sessionsBody(hostKey: string): string {
    const key = hostKey.toLowerCase();
    const body =
      this.#bodies.get(key) ??
      JSON.stringify({
        value: this.world.sessions(this.world.host(key)).map((session) => wireSession(session, this.clock.now())),
      });
    this.#bodies.set(key, body);
    return body;
  }

  async sendRequest(request: Parameters<HttpClient["sendRequest"]>[0]): ReturnType<HttpClient["sendRequest"]> {
    this.requests++;
    const { pathname } = new URL(request.url);
    const tenantId = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    return {
      request,
      status: 200,
      headers: createHttpHeaders(),
      bodyAsText: this.#answer(pathname.toLowerCase(), tenantId),
    };
  }

  #answer(path: string, tenantId: string): string {
    const { tenants, subscriptions, hosts } = this.world;
    const [, host] = /^(.*)\/getactivesessions$/.exec(path) ?? [];
    if (host !== undefined) {
      return this.sessionsBody(host);
    }
    switch (path) {
      case "/tenants":
        return JSON.stringify({ value: tenants });
      case "/subscriptions":
        return JSON.stringify({ value: subscriptions.filter((subscription) => subscription.tenantId === tenantId) });
      case "/providers/microsoft.resourcegraph/resources":
        return JSON.stringify({
          resultTruncated: "false",
          data: hosts.filter((one) => one.tenantId === tenantId).map(graphRow),
        });
      default:
        throw new Error(`${path} has no answer here`);
    }
  }
}

/** Who asks a {@link CannedAzure}: a token is the name of its tenant. */
export const cannedIdentities = {
  accounts: () => Promise.resolve([account]),
  credential: (_account: unknown, tenantId = "home") => ({
    principal: "bench",
    getToken: () => Promise.resolve(tenantId),
  }),
};
