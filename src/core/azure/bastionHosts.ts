import pLimit from "p-limit";
import { armKey, parseBastionHostId } from "../model/armId.ts";
import type { ArmKey, ResourceId } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { providerPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { AzureError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { asAmount, asObject, asText, present } from "../text/json.ts";
import { PageChain } from "./paging.ts";

export interface HostList {
  readonly hosts: readonly BastionHost[];
  /** Entries without a valid bastion host id. */
  readonly unreadable: number;
  /** Subscriptions whose hosts could not be listed. */
  readonly problems: readonly { readonly subscriptionId: string; readonly error: AzureError }[];
}

export interface HostOptions extends CallOptions {
  /** The tenant's subscriptions, asked for only where Azure Resource Graph does not answer for the whole tenant. */
  readonly subscriptionIds: () => Promise<readonly string[]>;
}

const GRAPH = providerPath("", "Microsoft.ResourceGraph", "/resources");
const QUERY =
  "resources | where type =~ 'microsoft.network/bastionhosts' " +
  "| project id, name, type, location, resourceGroup, subscriptionId, tenantId, sku, properties, tags | order by id asc";
/** The most that a query takes. */
const SUBSCRIPTIONS_PER_QUERY = 1_000;
/** Lists under way at once; the rate limiters space them by what Azure accepts. */
const LISTS_AT_ONCE = 32;

/**
 * Every bastion host of the credential's tenant: one query to Azure Resource Graph, by pages.
 *
 * Where the graph refuses (403, a cloud without it, an outage), the hosts are listed subscription by subscription; where
 * the tenant has too many subscriptions for one query (more than 10,000), by queries over 1,000 each. A subscription that
 * fails is a problem of its own and hides no other.
 *
 * @throws AzureError where nothing can be said at all
 */
export async function listBastionHosts(arm: Arm, credential: Credential, options: HostOptions): Promise<HostList> {
  try {
    return gather([await queryGraph(arm, credential, undefined, options)], []);
  } catch (error) {
    if (!(error instanceof AzureError) || !(isRefusedByGraph(error) || isTooMany(error))) {
      throw error;
    }
    const ids = [...new Set(await options.subscriptionIds())];
    return isTooMany(error)
      ? listByQueries(arm, credential, ids, options)
      : listBySubscription(arm, credential, ids, options);
  }
}

/** The parts of a bastion host's id. @throws AzureError before anything is sent, for anything else */
export function requireHostId(hostId: string): ResourceId {
  const id = parseBastionHostId(hostId);
  if (id === undefined) {
    throw new AzureError({
      kind: "failed",
      detail: "not a bastion host's resource ID",
      code: "InvalidHostId",
      maybeReceived: false,
    });
  }
  return id;
}

/** One parser for a graph row and an ARM resource; undefined for anything without a valid bastion host id. */
export function parseBastionHost(value: unknown): BastionHost | undefined {
  const fields = asObject(value);
  const id = asText(fields?.["id"]);
  const parts = parseBastionHostId(id);
  if (fields === undefined || id === undefined || parts === undefined) {
    return undefined;
  }
  const properties = asObject(fields["properties"]);
  return {
    id,
    key: armKey(id),
    // By the id, which is what is acted on; the graph writes names and groups in lower case elsewhere.
    name: parts.name,
    subscriptionId: parts.subscriptionId.toLowerCase(),
    resourceGroup: parts.resourceGroup,
    ...present({
      tenantId: asText(fields["tenantId"])?.toLowerCase(),
      location: asText(fields["location"]),
      sku: asText(asObject(fields["sku"])?.["name"]),
      provisioningState: asText(properties?.["provisioningState"]),
      scaleUnits: asAmount(properties?.["scaleUnits"]),
    }),
  };
}

/** Whether the graph said no, rather than nothing: then Resource Manager itself may still answer. */
function isRefusedByGraph({ kind }: AzureError): boolean {
  return kind === "notAllowed" || kind === "notFound" || kind === "failed";
}

function isTooMany({ facts }: AzureError): boolean {
  return [facts.code, ...(facts.detailCodes ?? [])].includes(TOO_MANY);
}

const TOO_MANY = "TooManySubscriptionsUnderScope";

/** Loops only on the token: `resultTruncated` is a text, and a token may come with "false". */
async function queryGraph(
  arm: Arm,
  credential: Credential,
  subscriptions: readonly string[] | undefined,
  options: CallOptions,
): Promise<readonly unknown[]> {
  const chain = new PageChain();
  let token: string | undefined;
  do {
    const body = {
      query: QUERY,
      options: { $top: 1_000, resultFormat: "objectArray", ...present({ $skipToken: token }) },
      ...present({ subscriptions }),
    };
    const response = await arm.post(credential, GRAPH, body, options);
    const page = asObject(response.body);
    const rows: unknown = page?.["data"];
    const facts = { maybeReceived: true, status: response.status, ...present({ requestId: response.requestId }) };
    if (!Array.isArray(rows)) {
      throw new AzureError({
        kind: "unreadable",
        detail: "the Resource Graph response has no data",
        code: "NoList",
        ...facts,
      });
    }
    if (
      subscriptions === undefined &&
      response.headers.get("x-ms-tenant-subscription-limit-hit")?.toLowerCase() === "true"
    ) {
      // The answer covers a part of the tenant, and does not say which.
      throw new AzureError({
        kind: "failed",
        detail: "Resource Graph covered only part of the tenant",
        code: TOO_MANY,
        ...facts,
      });
    }
    token = asText(page?.["$skipToken"]);
    if (token === undefined && String(page?.["resultTruncated"]).toLowerCase() === "true") {
      throw new AzureError({
        kind: "failed",
        detail: "Resource Graph truncated its response",
        code: "Truncated",
        ...facts,
      });
    }
    chain.add(rows as readonly unknown[], token);
  } while (token !== undefined);
  return chain.items;
}

async function listByQueries(
  arm: Arm,
  credential: Credential,
  ids: readonly string[],
  options: CallOptions,
): Promise<HostList> {
  const lists: (readonly unknown[])[] = [];
  const problems: HostList["problems"][number][] = [];
  for (let start = 0; start < ids.length; start += SUBSCRIPTIONS_PER_QUERY) {
    const batch = ids.slice(start, start + SUBSCRIPTIONS_PER_QUERY);
    try {
      lists.push(await queryGraph(arm, credential, batch, options));
    } catch (error) {
      problems.push(...problemOf(error, batch, options.signal));
    }
  }
  return gather(lists, problems);
}

async function listBySubscription(
  arm: Arm,
  credential: Credential,
  ids: readonly string[],
  options: CallOptions,
): Promise<HostList> {
  const problems: HostList["problems"][number][] = [];
  const listOne = async (subscriptionId: string): Promise<readonly unknown[]> => {
    try {
      const scope = `/subscriptions/${encodeURIComponent(subscriptionId)}`;
      const path = providerPath(scope, "Microsoft.Network", "/bastionHosts");
      return (await arm.pages(credential, path, options)).items;
    } catch (error) {
      problems.push(...problemOf(error, [subscriptionId], options.signal));
      return [];
    }
  };
  return gather(await pLimit(LISTS_AT_ONCE).map(ids, listOne), problems);
}

/** A failure as a problem of these subscriptions; being stopped is no problem of theirs. */
function problemOf(error: unknown, subscriptionIds: readonly string[], signal: AbortSignal): HostList["problems"] {
  if (!(error instanceof AzureError) || signal.aborted) {
    throw error;
  }
  return subscriptionIds.map((subscriptionId) => ({ subscriptionId, error }));
}

function gather(lists: readonly (readonly unknown[])[], problems: HostList["problems"]): HostList {
  const rows = lists.flat();
  const hosts = rows.map(parseBastionHost).filter((host) => host !== undefined);
  const distinct = new Map<ArmKey, BastionHost>(hosts.map((host) => [host.key, host]));
  return { hosts: [...distinct.values()], unreadable: rows.length - hosts.length, problems };
}
