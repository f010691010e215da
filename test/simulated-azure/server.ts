import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import type { SimulatedClock } from "./world/clock.ts";
import { addControl } from "./control.ts";
import { demoWorld } from "./world/demoWorld.ts";
import { addAzureRoutes } from "./routes/routes.ts";
import { addSignIn } from "./signIn/signIn.ts";
import { Simulation } from "./simulation.ts";
import type { SimulatedAzure, SimulatedAzureOptions } from "./simulatedAzure.ts";
import { World } from "./world/world.ts";
import type { WorldSpec } from "./world/worldTypes.ts";

export type { SimulatedAzure, SimulatedAzureOptions };

const LOOPBACK = "127.0.0.1";

/** Starts a simulated Azure on the loopback address. */
export async function startSimulatedAzure(options: SimulatedAzureOptions = {}): Promise<SimulatedAzure> {
  const { seed = 1, port = 0, tls, publicUrl } = options;
  const toWorld = (world: World | WorldSpec | undefined, clock: SimulatedClock | undefined): World => {
    if (world instanceof World) {
      return world;
    }
    return world ? World.fromSpec(world, clock) : demoWorld(seed, clock);
  };
  const simulation = new Simulation(toWorld(options.world, options.clock));
  const closing = new AbortController();
  const manners = { latencyMs: options.latencyMs ?? 0, closing: closing.signal };

  let address = "";
  let server: Server = createServer();
  const app = fastify({
    serverFactory: (handler) => (server = tls ? createTlsServer({ ...tls }, handler) : createServer(handler)),
    routerOptions: { caseSensitive: false, maxParamLength: 2048 },
    bodyLimit: 16 * 1024 * 1024,
  });
  // Bodies are read as text: what is wrong with one is for Azure to say, in its own words.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  addAzureRoutes(app, simulation, manners);
  addSignIn(app, simulation, { latencyMs: 0, closing: closing.signal });

  const listen = async (at: number): Promise<number> => {
    server.listen(at, LOOPBACK);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const stopListening = async (): Promise<void> => {
    if (server.listening) {
      const stopped = once(server, "close");
      server.close();
      server.closeAllConnections();
      await stopped;
    }
  };

  const azure: SimulatedAzure = {
    get url() {
      return simulation.url;
    },
    get address() {
      return address;
    },
    get world() {
      return simulation.world;
    },
    clock: simulation.clock,
    requests: simulation.requests.all,
    get issuedTokens() {
      return simulation.tokens.issued;
    },
    get pageSizes() {
      return simulation.pageSizes;
    },
    get apiVersions() {
      return simulation.apiVersions;
    },
    get latencyMs() {
      return manners.latencyMs;
    },
    set latencyMs(ms: number) {
      manners.latencyMs = ms;
    },
    get throttling() {
      return simulation.throttle.enforced;
    },
    set throttling(on: boolean) {
      simulation.throttle.enforced = on;
    },
    settings: () => settings(simulation.url, address),
    token: (accountRef, tenantRef, jwt) => {
      const account = simulation.world.account(accountRef);
      const tenantId = tenantRef === undefined ? account.homeTenantId : simulation.world.tenant(tenantRef).tenantId;
      return simulation.tokens.issue(account, tenantId, [`${simulation.url}/.default`], { jwt }).accessToken;
    },
    expireTokens: () => simulation.tokens.expireAll(),
    revokeTokens: (account) =>
      simulation.tokens.revokeAll(account === undefined ? undefined : simulation.world.account(account).id),
    behave: (target, behaviour) => simulation.behaviours.add(simulation.world, target, behaviour),
    clearBehaviours: () => simulation.behaviours.clear(),
    reset: (world) => simulation.reset(toWorld(world, simulation.clock)),
    goOffline: stopListening,
    goOnline: async () => {
      await listen(Number(new URL(address).port));
    },
    waitForRequest: (predicate, signal) => simulation.requests.waitFor(predicate, signal),
    close: async () => {
      closing.abort();
      await stopListening();
      await app.close();
    },
    [Symbol.asyncDispose]: () => azure.close(),
  };
  addControl(app, azure);
  await app.ready();
  address = `${tls ? "https" : "http"}://${LOOPBACK}:${await listen(port)}`;
  simulation.url = publicUrl ?? address;
  return azure;
}

function settings(url: string, signInAddress: string): Record<string, unknown> {
  return {
    "microsoft-sovereign-cloud.environment": "custom",
    "microsoft-sovereign-cloud.customEnvironment": {
      name: "Simulated Azure",
      portalUrl: url,
      managementEndpointUrl: url,
      resourceManagerEndpointUrl: url,
      activeDirectoryEndpointUrl: `${signInAddress}/_signin/`,
      activeDirectoryResourceId: url,
    },
  };
}
