/** The traffic that a bastion host needs through the network security group of its subnet, by Microsoft's documentation of 2026-02. */
import type { AddressSpace } from "./network.ts";
import { AZURE_CLOUD, AZURE_LOAD_BALANCER, GATEWAY_MANAGER, INTERNET, evaluate, OTHER_NETWORKS } from "./traffic.ts";
import type { Evaluation, TrafficEnd } from "./traffic.ts";
import type { Direction, SecurityGroup, SecurityRule } from "./securityGroup.ts";
import type { CheckVerdict } from "./verdict.ts";

export interface Requirement {
  readonly id:
    | "usersIn443"
    | "gatewayManagerIn443"
    | "gatewayManagerIn4443"
    | "loadBalancerIn443"
    | "dataIn8080"
    | "dataIn5701"
    | "dataOut8080"
    | "dataOut5701"
    | "targetsOut22"
    | "targetsOut3389"
    | "azureOut443"
    | "internetOut80";
  readonly direction: Direction;
  /** The service tag that Microsoft's table has at the other end. */
  readonly tag: "Internet" | "GatewayManager" | "AzureLoadBalancer" | "VirtualNetwork" | "AzureCloud";
  readonly port: number;
  /** How bad it is where all of it is denied, and where a part is. */
  readonly denied: CheckVerdict;
  readonly partly: CheckVerdict;
}

const need = (
  id: Requirement["id"],
  direction: Direction,
  tag: Requirement["tag"],
  port: number,
  denied: CheckVerdict,
  partly: CheckVerdict,
): Requirement => ({ id, direction, tag, port, denied, partly });

export const REQUIREMENTS: readonly Requirement[] = [
  // "May be narrowed to your addresses."
  need("usersIn443", "inbound", "Internet", 443, "error", "note"),
  need("gatewayManagerIn443", "inbound", "GatewayManager", 443, "error", "error"),
  need("loadBalancerIn443", "inbound", "AzureLoadBalancer", 443, "error", "error"),
  need("dataIn8080", "inbound", "VirtualNetwork", 8080, "error", "warning"),
  need("dataIn5701", "inbound", "VirtualNetwork", 5701, "error", "warning"),
  // Who may be reached is often narrowed on purpose.
  need("targetsOut22", "outbound", "VirtualNetwork", 22, "error", "note"),
  need("targetsOut3389", "outbound", "VirtualNetwork", 3389, "error", "note"),
  need("azureOut443", "outbound", "AzureCloud", 443, "error", "error"),
  need("dataOut8080", "outbound", "VirtualNetwork", 8080, "error", "warning"),
  need("dataOut5701", "outbound", "VirtualNetwork", 5701, "error", "warning"),
  need("internetOut80", "outbound", "Internet", 80, "warning", "warning"),
  // The page on session monitoring of 2020-02 asks for it, later ones only for 443; deployments of 2020 needed both.
  need("gatewayManagerIn4443", "inbound", "GatewayManager", 4443, "note", "note"),
];

/** What a group does with what is required. */
export interface RequirementResult extends Evaluation {
  readonly requirement: Requirement;
  readonly verdict: CheckVerdict;
  /** Allowed within the host's own networks, but not, or not certainly, in others that are connected to them. */
  readonly elsewhere?: Exclude<Evaluation["outcome"], "allowed">;
  /** Allowed only by a rule for the Internet or Azure as a whole, so it is blocked when that rule is narrowed. */
  readonly isBorrowed?: true;
}

/** Judges one requirement. TCP stands for all: it is what every one of these ports is used with. */
export function evaluateRequirement(
  group: SecurityGroup,
  requirement: Requirement,
  space: AddressSpace,
): RequirementResult {
  const { direction, port, tag } = requirement;
  const local: TrafficEnd = space.subnet.length > 0 ? { kind: "virtualNetwork", ranges: space.subnet } : OTHER_NETWORKS;
  const flow = (remote: TrafficEnd) => evaluate(group, { direction, protocol: "tcp", port, remote, local });
  const evaluation = flow(placeOf(tag, space));
  const rest = tag === "VirtualNetwork" ? flow(OTHER_NETWORKS) : undefined;
  if (evaluation.outcome === "allowed" && rest && rest.outcome !== "allowed") {
    return { requirement, ...rest, outcome: "partly", verdict: "note", elsewhere: rest.outcome };
  }
  if (tag === "GatewayManager" && evaluation.outcome === "allowed") {
    const rules = group.rules.filter((rule) => !isForOthers(rule));
    const isBorrowed =
      evaluate({ ...group, rules }, { direction, protocol: "tcp", port, remote: GATEWAY_MANAGER, local }).outcome !==
      "allowed";
    return { requirement, ...evaluation, ...(isBorrowed ? { verdict: "note", isBorrowed } : { verdict: "ok" }) };
  }
  const verdicts = {
    allowed: "ok",
    denied: requirement.denied,
    partly: requirement.partly,
    notAll: requirement.partly,
    undecided: "unchecked",
  } as const;
  return { requirement, ...evaluation, verdict: verdicts[evaluation.outcome] };
}

/** An allow for the Internet or for Azure as a whole, of which Gateway Manager is a part. */
function isForOthers({ access, source: { any, tags } }: SecurityRule): boolean {
  return (
    access === "allow" &&
    !any &&
    !tags.includes("gatewaymanager") &&
    tags.some((tag) => tag === "internet" || tag === "azurecloud")
  );
}

function placeOf(tag: Requirement["tag"], { subnet, networks }: AddressSpace): TrafficEnd {
  switch (tag) {
    case "Internet":
      return INTERNET;
    case "GatewayManager":
      return GATEWAY_MANAGER;
    case "AzureLoadBalancer":
      return AZURE_LOAD_BALANCER;
    case "AzureCloud":
      return AZURE_CLOUD;
    case "VirtualNetwork": {
      const ranges = [...subnet, ...networks];
      return ranges.length > 0 ? { kind: "virtualNetwork", ranges } : OTHER_NETWORKS;
    }
  }
}
