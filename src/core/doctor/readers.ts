/** One function for each thing that the doctor looks at. They only read; a failure is a value, except when the caller stops them. */
import { providerPath } from "../azure/apiVersions.ts";
import type { AzureResponse, Arm, CallOptions } from "../azure/arm.ts";
import { readAuditLog } from "../azure/auditLog.ts";
import { AzureError } from "../azure/http/azureError.ts";
import { parseBastionHost } from "../azure/bastionHosts.ts";
import type { Credential } from "../azure/http/credential.ts";
import { asObject, asText, present } from "../text/json.ts";
import { requestSessions } from "../azure/sessions.ts";
import { armKey, resourcePath } from "../model/armId.ts";
import type { ResourceId } from "../model/armId.ts";
import type { DiagnosticSetting, HostDetails, ListCall, LogCall, Read, SubnetFacts } from "./facts.ts";
import type { SubnetId } from "./network.ts";
import {
  parseNetworkId,
  parseNetworkPrefixes,
  parseRoutes,
  parseSubnet,
  parseSubnetId,
  subnetPath,
} from "./network.ts";
import { parsePermissions } from "./permissions.ts";
import type { Permissions } from "./permissions.ts";
import { parseSecurityGroup } from "./securityGroup.ts";

/** What is needed to read one thing: which cloud, as which identity, and for how long. */
export interface DiagnosisContext {
  readonly arm: Arm;
  readonly credential: Credential;
  readonly options: CallOptions;
  /** The longest that one read may take. A slower one ends as a finding, so that it doesn't hold up the others. */
  readonly readTimeoutMs: number;
}

/**
 * The outcome of reading as a value.
 * @param work to be done with these options in place of the context's own
 * @throws AzureError `cancelled` where the caller has stopped it, and any defect
 */
export async function read<T>(
  { options, readTimeoutMs }: DiagnosisContext,
  work: (options: CallOptions) => Promise<T>,
): Promise<Read<T>> {
  const timeout = AbortSignal.timeout(readTimeoutMs);
  try {
    return { value: await work({ ...options, signal: AbortSignal.any([options.signal, timeout]) }) };
  } catch (error) {
    if (!(error instanceof AzureError) || options.signal.aborted) {
      throw error;
    }
    const isLate = error.kind === "cancelled" && timeout.aborted;
    return {
      error: isLate
        ? new AzureError({
            kind: "timedOut",
            detail: `timed out after ${Math.round(readTimeoutMs / 1_000)} s`,
            code: "OutOfPatience",
            maybeReceived: true,
          })
        : error,
    };
  }
}

/** The error for an answer, or an id in one, that is not what Azure sends. */
export function odd(detail: string, response?: AzureResponse): AzureError {
  return new AzureError({
    kind: "unreadable",
    detail,
    code: "UnexpectedShape",
    maybeReceived: true,
    ...present({ status: response?.status, requestId: response?.requestId }),
  });
}

function getState(
  context: DiagnosisContext,
  path: string,
  key: string,
): Promise<Read<{ readonly state?: string; readonly tenantId?: string }>> {
  return read(context, async (options) => {
    const response = await context.arm.get(context.credential, { api: "Microsoft.Resources", path }, options);
    const fields = asObject(response.body);
    if (!fields) {
      throw odd("no object", response);
    }
    return present({ state: asText(fields[key]), tenantId: asText(fields["tenantId"]) });
  });
}

export function readSubscription(
  context: DiagnosisContext,
  subscriptionId: string,
): Promise<Read<{ readonly state?: string; readonly tenantId?: string }>> {
  return getState(context, `/subscriptions/${encodeURIComponent(subscriptionId)}`, "state");
}

/** Whether the subscription may use Microsoft.Network at all. */
export function readProvider(
  context: DiagnosisContext,
  subscriptionId: string,
): Promise<Read<{ readonly state?: string }>> {
  return getState(
    context,
    `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Network`,
    "registrationState",
  );
}

export function readHost(context: DiagnosisContext, hostPath: string): Promise<Read<HostDetails>> {
  return read(context, async (options) => {
    const response = await context.arm.get(context.credential, { api: "Microsoft.Network", path: hostPath }, options);
    const host = parseBastionHost(response.body);
    const fields = asObject(response.body);
    const properties = asObject(fields?.["properties"]);
    const configurations = properties?.["ipConfigurations"] ?? [];
    if (!host || !properties || !Array.isArray(configurations)) {
      throw odd("not a bastion host", response);
    }
    const zones: unknown = fields?.["zones"] ?? [];
    const addresses = configurations.map((configuration: unknown) => asObject(asObject(configuration)?.["properties"]));
    const subnetIds = addresses.map((address) => asText(asObject(address?.["subnet"])?.["id"]));
    return {
      host,
      zones: Array.isArray(zones) ? zones.flatMap((zone: unknown) => asText(zone) ?? []) : [],
      isPrivateOnly:
        properties["enablePrivateOnlyBastion"] === true ||
        (addresses.length > 0 && addresses.every((address) => address && !address["publicIPAddress"])),
      isRecording: properties["enableSessionRecording"] === true,
      subnetIds: [...new Map(subnetIds.map((id) => [id?.toLowerCase(), id])).values()],
    };
  });
}

/** The container for recordings, in a version of the API that knows of it. Its URL is given without a signature. */
export function readRecording(
  context: DiagnosisContext,
  hostPath: string,
): Promise<Read<{ readonly container?: string }>> {
  return read(context, async (options) => {
    const path = { api: "Microsoft.Network/bastionHosts", path: hostPath } as const;
    const response = await context.arm.get(context.credential, path, options);
    const properties = asObject(asObject(response.body)?.["properties"]);
    if (!properties) {
      throw odd("not a bastion host", response);
    }
    const container = asText(asObject(properties["sessionRecordingConfiguration"])?.["blobContainerUri"]);
    return present({ container: container?.split("?")[0] });
  });
}

/** What the account's roles permit at a scope. */
export function readPermissions(context: DiagnosisContext, scope: string): Promise<Read<Permissions>> {
  return read(context, async (options) => {
    const { items } = await context.arm.pages(
      context.credential,
      providerPath(scope, "Microsoft.Authorization", "/permissions"),
      options,
    );
    return parsePermissions(items);
  });
}

export function readDiagnosticSettings(
  context: DiagnosisContext,
  hostPath: string,
): Promise<Read<readonly DiagnosticSetting[]>> {
  return read(context, async (options) => {
    const { items } = await context.arm.pages(
      context.credential,
      providerPath(hostPath, "Microsoft.Insights/diagnosticSettings"),
      options,
    );
    return items.map(parseSetting);
  });
}

function parseSetting(value: unknown): DiagnosticSetting {
  const fields = asObject(value);
  const properties = asObject(fields?.["properties"]);
  const logs = properties?.["logs"];
  const hasAuditLogs = (Array.isArray(logs) ? (logs as readonly unknown[]) : []).map(asObject).some((log) => {
    const category = asText(log?.["category"])?.toLowerCase();
    const group = asText(log?.["categoryGroup"])?.toLowerCase();
    return log?.["enabled"] === true && (category === "bastionauditlogs" || group === "alllogs" || group === "audit");
  });
  return {
    name: asText(fields?.["name"]) ?? "?",
    hasAuditLogs,
    ...present({
      workspaceId: asText(properties?.["workspaceId"]),
      storageAccountId: asText(properties?.["storageAccountId"]),
    }),
  };
}

/** How far back a record of the host is looked for. */
const LOG_RANGE_MS = 30 * 86_400_000;

/** Asks the audit log as the history does, for a single row. */
export function readNewestRecord(
  context: DiagnosisContext,
  { hostId, subscriptionId }: { readonly hostId: string; readonly subscriptionId: string },
  now: number,
): Promise<Read<LogCall>> {
  return read(context, async (options) => {
    const hosts = [{ id: hostId, key: armKey(hostId) }];
    const range = { from: now - LOG_RANGE_MS, to: now };
    const query = { subscriptionId: subscriptionId.toLowerCase(), hosts, ...range, mostRows: 1 };
    const answer = await readAuditLog(context.arm, context.credential, query, options);
    const [record] = answer.records;
    return {
      hasRecord: record !== undefined,
      ...present({ newest: record?.time }),
      isPartial: answer.isPartial,
      isLeftOut: answer.leftOut.size > 0,
      isUnreadable: answer.unreadable > 0,
    };
  });
}

/** Lists the sessions exactly as the view does, to see whether that works. */
export function readList(context: DiagnosisContext, hostId: string): Promise<Read<ListCall>> {
  return read(context, async (options) => {
    const { items, ...call } = await requestSessions(context.arm, context.credential, hostId, options);
    const sessions = items?.filter((item) => asObject(item) !== undefined).length ?? 0;
    return { ...call, ...(items && { list: { sessions, unreadable: items.length - sessions } }) };
  });
}

/** A subnet, its network, its security group and its route table, which may be in other resource groups. */
export async function readSubnet(context: DiagnosisContext, id: string | undefined): Promise<SubnetFacts> {
  const parsed = parseSubnetId(id);
  if (id === undefined || !parsed) {
    return { ...present({ id }), subnet: { error: odd("not a subnet's resource ID") } };
  }
  const [networkPrefixes, subnet] = await Promise.all([
    readResource(context, resourcePath(parsed.network), ({ body }) => parseNetworkPrefixes(body)),
    readSubnetItself(context, parsed),
  ]);
  return { id, parsed, networkPrefixes, ...subnet };
}

async function readSubnetItself(
  context: DiagnosisContext,
  id: SubnetId,
): Promise<Pick<SubnetFacts, "subnet" | "securityGroup" | "routes">> {
  const subnet = await readResource(context, subnetPath(id), ({ body }) => parseSubnet(body));
  const attached = subnet.error ? undefined : subnet.value;
  const [securityGroup, routes] = await Promise.all([
    attached?.securityGroup &&
      readAttached(context, parseNetworkId(attached.securityGroup.id, "networkSecurityGroups"), ({ body }) =>
        parseSecurityGroup(asObject(asObject(body)?.["properties"])),
      ),
    attached?.routeTable &&
      readAttached(context, parseNetworkId(attached.routeTable.id, "routeTables"), ({ body }) => parseRoutes(body)),
  ]);
  return { subnet, ...present({ securityGroup, routes }) };
}

/** Something that the subnet refers to by its id. */
function readAttached<T>(
  context: DiagnosisContext,
  id: ResourceId | undefined,
  parse: (response: AzureResponse) => T | undefined,
): Promise<Read<T>> {
  return id
    ? readResource(context, resourcePath(id), parse)
    : Promise.resolve({ error: odd("not the id of what is attached to the subnet") });
}

/** @param parse undefined for an answer that is nothing of the kind */
function readResource<T>(
  context: DiagnosisContext,
  path: string,
  parse: (response: AzureResponse) => T | undefined,
): Promise<Read<T>> {
  return read(context, async (options) => {
    const response = await context.arm.get(context.credential, { api: "Microsoft.Network", path }, options);
    const value = parse(response);
    if (value === undefined) {
      throw odd("not a resource of the kind that was asked for", response);
    }
    return value;
  });
}
