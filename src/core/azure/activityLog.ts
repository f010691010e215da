/**
 * Azure's Activity Log: who listed, disconnected or changed bastion hosts, and who made shareable links. It is up to 20
 * minutes late, and keeps 90 days.
 * https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
import { armKey, parseBastionHostId, type ArmKey } from "../model/armId.ts";
import { parseAzureTime } from "../model/azureTime.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { asObject, asText, present } from "../text/json.ts";
import type { ArmPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { withoutPort } from "./auditLog.ts";
import type { Credential } from "./http/credential.ts";

/** What may be done to a host, by Azure's name for it in lower case. */
export type ActivityKind =
  "listed" | "disconnected" | "changed" | "deleted" | "linksCreated" | "linksRead" | "linksDeleted";

/** One event of an operation on a host, such as its start or its end. Absent means that the log did not say. */
export interface ActivityEvent {
  readonly hostKey: ArmKey;
  readonly kind: ActivityKind;
  /** Milliseconds of the date. */
  readonly time: number;
  /** Started, Accepted, Succeeded, Failed; an open set. */
  readonly status?: string;
  /** The HTTP status in words, such as `Forbidden`, or as a number. */
  readonly statusCode?: string;
  /** A person's sign-in name, or the ID of an application. */
  readonly caller?: string;
  /** Without a port. */
  readonly clientAddress?: string;
  /** The same for all events of an operation, and at times for several operations; in lower case. */
  readonly correlationId?: string;
  readonly requestId?: string;
  /** The event's own ID, in lower case. */
  readonly eventId?: string;
}

/** A subscription, and a range of time in milliseconds of the date. */
export interface ActivityQuery {
  readonly subscriptionId: string;
  readonly from: number;
  readonly to: number;
  /** Only these; without, all bastion hosts of the subscription. */
  readonly hosts?: readonly Pick<BastionHost, "id" | "key">[];
}

export interface ActivityAnswer {
  readonly events: readonly ActivityEvent[];
  /** From when on was asked, in milliseconds of the date: at most 90 days back. */
  readonly from: number;
  /** There are more events than were read. */
  readonly isCut: boolean;
  /** If cut: from when on the events are complete, where their order says so. */
  readonly since?: number;
  /** Events that could not be read. */
  readonly unreadable: number;
}

/** How long Azure keeps events. */
const KEPT_MS = 90 * 86_400_000;
/** The most pages that a call reads: Azure answers 50 requests in 30 s. */
export const MOST_PAGES = 40;

const KINDS: Readonly<Record<string, ActivityKind>> = {
  "microsoft.network/bastionhosts/getactivesessions/action": "listed",
  "microsoft.network/bastionhosts/disconnectactivesessions/action": "disconnected",
  "microsoft.network/bastionhosts/write": "changed",
  "microsoft.network/bastionhosts/delete": "deleted",
  "microsoft.network/bastionhosts/createshareablelinks/action": "linksCreated",
  "microsoft.network/bastionhosts/getshareablelinks/action": "linksRead",
  "microsoft.network/bastionhosts/deleteshareablelinks/action": "linksDeleted",
  "microsoft.network/bastionhosts/deleteshareablelinksbytoken/action": "linksDeleted",
};

/** What is read of an event. Its claims, which describe a person in detail, are not asked for. */
const SELECT =
  "eventTimestamp,caller,operationName,status,subStatus,correlationId,resourceId,httpRequest,properties,eventDataId";

/**
 * Reads what was done to hosts, by one request and those for further pages. A read, which Azure doesn't log.
 *
 * @throws AzureError; `notAllowed` where the role lacks `Microsoft.Insights/eventtypes/values/Read`
 */
export async function readActivityLog(
  arm: Arm,
  credential: Credential,
  query: ActivityQuery,
  options: CallOptions,
): Promise<ActivityAnswer> {
  const from = Math.max(query.from, query.to - KEPT_MS);
  if (from >= query.to || query.hosts?.length === 0) {
    return { events: [], from, isCut: false, unreadable: 0 };
  }
  const path: ArmPath = {
    api: "Microsoft.Insights/eventtypes",
    path: `/subscriptions/${encodeURIComponent(query.subscriptionId)}/providers/Microsoft.Insights/eventtypes/management/values`,
  };
  const { items, isCut } = await arm.pages(credential, path, {
    ...options,
    query: { $filter: filterOf({ ...query, from }), $select: SELECT },
    mostPages: MOST_PAGES,
  });
  const read = items.map(parseEvent);
  const known = query.hosts && new Set(query.hosts.map(({ key }) => key));
  const events = read.filter((event) => typeof event === "object").filter(({ hostKey }) => known?.has(hostKey) ?? true);
  return {
    events,
    from,
    isCut,
    ...present({ since: isCut ? completeSince(items) : undefined }),
    unreadable: read.filter((event) => event === "unreadable").length,
  };
}

/** Azure filters by one thing beside the time; which operations are wanted is decided here. */
function filterOf({ from, to, hosts }: ActivityQuery): string {
  const [first, ...others] = hosts ?? [];
  const about =
    first && others.length === 0
      ? `resourceUri eq '${first.id.replaceAll("'", "''")}'`
      : "resourceProvider eq 'Microsoft.Network'";
  const [start, end] = [from, to].map((time) => new Date(time).toISOString());
  return `eventTimestamp ge '${start}' and eventTimestamp le '${end}' and ${about}`;
}

function parseEvent(value: unknown): ActivityEvent | "other" | "unreadable" {
  const fields = asObject(value);
  if (!fields) {
    return "unreadable";
  }
  const operation = valueOf(fields["operationName"])?.trim().toLowerCase() ?? "";
  const kind = Object.hasOwn(KINDS, operation) ? KINDS[operation] : undefined;
  if (kind === undefined) {
    return "other";
  }
  const id = asText(fields["resourceId"])?.trim().replace(/\/$/u, "");
  const time = timeOf(value);
  if (id === undefined || !parseBastionHostId(id) || time === undefined) {
    return "unreadable";
  }
  const request = asObject(fields["httpRequest"]);
  const properties = asObject(fields["properties"]);
  return {
    hostKey: armKey(id),
    kind,
    time,
    ...present({
      status: valueOf(fields["status"]),
      statusCode: asText(properties?.["statusCode"]) ?? valueOf(fields["subStatus"]),
      caller: asText(fields["caller"])?.trim(),
      clientAddress: withoutPort(asText(request?.["clientIpAddress"])?.trim()),
      correlationId: asText(fields["correlationId"])?.toLowerCase(),
      requestId: asText(properties?.["serviceRequestId"]),
      eventId: asText(fields["eventDataId"])?.toLowerCase(),
    }),
  };
}

/** `{"value","localizedValue"}`, or the value itself. */
function valueOf(field: unknown): string | undefined {
  return asText(asObject(field)?.["value"]) ?? asText(field);
}

/** Milliseconds of the date. */
function timeOf(event: unknown): number | undefined {
  const text = asText(asObject(event)?.["eventTimestamp"]);
  return text === undefined ? undefined : parseAzureTime(text)?.getTime();
}

/**
 * The second after the last event if all came the newest first, which Azure doesn't promise: what is left is older, or of
 * the last event's own second.
 */
function completeSince(items: readonly unknown[]): number | undefined {
  const times = items.map(timeOf);
  const isNewestFirst = times.every(
    (time, index) => time !== undefined && (index === 0 || time <= (times[index - 1] ?? 0)),
  );
  const oldest = times.at(-1);
  return isNewestFirst && oldest !== undefined ? oldest + 1_000 : undefined;
}
