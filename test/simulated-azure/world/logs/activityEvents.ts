import { azureTimestamp } from "../../http/wire.ts";
import type { ActivitySpec } from "./logTypes.ts";
import { SeededRandom } from "../random.ts";
import type { SimulatedHost } from "../worldTypes.ts";

/** An operation on a resource, from its start to its end. */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly operation: string;
  readonly resourceId: string;
  readonly host: SimulatedHost;
  readonly caller: string;
  readonly clientAddress: string | undefined;
  readonly outcome: NonNullable<ActivitySpec["outcome"]>;
  readonly statusCode: string;
  readonly seconds: number;
  readonly correlationId: string;
}

/** One event of it, with what a filter asks for; in lower case. */
export interface ActivityEvent {
  readonly at: number;
  readonly resourceUri: string;
  readonly resourceGroup: string;
  readonly correlationId: string;
  /** As it goes over the wire. */
  readonly wire: Readonly<Record<string, unknown>>;
}

/** Its start and, unless it still runs, its end; what Azure accepted to do later has an event between them. */
export function activityEvents(activity: Activity, lag: number): readonly ActivityEvent[] {
  const { at, outcome, seconds, statusCode } = activity;
  const isAccepted = outcome === "running" || statusCode === "Accepted";
  return [
    eventOf(activity, at, "Started", "", lag),
    ...(isAccepted ? [eventOf(activity, at + 200, "Accepted", "Accepted", lag)] : []),
    ...(outcome === "running"
      ? []
      : [eventOf(activity, at + seconds * 1000, outcome, isAccepted ? "" : statusCode, lag)]),
  ];
}

function eventOf(activity: Activity, at: number, status: string, statusCode: string, lag: number): ActivityEvent {
  const { operation, resourceId, host, caller, clientAddress, correlationId } = activity;
  const random = SeededRandom.of(`event ${correlationId} ${status}`);
  const [eventDataId, operationId] = [random.guid(), random.guid()];
  // The case of names differs from event to event, also within one operation.
  const cased = (text: string): string => random.pick([text, text, text.toLowerCase(), text.toUpperCase()]);
  const named = (value: string) => ({ value, localizedValue: value });
  const uri = cased(resourceId);
  return {
    at,
    resourceUri: resourceId.toLowerCase(),
    resourceGroup: host.resourceGroup.toLowerCase(),
    correlationId: correlationId.toLowerCase(),
    wire: {
      authorization: { action: operation, scope: resourceId },
      caller,
      channels: "Operation",
      claims: claimsOf(activity),
      correlationId,
      description: "",
      eventDataId,
      eventName: named(status === "Started" ? "BeginRequest" : "EndRequest"),
      category: named("Administrative"),
      httpRequest: {
        clientRequestId: operationId,
        ...(clientAddress !== undefined && { clientIpAddress: clientAddress }),
        method: /\/(write|delete)$/.exec(operation)?.[1]?.replace("write", "PUT").toUpperCase() ?? "POST",
      },
      id: `${resourceId}/events/${eventDataId}/ticks/${at}0000`,
      level: status === "Failed" ? "Error" : "Informational",
      resourceGroupName: cased(host.resourceGroup),
      resourceProviderName: named("Microsoft.Network"),
      resourceId: uri,
      operationId,
      operationName: named(cased(operation)),
      properties: {
        ...(statusCode !== "" && { statusCode }),
        serviceRequestId: status === "Started" ? null : random.guid(),
        eventCategory: "Administrative",
        entity: uri,
      },
      status: named(status),
      subStatus: named(statusCode),
      eventTimestamp: azureTimestamp(at),
      submissionTimestamp: azureTimestamp(at + lag),
      subscriptionId: host.subscriptionId,
      tenantId: host.tenantId,
    },
  };
}

/** What the token said of the caller, which nobody has to ask for. */
function claimsOf({ caller, clientAddress = "" }: Activity): Readonly<Record<string, string>> {
  return caller.includes("@")
    ? { "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": caller, name: caller, ipaddr: clientAddress }
    : { appid: caller };
}
