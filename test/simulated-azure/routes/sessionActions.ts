import { randomUUID } from "node:crypto";
import { actions, requireAction } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import { wireSession } from "./hostShapes.ts";
import { formed, paged, styleOf } from "./operations.ts";
import type { OperationContext } from "./operations.ts";
import { skipToken } from "./paging.ts";
import type { Call, Simulation } from "../simulation.ts";
import { variantOutcome, variantPlan } from "../faults/variants.ts";
import type { VariantPlan } from "../faults/variants.ts";
import type { Answer } from "../http/wire.ts";
import { armError, Refusal } from "../http/wire.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";

export function operationContext(simulation: Simulation): OperationContext {
  return { origin: simulation.url, now: simulation.clock.now(), pages: simulation.pages };
}

/** POST getActiveSessions, and GET or POST of its further pages. */
export function listSessions(
  simulation: Simulation,
  call: Call,
  identity: Identity,
  host: SimulatedHost,
  apiVersion: string,
): Answer {
  requireAction(simulation, identity, actions.list, host.id);
  const further = furtherPage(simulation, call);
  if (further) {
    return further;
  }
  const plan = variantPlan(call.chosen.list ?? host.list);
  const result = () => simulation.world.sessions(host).map((session) => wireSession(session, simulation.clock.now()));
  return perform(simulation, call, host, apiVersion, plan, result);
}

/** POST disconnectActiveSessions, and GET or POST of its further pages. */
export function disconnectSessions(
  simulation: Simulation,
  call: Call,
  identity: Identity,
  host: SimulatedHost,
  apiVersion: string,
): Answer {
  requireAction(simulation, identity, actions.disconnect, host.id);
  const further = furtherPage(simulation, call);
  if (further) {
    return further;
  }
  const sessionIds = namedSessions(call.body);
  if (!sessionIds) {
    throw new Refusal(
      armError(
        400,
        "InvalidRequestFormat",
        'Cannot parse the request. The body must be of the form {"sessionIds":["…"]}.',
      ),
    );
  }
  const variant = call.chosen.disconnect ?? host.disconnect;
  const plan = variantPlan(variant);
  const refused = variantOutcome(variant, "disconnect") === "failed";
  // What is asked for is done at once, whatever becomes of the answer; an operation that fails has done nothing.
  const isNotFound = call.chosen.fault?.kind === "sessionsNotFound";
  const verdicts = refused ? [] : sessionIds.map((sessionId) => disconnect(simulation, host, sessionId, isNotFound));
  return perform(simulation, call, host, apiVersion, plan, () => verdicts);
}

/** The session ids that a disconnect's body names; `undefined` where it is no such body. */
export function namedSessions(body: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const ids: unknown =
      typeof parsed === "object" && parsed !== null && "sessionIds" in parsed ? parsed.sessionIds : undefined;
    return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? ids : undefined;
  } catch {
    return undefined;
  }
}

function disconnect(
  simulation: Simulation,
  host: SimulatedHost,
  sessionId: string,
  isNotFound: boolean,
): Record<string, string> {
  const session = simulation.world.sessions(host).find((candidate) => candidate.sessionId === sessionId);
  if (!session || session.unfindable || isNotFound) {
    simulation.world.saidNotFound.add(`${host.key} ${sessionId}`);
    return { sessionId, message: `session ${sessionId} not found!`, state: "NotFound" };
  }
  if (session.undisconnectable !== undefined) {
    return { sessionId, message: session.undisconnectable, state: "Failed" };
  }
  if (!session.ghost) {
    simulation.world.endSession(host, sessionId);
  }
  if (session.reconnects) {
    const { userName, protocol, targetHostName, targetIpAddress, client } = session;
    const same = { userName, protocol, targetHostName, targetIpAddress, ...client };
    simulation.world.addSession(host, { ...same, ageMinutes: 0 });
  }
  return { sessionId, message: `session ${sessionId} invalidated!`, state: "Disconnected" };
}

/** The further page that a request asks for; `undefined` for the action itself. @throws Refusal 405 */
export function furtherPage(simulation: Simulation, call: Call): Answer | undefined {
  const token = skipToken(call.url);
  if (token !== undefined) {
    return { status: 200, body: { value: simulation.pages.recall(token) } };
  }
  if (call.method !== "POST") {
    throw new Refusal(
      armError(
        405,
        "HttpMethodNotAllowed",
        `The HTTP method '${call.method}' is not supported at scope '${call.url.pathname}'.`,
      ),
    );
  }
  return undefined;
}

/** Answers an action in the shape of a plan. */
export function perform(
  simulation: Simulation,
  call: Call,
  host: SimulatedHost,
  apiVersion: string,
  plan: VariantPlan,
  result: () => readonly unknown[],
): Answer {
  const context = operationContext(simulation);
  const timing = { ...host.operation, ...call.chosen.operation };
  const facts = {
    hostKey: host.key,
    subscriptionId: host.subscriptionId,
    location: host.location,
    apiVersion,
    plan,
    timing,
    result,
    startedAt: context.now,
    actionUrl: call.url,
  };
  if (plan.atOnce !== undefined) {
    // Stale links are signed as others are, but the operation is unknown by the time it is asked for.
    const stale = plan.stale
      ? { headers: simulation.operations.headers({ ...facts, id: randomUUID(), reads: 0 }, context) }
      : {};
    return { ...formed(plan.atOnce, paged(plan, result(), simulation.pages, call.url)), ...stale, ...styleOf(plan) };
  }
  if (plan.links === "neither") {
    return neither(simulation, call, facts);
  }
  return simulation.operations.accepted(simulation.operations.start(facts), context);
}

/** 202 without any link. Asking again is all that a client can do: a listing is answered once the operation is over. */
function neither(simulation: Simulation, call: Call, facts: Parameters<Simulation["operations"]["start"]>[0]): Answer {
  const context = operationContext(simulation);
  const name = `${call.route} ${facts.hostKey}`;
  const running = simulation.operations.unlinked(name, facts);
  running.reads++;
  if ((call.route === "list" || call.route === "listLinks") && simulation.operations.isOver(running, context.now)) {
    simulation.operations.forgetUnlinked(name);
    return formed("value", { value: running.result() });
  }
  return simulation.operations.accepted(running, context);
}
