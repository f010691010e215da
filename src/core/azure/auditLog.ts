/**
 * Azure's audit log of bastion hosts: the table MicrosoftAzureBastionAuditLogs of Log Analytics, asked through Resource
 * Manager at a subscription. The log is some minutes late and loses rows, so that a missing row proves nothing.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/microsoftazurebastionauditlogs
 */
import pLimit from "p-limit";
import { armKey, type ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { parseAzureTime } from "../model/azureTime.ts";
import type { LoggedClient } from "../model/session/connection.ts";
import { asAmount, asObject, asText, present } from "../text/json.ts";
import type { ArmPath } from "./apiVersions.ts";
import type { Arm, AzureResponse, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { readError } from "./http/errorBody.ts";

/** A row of the log. Absent means that the log did not say, or wrote something that can't be read. */
export interface AuditRecord extends LoggedClient {
  /** When it happened, in milliseconds of the date. */
  readonly time?: number;
  /** The last word of its name, in lower case: `connect` or `disconnect`; the values are not documented. */
  readonly operation?: string;
  /** Such as `Successfully Connected.` or `Login Failed`. */
  readonly message?: string;
  readonly tunnelId?: string;
  /** Milliseconds of the date. */
  readonly started?: number;
  /** Milliseconds of the date. */
  readonly ended?: number;
  /** Milliseconds, once it has ended. */
  readonly durationMs?: number;
}

type LoggedHost = Pick<BastionHost, "id" | "key">;

/** Hosts of one subscription, and a range of time in milliseconds of the date, its end left out. */
export interface AuditQuery {
  /** In lower case. */
  readonly subscriptionId: string;
  readonly hosts: readonly LoggedHost[];
  readonly from: number;
  readonly to: number;
  /** Of each 100 hosts no more than so many rows, the newest; {@link MOST_ROWS} unless said. */
  readonly mostRows?: number;
}

export interface AuditAnswer {
  /** The newest first. */
  readonly records: readonly AuditRecord[];
  /** As many rows came as were asked for, so that older ones may be missing. */
  readonly isCut: boolean;
  /** Azure said that a part of the answer is missing. */
  readonly isPartial: boolean;
  /** Hosts whose records the account may not read: their absence says nothing. */
  readonly leftOut: ReadonlySet<ArmKey>;
  /** Rows that could not be read. */
  readonly unreadable: number;
}

const NOTHING: AuditAnswer = { records: [], isCut: false, isPartial: false, leftOut: new Set(), unreadable: 0 };

/** The most rows that a query asks for. */
export const MOST_ROWS = 10_000;
/** The most hosts that a query names. */
const MOST_HOSTS = 100;
const TABLE = "MicrosoftAzureBastionAuditLogs";
/** Log Analytics runs five queries of one user at once, and refuses more. */
const limit = pLimit(5);

const COLUMNS =
  "TimeGenerated, Time, OperationName, Message, TunnelId, UserName, UserEmail, ClientIpAddress, UserAgent, Protocol, " +
  "ResourceType, TargetResourceId, TargetVMIPAddress, SessionStartTime, SessionEndTime, Duration, HostId = _ResourceId";

/**
 * Reads the records of hosts, 100 hosts a query. A POST that only reads: it counts against no quota of Resource Manager's
 * writes, and is repeated like any read.
 *
 * @throws AzureError; see {@link isNotLogged}; `notAllowed` where the role lacks
 * `Microsoft.Insights/Logs/MicrosoftAzureBastionAuditLogs/Read`
 */
export async function readAuditLog(
  arm: Arm,
  credential: Credential,
  query: AuditQuery,
  options: CallOptions,
): Promise<AuditAnswer> {
  const parts = Array.from({ length: Math.ceil(query.hosts.length / MOST_HOSTS) }, (_, index) =>
    query.hosts.slice(index * MOST_HOSTS, (index + 1) * MOST_HOSTS),
  );
  const asked = await Promise.all(
    parts.map(async (hosts) => {
      try {
        return answerOf(await ask(arm, credential, { ...query, hosts }, options), { ...query, hosts });
      } catch (error) {
        return { hosts, error };
      }
    }),
  );
  const isRefused = (part: (typeof asked)[number]) =>
    "error" in part && part.error instanceof AzureError && part.error.kind === "notAllowed";
  const isAnyAllowed = !asked.every(isRefused);
  const answers = asked.map((part): AuditAnswer => {
    if (!("error" in part)) {
      return part;
    }
    if (isAnyAllowed && isRefused(part)) {
      // Azure refuses a query only if none of its hosts may be read: the other queries still tell of theirs.
      return { ...NOTHING, leftOut: new Set(part.hosts.map(({ key }) => key)) };
    }
    throw part.error;
  });
  return {
    records: answers.flatMap(({ records }) => records).sort((a, b) => (b.time ?? 0) - (a.time ?? 0)),
    isCut: answers.some(({ isCut }) => isCut),
    isPartial: answers.some(({ isPartial }) => isPartial),
    leftOut: new Set(answers.flatMap(({ leftOut }) => [...leftOut])),
    unreadable: answers.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

/**
 * Whether Azure knows no such table: nothing was ever sent to a workspace that the account may read. A column that is
 * missing from an old table has the same code.
 */
export function isNotLogged({ facts }: AzureError): boolean {
  const { azureMessage = "" } = facts;
  const codes = [facts.code, ...(facts.detailCodes ?? [])];
  const isUnknownName = codes.includes("SEM0100") || /\bSEM0100\b/u.test(azureMessage);
  return facts.status === 400 && isUnknownName && !/\bscalar expression\b/iu.test(azureMessage);
}

async function ask(
  arm: Arm,
  credential: Credential,
  { subscriptionId, hosts, from, to, mostRows = MOST_ROWS }: AuditQuery,
  options: CallOptions,
): Promise<AzureResponse> {
  const path: ArmPath = {
    api: "Microsoft.Insights/logs",
    path: `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Insights/logs`,
  };
  const timespan = [from, to].map((time) => new Date(time).toISOString()).join("/");
  const body = { query: queryFor(hosts, mostRows), timespan };
  // Azure leaves out what the account may not read, and only says so where it is asked to.
  const headers = { Prefer: "wait=30, include-permissions=true" };
  return limit(() => arm.post(credential, path, body, { ...options, headers }));
}

/** The query, in which only resource IDs come from outside, as string literals. */
function queryFor(hosts: readonly LoggedHost[], mostRows: number): string {
  return [
    TABLE,
    `where _ResourceId in~ (${hosts.map(({ id }) => literal(id)).join(", ")})`,
    "extend UserEmail = column_ifexists('UserEmail', ''), ResourceType = column_ifexists('ResourceType', '')",
    `project ${COLUMNS}`,
    `top ${mostRows} by TimeGenerated desc`,
  ].join("\n| ");
}

/** https://learn.microsoft.com/kusto/query/scalar-data-types/string */
function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * `{"tables":[{"name","columns":[{"name","type"}],"rows":[[…]]}],"permissions","error"?}`. Columns are read by name. Without
 * an answer (204, or an empty body) there is no row.
 */
function answerOf(response: AzureResponse, { hosts, mostRows = MOST_ROWS }: AuditQuery): AuditAnswer {
  const body = asObject(response.body);
  if (response.body === undefined) {
    return NOTHING;
  }
  const tables: unknown = body?.["tables"];
  const table = (Array.isArray(tables) ? tables : [])
    .map(asObject)
    .find((one, _index, all) => one?.["name"] === "PrimaryResult" || all.length === 1);
  const columns: unknown = table?.["columns"];
  const rows: unknown = table?.["rows"];
  if (!Array.isArray(columns) || !Array.isArray(rows)) {
    const { code, message } = readError(body?.["error"]);
    throw new AzureError({
      kind: "unreadable",
      detail: "the response of the log has no table",
      code: code ?? "NoTable",
      maybeReceived: true,
      status: response.status,
      ...present({ requestId: response.requestId, azureMessage: message }),
    });
  }
  const names = columns.map((column) => asText(asObject(column)?.["name"]));
  const known = new Set(hosts.map(({ key }) => key));
  const records = rows.flatMap((row: unknown) => {
    const record = Array.isArray(row)
      ? recordOf(new Map(names.map((name, at) => [name, row[at] as unknown])))
      : undefined;
    return record ? [record] : [];
  });
  return {
    records: records.filter(({ hostKey }) => known.has(hostKey)),
    isCut: rows.length >= mostRows,
    isPartial: asObject(body?.["error"]) !== undefined,
    leftOut: leftOutOf(body?.["permissions"], hosts),
    unreadable: rows.length - records.length,
  };
}

function recordOf(row: ReadonlyMap<string | undefined, unknown>): AuditRecord | undefined {
  const text = (name: string) => asText(row.get(name))?.trim();
  const host = text("HostId");
  return host === undefined
    ? undefined
    : {
        hostKey: armKey(host),
        ...present({
          time: timeOf(row.get("Time")) ?? timeOf(row.get("TimeGenerated")),
          operation: text("OperationName")?.split("/").at(-1)?.toLowerCase(),
          message: text("Message"),
          tunnelId: text("TunnelId"),
          userName: text("UserName"),
          person: signInName(text("UserEmail")),
          clientAddress: withoutPort(text("ClientIpAddress")),
          userAgent: text("UserAgent"),
          protocol: text("Protocol"),
          resourceType: text("ResourceType"),
          targetResourceId: text("TargetResourceId"),
          targetAddress: withoutPort(text("TargetVMIPAddress")),
          started: timeOf(row.get("SessionStartTime")),
          ended: timeOf(row.get("SessionEndTime")),
          durationMs: asAmount(row.get("Duration")),
        }),
      };
}

const YEAR_9999 = Date.UTC(9999, 0);

/** Milliseconds of the date; `undefined` for what is no time, such as the year 1 or 9999 of a session that hasn't ended. */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" ? parseAzureTime(value)?.getTime() : undefined;
  return time === undefined || time <= 0 || time >= YEAR_9999 ? undefined : time;
}

/** What is no sign-in name, such as `-`, names no person. */
function signInName(text: string | undefined): string | undefined {
  return text?.includes("@") ? text : undefined;
}

/** An address without the port that a log may put behind it; of an IPv6 address only in brackets is one certain. */
export function withoutPort(address: string | undefined): string | undefined {
  const [, v4, v6] = /^(?:((?:\d{1,3}\.){3}\d{1,3}):\d+|\[([0-9a-f:.%]+)\](?::\d+)?)$/iu.exec(address ?? "") ?? [];
  return v4 ?? v6 ?? address;
}

/**
 * The hosts whose records the account may not read: those that are denied the table themselves, and those whose workspace
 * is. `{"resources":[{"resourceId","dataSources":[…],"denyTables"?:[…]}],"dataSources":[{"resourceId","denyTables":[…]}]}`
 */
function leftOutOf(permissions: unknown, hosts: readonly LoggedHost[]): ReadonlySet<ArmKey> {
  const said = asObject(permissions);
  const [resources, sources] = [sourcesOf(said?.["resources"]), sourcesOf(said?.["dataSources"])];
  const denied = [...resources, ...sources].filter(({ isDenied }) => isDenied);
  const concerns = ({ id }: Source, key: ArmKey): boolean => {
    if (id === undefined || key === id || key.startsWith(`${id}/`)) {
      return true;
    }
    // A workspace, which may be that of any host unless Azure says whose it is.
    const own = resources.find((resource) => resource.id === key)?.dataSources ?? [];
    return !isHost(id) && (own.length === 0 || own.includes(id));
  };
  return new Set(hosts.map(({ key }) => key).filter((key) => denied.some((source) => concerns(source, key))));
}

interface Source {
  /** In lower case. */
  readonly id: string | undefined;
  readonly isDenied: boolean;
  /** Where its records are, in lower case. */
  readonly dataSources: readonly string[];
}

function sourcesOf(list: unknown): readonly Source[] {
  const textsOf = (value: unknown) =>
    (Array.isArray(value) ? value : []).flatMap(
      (text: unknown) => asText(text)?.toLowerCase().replace(/\/$/u, "") ?? [],
    );
  return (Array.isArray(list) ? list : []).map(asObject).map((source) => ({
    id: textsOf([source?.["resourceId"]])[0],
    isDenied: textsOf(source?.["denyTables"]).includes(TABLE.toLowerCase()),
    dataSources: textsOf(source?.["dataSources"]),
  }));
}

function isHost(id: string): boolean {
  return /\/bastionhosts\/[^/]+$/iu.test(id);
}
