import pLimit from "p-limit";
import { armKey, parseBastionHostId, resourcePath } from "../model/armId.ts";
import type { ArmKey, ResourceId } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { providerPath } from "./apiVersions.ts";
import type { Arm, CallOptions } from "./arm.ts";
import { AzureError, resultOrError } from "./http/azureError.ts";
import type { Credential } from "./http/credential.ts";
import { asAmount, asFlag, asObject, asText, present } from "../text/json.ts";
import { isRefusedByGraph, isTooMany, queryGraph, SUBSCRIPTIONS_PER_QUERY } from "./resourceGraph.ts";

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
  /** The hosts that were known before; none by default. */
  readonly known?: () => readonly BastionHost[];
}

/** Lists under way at once; the rate limiters space them by what Azure accepts. */
const LISTS_AT_ONCE = 32;

/**
 * Every bastion host of the credential's tenant: one query to Azure Resource Graph, by pages.
 *
 * Where the graph refuses (403, a cloud without it, an outage), the hosts are listed subscription by subscription; where
 * the tenant has too many subscriptions for one query (more than 10,000), by queries over 1,000 each. A subscription that
 * fails is a problem of its own and hides no other.
 *
 * The graph may lag for hours, or answer with nothing (azure-powershell#12747): hosts that it no longer names are looked
 * for in their subscriptions' own lists.
 *
 * @throws AzureError where nothing can be said at all
 */
export async function listBastionHosts(arm: Arm, credential: Credential, options: HostOptions): Promise<HostList> {
  const rows = await resultOrError(queryGraph(arm, credential, undefined, options));
  if (!(rows instanceof AzureError)) {
    return withLost(arm, credential, gather([rows], []), options);
  }
  if (!isRefusedByGraph(rows) && !isTooMany(rows)) {
    throw rows;
  }
  const ids = [...new Set(await options.subscriptionIds())];
  return isTooMany(rows)
    ? withLost(arm, credential, await listByQueries(arm, credential, ids, options), options)
    : listBySubscription(arm, credential, ids, options);
}

/** The hosts of one subscription by its own list, which names a host as soon as it is made. */
export function listSubscriptionHosts(
  arm: Arm,
  credential: Credential,
  subscriptionId: string,
  options: CallOptions,
): Promise<HostList> {
  return listBySubscription(arm, credential, [subscriptionId], options);
}

/** What the graph says, with those of the hosts it no longer names that their subscriptions' own lists still have. */
async function withLost(arm: Arm, credential: Credential, found: HostList, options: HostOptions): Promise<HostList> {
  const named = new Set(found.hosts.map(({ key }) => key));
  const unsure = new Set(found.problems.map(({ subscriptionId }) => subscriptionId));
  const lost = (options.known?.() ?? []).filter(
    ({ key, subscriptionId }) => !named.has(key) && !unsure.has(subscriptionId),
  );
  if (lost.length === 0) {
    return found;
  }
  const own = await listBySubscription(
    arm,
    credential,
    [...new Set(lost.map(({ subscriptionId }) => subscriptionId))],
    options,
  );
  // An account may see a host and not its subscription.
  const refused = new Set(own.problems.filter(isGoneOrForbidden).map(({ subscriptionId }) => subscriptionId));
  const single = await pLimit(LISTS_AT_ONCE).map(
    lost.filter(({ subscriptionId }) => refused.has(subscriptionId)),
    (host) => readHost(arm, credential, host, options),
  );
  const tenants = new Map(lost.map(({ key, tenantId }) => [key, tenantId]));
  return {
    hosts: [
      ...found.hosts,
      ...[...own.hosts, ...single.flatMap(({ hosts }) => hosts)]
        .filter(({ key }) => !named.has(key))
        // Only the graph names the tenant.
        .map((host) => ({ ...host, ...present({ tenantId: host.tenantId ?? tenants.get(host.key) }) })),
    ],
    unreadable: found.unreadable + own.unreadable,
    problems: [
      ...found.problems,
      ...own.problems.filter((problem) => !isGoneOrForbidden(problem)),
      ...new Map(single.flatMap(({ problems }) => problems).map((one) => [one.subscriptionId, one])).values(),
    ],
  };
}

/** One host, by its own ID: none if it is gone or may no longer be seen. */
async function readHost(
  arm: Arm,
  credential: Credential,
  { id, subscriptionId }: BastionHost,
  options: CallOptions,
): Promise<Pick<HostList, "hosts" | "problems">> {
  const path = { api: "Microsoft.Network", path: resourcePath(requireHostId(id)) } as const;
  const response = await resultOrError(arm.get(credential, path, options));
  if (!(response instanceof AzureError)) {
    const host = parseBastionHost(response.body);
    return { hosts: host ? [host] : [], problems: [] };
  }
  const problems = problemOf(response, [subscriptionId], options.signal);
  return { hosts: [], problems: problems.filter((problem) => !isGoneOrForbidden(problem)) };
}

/** Whether Azure said that there is nothing, or nothing for this account. */
function isGoneOrForbidden({ error }: HostList["problems"][number]): boolean {
  return error.kind === "notAllowed" || error.kind === "notFound";
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
      scaleUnits: asNumberOfInstances(properties?.["scaleUnits"]),
      nativeClient: asFlag(properties?.["enableTunneling"]),
      ipConnect: asFlag(properties?.["enableIpConnect"]),
      shareableLink: asFlag(properties?.["enableShareableLink"]),
    }),
  };
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

/** Nothing runs on no instance, or on half of one. */
function asNumberOfInstances(value: unknown): number | undefined {
  return Number.isInteger(value) && value !== 0 ? asAmount(value) : undefined;
}
