/** Checks of the subnet that the host is in, its network security group and its route table. */
import { resourcePath } from "../model/armId.ts";
import type { ResourceId } from "../model/armId.ts";
import { unchecked } from "./checksAccess.ts";
import type { SubnetFacts } from "./facts.ts";
import { evidence } from "./finding.ts";
import type { Evidence, Finding, Remedy } from "./finding.ts";
import { idText, parseNetworkId, rangesOf, subnetMask, subnetPath } from "./network.ts";
import type { AddressSpace, Subnet, SubnetId } from "./network.ts";
import { proposeRule } from "./proposedRule.ts";
import { evaluateRequirement, REQUIREMENTS } from "./requirements.ts";
import type { RequirementResult } from "./requirements.ts";
import { ruleText } from "./securityGroup.ts";
import type { SecurityGroup, SecurityRule } from "./securityGroup.ts";
import { az } from "../text/shell.ts";
import type { CheckVerdict } from "./verdict.ts";

const NAME = "AzureBastionSubnet";
/** The longest mask that Bastion takes: /26 or larger. */
const LONGEST_MASK = 26;
/**
 * What it took until November 2021. Hosts from then keep working (Microsoft's page on Bastion's configuration settings),
 * and Azure has created none since, so one whose creation didn't fail is such a host.
 */
const LONGEST_MASK_BEFORE = 27;
const MAY_NOT_BE_CREATED: ReadonlySet<string | undefined> = new Set(["creating", "failed", "canceled"]);

/**
 * @param isPrivateOnly whether no user comes from the Internet
 * @param state the host's provisioning state
 */
export function subnetFindings(
  facts: SubnetFacts,
  isPrivateOnly: boolean,
  state: string | undefined,
): readonly Finding[] {
  const { id, parsed, subnet } = facts;
  if (subnet.error) {
    return [ofResource(unchecked({ about: "subnet" }, subnet.error), id)];
  }
  if (!parsed) {
    return [{ about: "subnet", verdict: "unchecked", evidence: evidence("resourceId", id), remedies: [] }];
  }
  const { value } = subnet;
  return [
    nameFinding(parsed),
    sizeFinding(value, parsed, state),
    ...spaceFinding(facts),
    ...groupFindings(facts, value, isPrivateOnly),
    routeFinding(facts, parsed),
  ];
}

/** The finding with the resource named first. */
function ofResource<F extends Finding>(finding: F, id: string | undefined): F {
  return { ...finding, evidence: [...evidence("resourceId", id), ...finding.evidence] };
}

const newSubnet = (id: SubnetId): Remedy => ({
  kind: "newSubnet",
  commands: [],
  portal: `${resourcePath(id.network)}/subnets`,
});

function nameFinding(parsed: SubnetId): Finding {
  const isRight = parsed.name.toLowerCase() === NAME.toLowerCase();
  return {
    about: "subnet",
    name: parsed.name,
    verdict: isRight ? "ok" : "error",
    evidence: evidence("resourceId", decodeURIComponent(subnetPath(parsed))),
    remedies: isRight ? [] : [newSubnet(parsed)],
  };
}

function sizeFinding({ prefixes }: Subnet, parsed: SubnetId, state: string | undefined): Finding {
  const mask = subnetMask(prefixes);
  const verdict = mask === undefined ? "unchecked" : sizeVerdict(mask, state);
  return {
    about: "subnetSize",
    ...(mask !== undefined && { mask }),
    verdict,
    evidence: evidence("prefixes", prefixes.join(", ")),
    remedies: verdict === "error" ? [newSubnet(parsed)] : [],
  };
}

function sizeVerdict(mask: number, state: string | undefined): CheckVerdict {
  if (mask <= LONGEST_MASK) {
    return "ok";
  }
  return mask <= LONGEST_MASK_BEFORE && !MAY_NOT_BE_CREATED.has(state?.toLowerCase()) ? "note" : "error";
}

/** Said where the network could not be read, since "VirtualNetwork" then means less than it might. */
function spaceFinding({ networkPrefixes }: SubnetFacts): readonly Finding[] {
  return networkPrefixes?.error ? [unchecked({ about: "networkSpace" }, networkPrefixes.error)] : [];
}

function groupFindings(facts: SubnetFacts, subnet: Subnet, isPrivateOnly: boolean): readonly Finding[] {
  const { securityGroup } = facts;
  if (!securityGroup) {
    return [{ about: "noSecurityGroup", verdict: "ok", evidence: [], remedies: [] }];
  }
  const written = subnet.securityGroup?.id;
  const id = parseNetworkId(written, "networkSecurityGroups");
  if (securityGroup.error) {
    return [ofResource(unchecked({ about: "securityGroup" }, securityGroup.error), written)];
  }
  if (!id) {
    return [{ about: "securityGroup", verdict: "unchecked", evidence: evidence("resourceId", written), remedies: [] }];
  }
  const space: AddressSpace = {
    subnet: rangesOf(subnet.prefixes),
    networks: rangesOf(facts.networkPrefixes && !facts.networkPrefixes.error ? facts.networkPrefixes.value : []),
  };
  const group = securityGroup.value;
  const proposed: SecurityRule[] = [];
  return [
    { about: "securityGroup", verdict: "ok", evidence: evidence("resourceId", idText(id)), remedies: [] },
    ...REQUIREMENTS.filter((requirement) => !(isPrivateOnly && requirement.id === "usersIn443")).map(
      (requirement): Finding => {
        const result = evaluateRequirement(group, requirement, space);
        return {
          about: "traffic",
          result,
          verdict: result.verdict,
          evidence: trafficEvidence(group, result),
          remedies: trafficRemedies(group, result, id, proposed),
        };
      },
    ),
  ];
}

function trafficEvidence(
  group: SecurityGroup,
  { outcome, allowedBy, deniedBy, dependsOn, because }: RequirementResult,
): readonly Evidence[] {
  const rules = (what: Evidence["what"], list: readonly SecurityRule[]) =>
    list.slice(0, 10).flatMap((rule) => evidence(what, ruleText(rule)));
  return [
    ...(outcome === "allowed" ? [] : rules("deniedBy", deniedBy)),
    ...rules("allowedBy", allowedBy),
    ...rules("dependsOn", dependsOn),
    ...(because === "unreadable" ? evidence("unreadableRules", group.unreadable.slice(0, 10).join(", ")) : []),
  ];
}

/** @param proposed rules proposed so far, so that no two have the same name or priority */
function trafficRemedies(
  group: SecurityGroup,
  { requirement, verdict, deniedBy, elsewhere }: RequirementResult,
  id: ResourceId,
  proposed: SecurityRule[],
): readonly Remedy[] {
  const isProblem =
    (verdict === "error" || verdict === "warning" || requirement.id === "gatewayManagerIn4443") &&
    deniedBy.length > 0 &&
    elsewhere === undefined;
  if (!isProblem) {
    return [];
  }
  const portal = `${resourcePath(id)}/${requirement.direction}SecurityRules`;
  const proposal = proposeRule(group, requirement, deniedBy, id, proposed);
  return [proposal ? { kind: "openRule", commands: [proposal], portal } : { kind: "changeRule", commands: [], portal }];
}

function routeFinding({ routes, subnet }: SubnetFacts, parsed: SubnetId): Finding {
  if (!routes) {
    return { about: "routeTable", attached: false, verdict: "ok", evidence: [], remedies: [] };
  }
  // That there is one is what matters, so its routes need not be read: Azure refuses to attach a route table to this
  // subnet (RouteTableCannotBeAttachedForAzureBastionSubnet), and Bastion breaks where the default route leads elsewhere.
  const { network, name } = parsed;
  const detach = az("network vnet subnet update", {
    subscription: network.subscriptionId,
    "resource-group": network.resourceGroup,
    "vnet-name": network.name,
    name,
    "route-table": "null",
  });
  const lines = routes.error ? [] : routes.value.slice(0, 10).flatMap((route) => evidence("route", route));
  const id = subnet.error ? undefined : subnet.value.routeTable?.id;
  return {
    about: "routeTable",
    attached: true,
    verdict: "warning",
    evidence: [...evidence("resourceId", id), ...lines],
    remedies: [{ kind: "dissociateRouteTable", commands: [detach], portal: subnetPath(parsed) }],
    ...(routes.error && { error: routes.error }),
  };
}
