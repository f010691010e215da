import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { variantOutcome } from "../faults/variants.ts";
import type { Answer } from "../http/wire.ts";
import { Refusal } from "../http/wire.ts";
import { actions, checkApiVersion, requireAction, requireSubscription } from "../signIn/access.ts";
import type { Identity } from "../signIn/access.ts";
import type { Call, Simulation } from "../simulation.ts";
import type { ActivityEvent } from "../world/logs/activityEvents.ts";
import type { SimulatedHost } from "../world/worldTypes.ts";
import { queryValue, skipToken } from "./paging.ts";

/** What answers a request to a host. */
type HostAction = (
  simulation: Simulation,
  call: Call,
  identity: Identity,
  host: SimulatedHost,
  apiVersion: string,
) => Answer;

type RecordedAction = "list" | "disconnect" | "listLinks" | "deleteLinks";

/** The same, written down in the Activity Log, whatever comes of it. Further pages are no action of their own. */
export function recorded(action: RecordedAction, perform: HostAction): HostAction {
  return (simulation, call, identity, host, apiVersion) => {
    if (call.method !== "POST" || skipToken(call.url) !== undefined) {
      return perform(simulation, call, identity, host, apiVersion);
    }
    const record = (answer: Answer): Answer => {
      const correlationId = randomUUID();
      simulation.world.activityLog.record(host, {
        operation: actions[action],
        caller: identity.account.label,
        outcome: outcomeOf(action, call, host, answer),
        statusCode: (STATUS_CODES[answer.status] ?? "").replaceAll(" ", ""),
        correlationId,
      });
      return { ...answer, headers: { ...answer.headers, "x-ms-correlation-request-id": correlationId } };
    };
    try {
      return record(perform(simulation, call, identity, host, apiVersion));
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(record(error.answer)) : error;
    }
  };
}

function outcomeOf(action: RecordedAction, call: Call, host: SimulatedHost, answer: Answer) {
  const kind = action === "list" || action === "listLinks" ? "list" : "disconnect";
  const outcome = variantOutcome(call.chosen[action] ?? host[action], kind);
  if (answer.status >= 400 || outcome === "failed") {
    return "Failed";
  }
  return outcome === "neverEnds" ? "running" : "Succeeded";
}

/** `GET {subscription}/providers/Microsoft.Insights/eventtypes/management/values` */
export function readActivityLog(simulation: Simulation, call: Call, identity: Identity): Answer {
  checkApiVersion(simulation, call, "events", "eventtypes");
  const { subscriptionId } = requireSubscription(simulation, identity, call.params["subscriptionId"] ?? "");
  requireAction(simulation, identity, actions.readActivityLog, `/subscriptions/${subscriptionId}`);
  simulation.throttle.activityLog(identity.account.id);
  const isWanted = filterOf(queryValue(call.url, "$filter") ?? "", simulation.clock.now());
  const select = selectionOf(queryValue(call.url, "$select"));
  const events = () => simulation.world.activityLog.events(subscriptionId).filter(isWanted).map(select);
  return { status: 200, body: simulation.pages.page(call.url, events, simulation.pageSizes.activityLog) };
}

const FILTER = /^eventTimestamp ge '([^']*)'(?: and eventTimestamp le '([^']*)')?(?: and (\w+) eq '((?:[^']|'')*)')?$/i;
const DAY = 86_400_000;

/** By what an event may be looked for beside its time, and by one of these only. Values are in lower case. */
const FILTERS: Readonly<Record<string, (event: ActivityEvent, value: string) => boolean>> = {
  resourcegroupname: ({ resourceGroup }, value) => resourceGroup === value,
  resourceuri: ({ resourceUri }, value) => resourceUri === value,
  resourceprovider: ({ resourceUri }, value) => resourceUri.includes(`/providers/${value}/`),
  correlationid: ({ correlationId }, value) => correlationId === value,
};

/** @throws Refusal 400 */
function filterOf(filter: string, now: number): (event: ActivityEvent) => boolean {
  const [match, from = "", to, name, value = ""] = FILTER.exec(filter) ?? [];
  const [start, end] = [Date.parse(from), to === undefined ? now : Date.parse(to)];
  const fits = name === undefined ? () => true : FILTERS[name.toLowerCase()];
  if (match === undefined || !(start <= end) || !fits) {
    throw bad(`The filter '${filter}' is not supported.`);
  }
  // Where exactly the limit is, isn't documented.
  if (start < now - 91 * DAY) {
    throw bad("The start time cannot be more than 90 days in the past.");
  }
  const wanted = value.replaceAll("''", "'").toLowerCase();
  return (event) => event.at >= start && event.at <= end && fits(event, wanted);
}

/** Which fields of an event are wanted: all of them where nothing is said. */
function selectionOf(select: string | undefined): (event: ActivityEvent) => object {
  if (select === undefined) {
    return ({ wire }) => wire;
  }
  const names = new Set(select.split(",").map((name) => name.trim().toLowerCase()));
  return ({ wire }) => Object.fromEntries(Object.entries(wire).filter(([name]) => names.has(name.toLowerCase())));
}

/** In the form of Microsoft.Insights, without `error` around it. */
function bad(message: string): Refusal {
  return new Refusal({ status: 400, body: { code: "BadRequest", message } });
}
