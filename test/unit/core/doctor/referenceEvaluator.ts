/**
 * A second, independent evaluator of security groups that tests compare src/core/doctor with: it takes single packets and
 * walks the rules as Azure sends them, reads every field itself, and shares no code with the doctor.
 */
import type { SecurityRuleSpec } from "../../../simulated-azure/world/worldTypes.ts";

export interface SamplePacket {
  readonly direction: "Inbound" | "Outbound";
  readonly protocol: string;
  readonly source: { readonly address: string; readonly tags: readonly string[]; readonly port: number };
  readonly destination: { readonly address: string; readonly tags: readonly string[]; readonly port: number };
}

/** Allow or Deny, by the rule with the lowest number that fits. */
export function referenceVerdict(rules: readonly SecurityRuleSpec[], packet: SamplePacket): string {
  const fitting = rules.filter((rule) => ruleFits(rule, packet)).sort((a, b) => a.priority - b.priority);
  return fitting[0]?.["access"] === "Deny" ? "deny" : "allow";
}

function ruleFits(rule: SecurityRuleSpec, packet: SamplePacket): boolean {
  const field = (name: string, fallback: unknown) => rule[name] ?? fallback;
  const protocol = String(field("protocol", "Tcp")).toLowerCase();
  if (String(field("direction", "Inbound")).toLowerCase() !== packet.direction.toLowerCase()) {
    return false;
  }
  if (!["*", "any", packet.protocol].includes(protocol)) {
    return false;
  }
  return (["source", "destination"] as const).every((end) => {
    const { address, tags, port } = packet[end];
    const prefixes = list(rule, `${end}AddressPrefix`, `${end}AddressPrefixes`);
    const ports = list(rule, `${end}PortRange`, `${end}PortRanges`);
    return (
      prefixes.some((prefix) => addressFits(prefix, address, tags)) && ports.some((range) => portFits(range, port))
    );
  });
}

function list(rule: SecurityRuleSpec, single: string, plural: string): string[] {
  const many = (rule[plural] as string[] | undefined) ?? [];
  const one = (rule[single] as string | undefined) ?? "*";
  return one === "" ? many : [one, ...many];
}

function bits(address: string): string {
  return address
    .split(".")
    .map((byte) => Number(byte).toString(2).padStart(8, "0"))
    .join("");
}

function addressFits(prefix: string, address: string, tags: readonly string[]): boolean {
  if (prefix === "*" || prefix.toLowerCase() === "any") {
    return true;
  }
  if (!/^\d/.test(prefix)) {
    return tags.some((tag) => tag.toLowerCase() === prefix.toLowerCase());
  }
  const [base = "", length = "32"] = prefix.split("/");
  return bits(address).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}

function portFits(range: string, port: number): boolean {
  if (range === "*" || range.toLowerCase() === "any") {
    return true;
  }
  const [from = "", to = from] = range.split("-");
  return Number(from) <= port && port <= Number(to);
}

/** Azure's own last rules, written out once more. */
export const lastRules: readonly SecurityRuleSpec[] = [
  {
    name: "d1",
    priority: 65000,
    direction: "Inbound",
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
  },
  { name: "d2", priority: 65001, direction: "Inbound", protocol: "*", sourceAddressPrefix: "AzureLoadBalancer" },
  { name: "d3", priority: 65500, direction: "Inbound", protocol: "*", access: "Deny" },
  {
    name: "d4",
    priority: 65000,
    direction: "Outbound",
    protocol: "*",
    sourceAddressPrefix: "VirtualNetwork",
    destinationAddressPrefix: "VirtualNetwork",
  },
  { name: "d5", priority: 65001, direction: "Outbound", protocol: "*", destinationAddressPrefix: "Internet" },
  { name: "d6", priority: 65500, direction: "Outbound", protocol: "*", access: "Deny" },
];
