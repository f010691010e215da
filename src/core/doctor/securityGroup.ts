/** A network security group as Azure describes it: read leniently, and what cannot be read is kept as a rule that may mean anything. */
import { asObject, asText, present } from "../text/json.ts";
import type { JsonObject } from "../text/json.ts";
import { isIpv6, parseIpv4 } from "./addresses.ts";
import type { Range } from "./addresses.ts";

export type Direction = "inbound" | "outbound";
export type Access = "allow" | "deny";

/** One end of the traffic that a rule is about. */
export interface RuleEnd {
  /** As Azure wrote them, for the reader. */
  readonly texts: readonly string[];
  /** `*`, in whatever form. */
  readonly any: boolean;
  readonly ranges: readonly Range[];
  /** Service tags in lower case. */
  readonly tags: readonly string[];
  /** Application security groups: the rule doesn't say which machines are in them. */
  readonly groups: boolean;
  readonly ports: readonly Range[];
  readonly portTexts: readonly string[];
}

export interface SecurityRule {
  readonly name: string;
  /** The lowest counts first. */
  readonly priority: number;
  readonly direction: Direction;
  readonly access: Access;
  /** In lower case: tcp, udp, icmp, esp, ah or `*`. */
  readonly protocol: string;
  readonly source: RuleEnd;
  readonly destination: RuleEnd;
  /** One of those that every group has. */
  readonly isDefault: boolean;
}

export interface SecurityGroup {
  /** By priority. */
  readonly rules: readonly SecurityRule[];
  /** Names of rules that could not be read, so that nothing is certain where they may count. */
  readonly unreadable: readonly string[];
}

export const ALL_PORTS: Range = { from: 0, to: 65_535 };

/** Reads a group's `properties`. Azure's own default rules stand in for those that the answer left out. */
export function parseSecurityGroup(properties: JsonObject | undefined): SecurityGroup {
  const own = listIn(properties, "securityRules");
  const given = listIn(properties, "defaultSecurityRules");
  const unreadable: string[] = properties === undefined || own === undefined ? ["securityRules"] : [];
  const read = (values: readonly unknown[], isDefault: boolean) =>
    values.flatMap((value) => {
      const rule = parseRule(value, isDefault);
      if (!rule) {
        unreadable.push(asText(asObject(value)?.["name"]) ?? "?");
      }
      return rule ?? [];
    });
  const rules = [...read(own ?? [], false), ...read(given ?? [], true), ...DEFAULT_RULES];
  return { rules: rules.toSorted((a, b) => a.priority - b.priority), unreadable };
}

/** `undefined` for a field that is there and no list; a list that is left out is empty. */
function listIn(properties: JsonObject | undefined, key: string): readonly unknown[] | undefined {
  const value = properties?.[key] ?? [];
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

const PROTOCOLS: ReadonlySet<string> = new Set(["*", "any", "tcp", "udp", "icmp", "icmpv6", "esp", "ah"]);
/** A service tag, such as `AzureCloud.westeurope`. Anything else that is no address may be one in a form that isn't known. */
const TAG = /^\s*[a-z][\w.-]*\s*$/i;

function parseRule(value: unknown, isDefault: boolean): SecurityRule | undefined {
  const fields = asObject(value);
  const properties = asObject(fields?.["properties"]);
  const priority = properties?.["priority"];
  const direction = asText(properties?.["direction"])?.toLowerCase();
  const access = asText(properties?.["access"])?.toLowerCase();
  const protocol = asText(properties?.["protocol"])?.toLowerCase();
  const [source, destination] = [parseEnd(properties, "source"), parseEnd(properties, "destination")];
  if (
    typeof priority !== "number" ||
    (direction !== "inbound" && direction !== "outbound") ||
    (access !== "allow" && access !== "deny") ||
    protocol === undefined ||
    !PROTOCOLS.has(protocol) ||
    !source ||
    !destination
  ) {
    return undefined;
  }
  return {
    name: asText(fields?.["name"]) ?? "?",
    priority,
    direction,
    access,
    protocol: protocol === "any" ? "*" : protocol,
    source,
    destination,
    isDefault,
  };
}

/** Singular and plural fields both occur, at times both in one rule, one of them empty. */
function parseEnd(properties: JsonObject | undefined, end: "source" | "destination"): RuleEnd | undefined {
  const texts = textsIn(properties, `${end}AddressPrefix`, `${end}AddressPrefixes`);
  const portTexts = textsIn(properties, `${end}PortRange`, `${end}PortRanges`);
  const groups = properties?.[`${end}ApplicationSecurityGroups`];
  const hasGroups = Array.isArray(groups) && groups.length > 0;
  const ports = portTexts?.map(parsePorts);
  if (!texts || !ports || ports.length === 0 || ports.includes(undefined) || (texts.length === 0 && !hasGroups)) {
    return undefined;
  }
  const named = texts.filter((text) => !isAny(text) && parseIpv4(text) === undefined && !isIpv6(text));
  if (!named.every((text) => TAG.test(text))) {
    return undefined;
  }
  return {
    texts: hasGroups ? [...texts, "ASG"] : texts,
    any: texts.some(isAny),
    ranges: texts.flatMap((text) => parseIpv4(text) ?? []),
    tags: named.map((text) => text.trim().toLowerCase()),
    groups: hasGroups,
    ports: ports.filter((range) => range !== undefined),
    portTexts: portTexts ?? [],
  };
}

function isAny(text: string): boolean {
  return text.trim() === "*" || text.trim().toLowerCase() === "any";
}

function textsIn(properties: JsonObject | undefined, single: string, plural: string): readonly string[] | undefined {
  const one = properties?.[single] ?? "";
  const many: unknown = properties?.[plural] ?? [];
  if (typeof one !== "string" || !Array.isArray(many) || !many.every((value) => typeof value === "string")) {
    return undefined;
  }
  return [one, ...many].filter((text) => text.trim() !== "");
}

/** `443`, `0-65535` or `*`. */
function parsePorts(text: string): Range | undefined {
  if (isAny(text)) {
    return ALL_PORTS;
  }
  const [, first, last = first] = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return first !== undefined && from <= to && to <= ALL_PORTS.to ? { from, to } : undefined;
}

/** The rules that every group has and that can't be removed. */
export const DEFAULT_RULES: readonly SecurityRule[] = (
  [
    ["AllowVnetInBound", 65_000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"],
    ["AllowAzureLoadBalancerInBound", 65_001, "Inbound", "Allow", "AzureLoadBalancer", "*"],
    ["DenyAllInBound", 65_500, "Inbound", "Deny", "*", "*"],
    ["AllowVnetOutBound", 65_000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"],
    ["AllowInternetOutBound", 65_001, "Outbound", "Allow", "*", "Internet"],
    ["DenyAllOutBound", 65_500, "Outbound", "Deny", "*", "*"],
  ] as const
).flatMap(([name, priority, direction, access, sourceAddressPrefix, destinationAddressPrefix]) => {
  const properties = {
    priority,
    direction,
    access,
    protocol: "*",
    sourceAddressPrefix,
    destinationAddressPrefix,
    sourcePortRange: "*",
    destinationPortRange: "*",
  };
  return parseRule({ name, properties }, true) ?? [];
});

/** A rule on one line, in the terms of Azure's own table. */
export function ruleText({ name, priority, direction, access, protocol, source, destination }: SecurityRule): string {
  const end = ({ texts }: RuleEnd) => shortList(texts);
  const ports = source.portTexts.every(isAny) ? "" : `:${shortList(source.portTexts)}`;
  const word = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const what = [access, direction, protocol].map(word).join(" ");
  return `${name} (${priority}): ${what} ${end(source)}${ports} → ${end(destination)}:${shortList(destination.portTexts)}`;
}

/** The first few of a list that may have thousands. */
function shortList(texts: readonly string[]): string {
  return texts.length > 6 ? `${texts.slice(0, 6).join(",")},… (${texts.length})` : texts.join(",");
}

/** A subnet or a network: its IPv4 prefixes, in singular and plural form. */
export function prefixesIn(properties: JsonObject | undefined): readonly string[] {
  return [...new Set(textsIn(properties, "addressPrefix", "addressPrefixes") ?? [])];
}

/** The id under a key that holds `{"id":"…"}`. */
export function referenceIn(properties: JsonObject | undefined, key: string): { readonly id?: string } | undefined {
  const reference = properties?.[key];
  return reference === undefined || reference === null
    ? undefined
    : present({ id: asText(asObject(reference)?.["id"]) });
}
