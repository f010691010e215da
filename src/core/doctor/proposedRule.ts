import type { ResourceId } from "../model/armId.ts";
import type { Requirement } from "./requirements.ts";
import { ALL_PORTS } from "./securityGroup.ts";
import type { RuleEnd, SecurityGroup, SecurityRule } from "./securityGroup.ts";
import { az } from "../text/shell.ts";
import type { Command } from "../text/shell.ts";

const LOWEST = 100;
const HIGHEST = 4096;

/**
 * The command that adds the rule which Microsoft's table asks for, ahead of what denies the traffic now, with a name and
 * a priority that are free; `undefined` where no priority is left there.
 *
 * @param proposed rules that were proposed before; the new one is added to them
 */
export function proposeRule(
  group: SecurityGroup,
  requirement: Requirement,
  deniedBy: readonly SecurityRule[],
  id: ResourceId,
  proposed: SecurityRule[],
): Command | undefined {
  const { direction, tag, port } = requirement;
  const existing = [...group.rules, ...proposed];
  const taken = new Set(existing.filter((rule) => rule.direction === direction).map(({ priority }) => priority));
  const below = Math.min(HIGHEST + 1, ...deniedBy.map(({ priority }) => priority));
  const priority = Array.from({ length: Math.max(0, below - LOWEST) }, (_, index) => below - 1 - index).find(
    (candidate) => !taken.has(candidate),
  );
  if (priority === undefined) {
    return undefined;
  }
  const name = freeName(`Allow${tag}${port}${direction === "inbound" ? "InBound" : "OutBound"}`, existing);
  const isData = port === 8080 || port === 5701;
  const other = isData ? "VirtualNetwork" : "*";
  const [source, destination] = direction === "inbound" ? [tag, other] : [other, tag];
  proposed.push({
    name,
    priority,
    direction,
    access: "allow",
    protocol: "tcp",
    source: endOf(source),
    destination: endOf(destination),
    isDefault: false,
  });
  return az("network nsg rule create", {
    subscription: id.subscriptionId,
    "resource-group": id.resourceGroup,
    "nsg-name": id.name,
    name,
    priority: String(priority),
    direction: direction === "inbound" ? "Inbound" : "Outbound",
    access: "Allow",
    protocol: "Tcp",
    "source-address-prefixes": source,
    "source-port-ranges": "*",
    "destination-address-prefixes": destination,
    "destination-port-ranges": String(port),
  });
}

/** Creating a rule under a name that there is would change that rule. */
function freeName(wanted: string, existing: readonly SecurityRule[]): string {
  const names = new Set(existing.map(({ name }) => name.toLowerCase()));
  let name = wanted;
  for (let count = 2; names.has(name.toLowerCase()); count++) {
    name = `${wanted}-${count}`;
  }
  return name;
}

function endOf(text: string): RuleEnd {
  return {
    texts: [text],
    any: text === "*",
    ranges: [],
    tags: text === "*" ? [] : [text.toLowerCase()],
    groups: false,
    ports: [ALL_PORTS],
    portTexts: ["*"],
  };
}
