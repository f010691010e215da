import type { FastifyInstance } from "fastify";
import type { ActiveBehaviour, Behaviour, Target } from "./faults/behaviours.ts";
import { demoWorld } from "./world/demoWorld.ts";
import type { PageSizes } from "./routes/paging.ts";
import type { RecordedRequest, RouteName } from "./http/requestLog.ts";
import type { SimulatedAzure } from "./simulatedAzure.ts";
import type { ActivitySpec, FailedSignInSpec, LogSpec } from "./world/logs/logTypes.ts";
import type { LinkSpec } from "./world/linkTypes.ts";
import type { HostSpec, SessionSpec, SimulatedHost, SimulatedSession, WorldSpec } from "./world/worldTypes.ts";

/** Which request is waited for: the first that fits all that is named, among those that came already too. */
export interface RequestMatch {
  readonly route?: RouteName;
  /** A host's name or ARM id. */
  readonly host?: string;
  /** Only requests with a greater id. */
  readonly after?: number;
  readonly ended?: boolean;
  readonly closedByClient?: boolean;
  readonly status?: number;
}

type StateOfHost = SimulatedHost & {
  readonly sessions: readonly SimulatedSession[];
  /** Without their URLs, so that a test that prints them writes no secret. */
  readonly links: readonly { readonly vmId: string; readonly createdAt: number }[];
};

/** The commands under `/_control/`, each with what it takes and gives: controlClient.ts has its types from here. */
export function controlCommands(azure: SimulatedAzure) {
  const behaviours = new Map<number, ActiveBehaviour>();
  const { world: first } = azure;
  return {
    state: () => ({
      url: azure.url,
      settings: azure.settings(),
      now: azure.clock.now(),
      sessionChurn: azure.world.sessionChurn,
      tenants: azure.world.tenants,
      accounts: azure.world.accounts,
      subscriptions: azure.world.subscriptions,
      hosts: azure.world.hosts.map((host): StateOfHost => ({
        ...host,
        sessions: azure.world.sessions(host),
        links: azure.world.links.of(host).map(({ vmId, createdAt }) => ({ vmId, createdAt })),
      })),
    }),
    requests: ({ after = 0 }: { after?: number } = {}): readonly RecordedRequest[] =>
      azure.requests.filter(({ id }) => id > after),
    waitForRequest: (match: RequestMatch, signal?: AbortSignal): Promise<RecordedRequest> => {
      const host = match.host === undefined ? undefined : azure.world.host(match.host).key;
      return azure.waitForRequest((request) => fits(request, match, host), signal);
    },
    behave: ({ target, behaviour }: { target: Target; behaviour: Behaviour }) => {
      const active = azure.behave(target, behaviour);
      behaviours.set(active.id, active);
      return { id: active.id };
    },
    removeBehaviour: ({ id }: { id: number }) => ({ applied: removed(behaviours, id) }),
    clearBehaviours: () => azure.clearBehaviours(),
    addHost: (spec: HostSpec) => azure.world.addHost(spec),
    removeHost: ({ host }: { host: string }) => azure.world.removeHost(host),
    addSession: ({ host, session = {} }: { host: string; session?: SessionSpec }) =>
      azure.world.addSession(host, session),
    endSession: ({ host, sessionId }: { host: string; sessionId: string }) => ({
      ended: azure.world.endSession(host, sessionId),
    }),
    addFailedSignIn: ({ host, failed = {} }: { host: string; failed?: FailedSignInSpec }) =>
      azure.world.addFailedSignIn(host, failed),
    addLink: ({ host, link = {} }: { host: string; link?: LinkSpec }) => {
      const { vmId, createdAt } = azure.world.links.add(azure.world.host(host), link);
      return { vmId, createdAt };
    },
    /** Links of these VMs, by name or id, or all of the host. */
    removeLinks: ({ host, machines }: { host: string; machines?: readonly string[] }) => ({
      removed: azure.world.links.remove(azure.world.host(host), machines),
    }),
    recordActivity: ({ host, activity }: { host: string; activity: ActivitySpec }) =>
      azure.world.recordActivity(host, activity),
    advance: ({ ms }: { ms: number }) => {
      azure.clock.advance(ms);
      return { now: azure.clock.now() };
    },
    set: ({
      sessionChurn,
      throttling,
      latencyMs,
      pageSizes,
      log,
    }: {
      sessionChurn?: boolean;
      throttling?: boolean;
      latencyMs?: number;
      pageSizes?: Partial<PageSizes>;
      /** How the world's logs are written from now on. */
      log?: LogSpec;
    }) => {
      azure.world.sessionChurn = sessionChurn ?? azure.world.sessionChurn;
      azure.throttling = throttling ?? azure.throttling;
      azure.latencyMs = latencyMs ?? azure.latencyMs;
      Object.assign(azure.pageSizes, pageSizes);
      azure.world.auditLog.spec = log ?? azure.world.auditLog.spec;
    },
    /** Milliseconds of processor time that the process of the server has used so far. */
    processorTime: () => {
      const { user, system } = process.cpuUsage();
      return { ms: (user + system) / 1000 };
    },
    expireTokens: () => azure.expireTokens(),
    revokeTokens: ({ account }: { account?: string } = {}) => azure.revokeTokens(account),
    /** Without a world, the demonstration world of the seed that the server began with. */
    reset: ({ world }: { world?: WorldSpec } = {}) => {
      behaviours.clear();
      azure.reset(world ?? demoWorld(first.seed, azure.clock));
    },
  };
}

export type ControlCommands = ReturnType<typeof controlCommands>;

/** Adds the control plane: `POST /_control/<command>` with JSON in and out; those that only read answer GET too. */
export function addControl(app: FastifyInstance, azure: SimulatedAzure): void {
  for (const [name, command] of Object.entries(controlCommands(azure))) {
    app.route({
      method: name === "state" || name === "requests" ? ["GET", "POST"] : "POST",
      url: `/_control/${name}`,
      handler: async (request, reply) => {
        const gone = new AbortController();
        reply.raw.once("close", () => gone.abort());
        const input: unknown =
          typeof request.body === "string" && request.body !== "" ? JSON.parse(request.body) : request.query;
        const perform = command as (input: unknown, signal: AbortSignal) => unknown;
        await reply.send({ result: await perform(input, gone.signal) });
      },
    });
  }
}

function fits(request: RecordedRequest, match: RequestMatch, hostKey: string | undefined): boolean {
  const { route, after = 0, ended, closedByClient, status } = match;
  return (
    request.id > after &&
    (route === undefined || request.route === route) &&
    (hostKey === undefined || request.hostKey === hostKey) &&
    (ended === undefined || request.ended === ended) &&
    (closedByClient === undefined || request.closedByClient === closedByClient) &&
    (status === undefined || request.status === status)
  );
}

function removed(behaviours: Map<number, ActiveBehaviour>, id: number): number {
  const behaviour = behaviours.get(id);
  behaviour?.remove();
  behaviours.delete(id);
  return behaviour?.applied ?? 0;
}
