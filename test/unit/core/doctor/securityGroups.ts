import { parseIpv4 } from "../../../../src/core/doctor/addresses.ts";
import { evaluateRequirement, REQUIREMENTS } from "../../../../src/core/doctor/requirements.ts";
import type { Requirement, RequirementResult } from "../../../../src/core/doctor/requirements.ts";
import { parseSecurityGroup } from "../../../../src/core/doctor/securityGroup.ts";
import { rightRules, wireRule } from "../../../simulated-azure/world/networks.ts";
import type { SecurityRuleSpec } from "../../../simulated-azure/world/worldTypes.ts";

/** The subnet and the network that the groups of the tests are for. */
export const SUBNET = "10.20.1.0/26";
export const space = { subnet: [parseIpv4(SUBNET)!], networks: [parseIpv4("10.20.0.0/16")!] };

/** A group as Azure writes it, without default rules, as some api-versions do. */
export function groupOf(rules: readonly SecurityRuleSpec[]) {
  return parseSecurityGroup({ securityRules: rules.map(wireRule) });
}

export function requirement(id: Requirement["id"]): Requirement {
  return REQUIREMENTS.find((candidate) => candidate.id === id)!;
}

/** What these rules do with one requirement. */
export function judged(id: Requirement["id"], rules: readonly SecurityRuleSpec[]): RequirementResult {
  return evaluateRequirement(groupOf(rules), requirement(id), space);
}

/** The right rules, some of them changed, left out (undefined) or added. */
export function changed(
  changes: Readonly<Record<string, Partial<SecurityRuleSpec> | undefined>>,
  ...added: readonly SecurityRuleSpec[]
): readonly SecurityRuleSpec[] {
  const kept = rightRules
    .filter(({ name }) => !(name in changes && changes[name] === undefined))
    .map((rule) => ({ ...rule, ...changes[rule.name] }));
  return [...kept, ...added];
}

/** As {@link changed}, with users from one office alone: a rule for the whole Internet lets Gateway Manager in as well. */
export function apart(
  changes: Parameters<typeof changed>[0],
  ...added: readonly SecurityRuleSpec[]
): readonly SecurityRuleSpec[] {
  return changed({ AllowHttpsInbound: { sourceAddressPrefix: "203.0.113.0/24" }, ...changes }, ...added);
}

/** Requirements that are not met, by how bad that is. */
export function problems(rules: readonly SecurityRuleSpec[]): Readonly<Record<string, string>> {
  const group = groupOf(rules);
  const found = REQUIREMENTS.map((wanted) => [wanted.id, evaluateRequirement(group, wanted, space).verdict] as const);
  return Object.fromEntries(found.filter(([, verdict]) => verdict !== "ok"));
}
