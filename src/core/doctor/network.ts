/** A bastion host's subnet and what is attached to it, as Azure describes them. */
import { asObject, asText } from "../text/json.ts";
import { parseResourceId, resourcePath } from "../model/armId.ts";
import type { ResourceId } from "../model/armId.ts";
import { parseIpv4 } from "./addresses.ts";
import type { Range } from "./addresses.ts";
import { prefixesIn, referenceIn } from "./securityGroup.ts";

/** A subnet's id: the network's, and the name. */
export interface SubnetId {
  readonly network: ResourceId;
  readonly name: string;
}

/** Reads a subnet's id; `undefined` for anything that is not exactly one. */
export function parseSubnetId(value: unknown): SubnetId | undefined {
  const [, network, name] =
    typeof value === "string" ? (/^(.{1,1024})\/subnets\/([^/]{1,100})$/i.exec(value) ?? []) : [];
  const parsed = parseResourceId(network);
  // A name is of the same letters as any other resource's: parsed as one, in the network's place.
  const named =
    parsed &&
    parseResourceId(
      `/subscriptions/${parsed.subscriptionId}/resourceGroups/${parsed.resourceGroup}/providers/${parsed.type}/${name ?? ""}`,
    );
  return parsed && named && isType(parsed, "virtualNetworks") ? { network: parsed, name: named.name } : undefined;
}

/** The id as it reads, in commands and reports: resourcePath is for URLs. */
export function idText(id: ResourceId): string {
  return decodeURIComponent(resourcePath(id));
}

export function subnetPath({ network, name }: SubnetId): string {
  return `${resourcePath(network)}/subnets/${encodeURIComponent(name)}`;
}

/** As parseResourceId, only for one type of Microsoft.Network. */
export function parseNetworkId(value: unknown, type: string): ResourceId | undefined {
  const id = parseResourceId(value);
  return id && isType(id, type) ? id : undefined;
}

function isType(id: ResourceId, type: string): boolean {
  return id.type.toLowerCase() === `microsoft.network/${type}`.toLowerCase();
}

export interface Subnet {
  readonly prefixes: readonly string[];
  /** Ids as Azure wrote them; present and empty where it referred to something that it did not name. */
  readonly securityGroup?: { readonly id?: string };
  readonly routeTable?: { readonly id?: string };
}

/** `undefined` for an answer that is no subnet. */
export function parseSubnet(body: unknown): Subnet | undefined {
  const properties = asObject(asObject(body)?.["properties"]);
  if (!properties) {
    return undefined;
  }
  const [securityGroup, routeTable] = [
    referenceIn(properties, "networkSecurityGroup"),
    referenceIn(properties, "routeTable"),
  ];
  return {
    prefixes: prefixesIn(properties),
    ...(securityGroup && { securityGroup }),
    ...(routeTable && { routeTable }),
  };
}

/** The mask of the largest IPv4 prefix of a subnet; `undefined` where it has none that can be read. */
export function subnetMask(prefixes: readonly string[]): number | undefined {
  const masks = prefixes.flatMap((prefix) => {
    const range = parseIpv4(prefix);
    return range ? [32 - Math.log2(range.to - range.from + 1)] : [];
  });
  return masks.length > 0 ? Math.min(...masks) : undefined;
}

/** The addresses that are known of the networks that a host can reach. */
export interface AddressSpace {
  readonly subnet: readonly Range[];
  /** The host's own virtual network, and those that are peered with it. */
  readonly networks: readonly Range[];
}

/** The prefixes of a virtual network and of the networks peered with it; `undefined` for a response that is no network. */
export function parseNetworkPrefixes(body: unknown): readonly string[] | undefined {
  const properties = asObject(asObject(body)?.["properties"]);
  if (!properties) {
    return undefined;
  }
  const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
  const spaceOf = (value: unknown) =>
    listOf(asObject(value)?.["addressPrefixes"]).flatMap((prefix) => asText(prefix) ?? []);
  const peers = listOf(properties["virtualNetworkPeerings"]).map((peering) =>
    asObject(asObject(peering)?.["properties"]),
  );
  const connected = peers.filter((peer) => asText(peer?.["peeringState"])?.toLowerCase() === "connected");
  return [
    ...spaceOf(properties["addressSpace"]),
    ...connected.flatMap((peer) => spaceOf(peer?.["remoteVirtualNetworkAddressSpace"] ?? peer?.["remoteAddressSpace"])),
  ];
}

export function rangesOf(prefixes: readonly string[]): readonly Range[] {
  return prefixes.flatMap((prefix) => parseIpv4(prefix) ?? []);
}

/** A route on one line; routes that cannot be read are left out. */
export function parseRoutes(body: unknown): readonly string[] {
  const routes = asObject(asObject(body)?.["properties"])?.["routes"];
  return (Array.isArray(routes) ? (routes as readonly unknown[]) : []).flatMap((route) => {
    const fields = asObject(route);
    const properties = asObject(fields?.["properties"]);
    const [prefix, hop] = [asText(properties?.["addressPrefix"]), asText(properties?.["nextHopType"])];
    return prefix !== undefined && hop !== undefined ? [`${asText(fields?.["name"]) ?? "?"}: ${prefix} → ${hop}`] : [];
  });
}
