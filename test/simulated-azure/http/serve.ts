import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendResponse } from "./sendResponse.ts";
import { faultActs } from "../faults/faults.ts";
import type { Fault } from "../faults/faults.ts";
import { logQuestionOf } from "../routes/auditLog.ts";
import { queryValue } from "../routes/paging.ts";
import type { RouteName } from "./requestLog.ts";
import { namedSessions } from "../routes/sessionActions.ts";
import type { Call, Simulation } from "../simulation.ts";
import { corrupted, replacementFor } from "../faults/corruptResponse.ts";
import { namedMachines } from "../routes/shareableLinks.ts";
import { scriptOf } from "../routes/virtualMachines.ts";
import type { Answer } from "./wire.ts";
import { armError, Refusal } from "./wire.ts";

export interface Manners {
  /** Real time that every answer takes at least. Read again for each request. */
  readonly latencyMs: number;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

export type Methods = "GET" | "POST" | ("GET" | "POST")[];

export type Handler = (call: Call) => Answer;

/** Adds a route that goes through all that Azure does to a request: recorded, delayed, corrupted as the behaviours say. */
export function addRoute(
  app: FastifyInstance,
  simulation: Simulation,
  manners: Manners,
  route: RouteName,
  method: Methods,
  url: string,
  handler: Handler,
): void {
  app.route({
    method,
    url,
    handler: async (request, reply) => {
      // From here on the answer is ours alone: fastify would write every header's name in lower case.
      reply.hijack();
      await serve(simulation, manners, route, request, reply, handler);
    },
  });
}

/** Serves one request. The reply must have been taken from fastify. */
export async function serve(
  simulation: Simulation,
  manners: Manners,
  route: RouteName,
  request: FastifyRequest,
  reply: FastifyReply,
  handler: Handler,
): Promise<void> {
  const response = reply.raw;
  const url = new URL(request.raw.url ?? "/", simulation.url);
  const params = request.params as Record<string, string | undefined>;
  const body = typeof request.body === "string" ? request.body : "";
  const { authorization } = request.headers;
  const check = simulation.tokens.check(authorization);
  const identity = "token" in check ? check.token : undefined;
  const hostKey = hostKeyOf(simulation, params);
  const facts = {
    route,
    hostKey,
    subscriptionId: params["subscriptionId"]?.toLowerCase(),
    tenantId: identity?.tenantId,
    account: identity?.account.label,
  };
  const requestId = randomUUID();
  const sessionIds = route === "disconnect" ? namedSessions(body) : undefined;
  const script = route === "runCommand" ? scriptOf(body) : undefined;
  const chosen = simulation.behaviours.choose(facts);
  const { fault } = chosen;
  const record = simulation.requests.begin({
    ...defined(facts),
    route,
    connection: simulation.connections.number(request.raw.socket),
    method: request.method,
    path: url.pathname,
    queryKeys: [...url.searchParams.keys()],
    ...defined({
      apiVersion: queryValue(url, "api-version"),
      userAgent: request.headers["user-agent"],
      sessionIds,
      vmIds: route === "listLinks" || route === "deleteLinks" ? namedMachines(body) : undefined,
      script,
      logQuestion: route === "auditLog" ? logQuestionOf(body, simulation.clock.now()) : undefined,
      fault: fault?.kind,
    }),
    hadToken: authorization !== undefined,
    at: simulation.clock.now(),
    requestId,
  });
  response.on("error", () => undefined);
  response.once("close", () => {
    const ours = fault?.kind === "reset" || fault?.kind === "cutBody" || manners.closing.aborted;
    simulation.requests.update(record.id, { ended: true, closedByClient: !response.writableFinished && !ours });
  });
  if (manners.latencyMs > 0) {
    await pause(manners.latencyMs, undefined, { signal: manners.closing }).catch(() => undefined);
  }
  const { prefer } = request.headers;
  const call: Call = {
    route,
    method: request.method,
    url,
    params,
    body,
    authorization,
    prefer: typeof prefer === "string" ? prefer : undefined,
    chosen,
  };
  const answer = answerTo(simulation, call, handler);
  if (!response.destroyed) {
    simulation.requests.update(record.id, { status: answer.status });
    await sendResponse(response, answer, { requestId, now: simulation.clock.now(), fault });
  }
}

/** The response: Azure's own, corrupted or not, or what replaces it. */
function answerTo(simulation: Simulation, call: Call, handler: Handler): Answer {
  const { fault, faultId = 0 } = call.chosen;
  if (!fault || isSatisfied(simulation, call, fault, faultId)) {
    return run(handler, call);
  }
  const own = faultActs(fault) ? run(handler, call) : undefined;
  return (
    replacementFor(simulation, fault, faultId) ??
    corrupted(simulation, call, fault, own ?? { status: 200, body: { value: [] } })
  );
}

/** Whether the token has what the fault waits for: the claims of its challenge, or a sign-in by a click. */
function isSatisfied(simulation: Simulation, call: Call, fault: Fault, behaviourId: number): boolean {
  const check = simulation.tokens.check(call.authorization);
  if (check.verdict !== "valid") {
    return false;
  }
  return fault.kind === "claimsChallenge"
    ? check.token.claims === simulation.challenges.claims(behaviourId)
    : fault.kind === "oldToken" && check.token.isAfterClick;
}

function run(handler: Handler, call: Call): Answer {
  try {
    return handler(call);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.answer;
    }
    console.error("The simulated Azure failed:", error);
    return armError(500, "SimulationFailed", String(error));
  }
}

function hostKeyOf(simulation: Simulation, params: Readonly<Record<string, string | undefined>>): string | undefined {
  const { subscriptionId, resourceGroup, host, operationId } = params;
  if (host !== undefined) {
    return `/subscriptions/${subscriptionId ?? ""}/resourceGroups/${resourceGroup ?? ""}/providers/Microsoft.Network/bastionHosts/${host}`.toLowerCase();
  }
  return simulation.operations.find(operationId)?.hostKey;
}

/** The same without the entries that are undefined. */
function defined<T extends object>(facts: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
