import { strict as assert } from "node:assert";
import { subnetFindings } from "../../../../src/core/doctor/checksNetwork.ts";
import type { SubnetFacts } from "../../../../src/core/doctor/facts.ts";
import type { Finding } from "../../../../src/core/doctor/finding.ts";
import { parseSubnetId } from "../../../../src/core/doctor/network.ts";
import { commandLine } from "../../../../src/core/text/shell.ts";
import type { SecurityRuleSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { changed, groupOf, problems, SUBNET } from "./securityGroups.ts";

const SUB = "11111111-1111-1111-1111-111111111111";
const NETWORK = `/subscriptions/${SUB}/resourceGroups/it's(net)/providers/Microsoft.Network`;
const id = `${NETWORK}/virtualNetworks/vnet/subnets/AzureBastionSubnet`;

function findings(rules: readonly SecurityRuleSpec[]): readonly Finding[] {
  const group = { id: `${NETWORK}/networkSecurityGroups/nsg` };
  const facts: SubnetFacts = {
    id,
    parsed: parseSubnetId(id)!,
    subnet: { value: { prefixes: [SUBNET], securityGroup: group } },
    networkPrefixes: { value: ["10.20.0.0/16"] },
    securityGroup: { value: groupOf(rules) },
  };
  return subnetFindings(facts, false, "Succeeded");
}

function option(command: readonly string[], name: string): string {
  return command[command.indexOf(`--${name}`) + 1]!;
}

/** The rule that a proposed command would make. */
function ruleOf(command: readonly string[]): SecurityRuleSpec {
  return {
    name: option(command, "name"),
    priority: Number(option(command, "priority")),
    direction: option(command, "direction"),
    access: option(command, "access"),
    protocol: option(command, "protocol"),
    sourceAddressPrefix: option(command, "source-address-prefixes"),
    destinationAddressPrefix: option(command, "destination-address-prefixes"),
    destinationPortRange: option(command, "destination-port-ranges"),
  };
}

function proposals(rules: readonly SecurityRuleSpec[]): readonly (readonly string[])[] {
  return findings(rules).flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands));
}

describe("the rules that are proposed", () => {
  const groups: readonly (readonly [what: string, rules: readonly SecurityRuleSpec[]])[] = [
    ["the right rules", changed({})],
    ["a deny at the very top but one", changed({}, { name: "DenyAll", priority: 112, access: "Deny", protocol: "*" })],
    [
      "a deny of all in both directions",
      [
        { name: "DenyIn", priority: 4096, access: "Deny", protocol: "*" },
        { name: "DenyOut", priority: 4096, access: "Deny", protocol: "*", direction: "Outbound" },
      ],
    ],
    ["nothing but the default rules", []],
    [
      "a name that is taken",
      [
        {
          name: "allowgatewaymanager443inbound",
          priority: 4000,
          access: "Deny",
          sourceAddressPrefix: "GatewayManager",
        },
      ],
    ],
  ];
  for (const [what, rules] of groups) {
    it(`once made, they make all well: ${what}`, () => {
      const made = proposals(rules).map(ruleOf);
      assert.ok(made.length > 0);
      const all = [...rules, ...made];
      assert.deepEqual(problems(all), {});
      assert.equal(new Set(all.map(({ name }) => name.toLowerCase())).size, all.length, "no rule is overwritten");
      assert.equal(
        new Set(all.map((rule) => `${rule["direction"] === "Outbound" ? "out" : "in"} ${rule.priority}`)).size,
        all.length,
        "no priority is taken",
      );
    });
  }

  it("where no priority is left, none is proposed, and it is said", () => {
    const traffic = findings([{ name: "DenyAll", priority: 100, access: "Deny", protocol: "*" }]).filter(
      (finding) =>
        finding.about === "traffic" &&
        finding.verdict === "error" &&
        finding.result.requirement.direction === "inbound",
    );
    assert.deepEqual(
      [
        ...new Set(
          traffic.flatMap(({ remedies }) => remedies.map(({ kind, commands }) => `${kind} ${commands.length}`)),
        ),
      ],
      ["changeRule 0"],
    );
  });

  it("name the group in words that a shell takes", () => {
    const [command] = proposals(changed({ AllowAzureCloudOutbound: undefined })).filter(
      (words) => option(words, "destination-address-prefixes") === "AzureCloud",
    );
    assert.equal(
      commandLine(command!, "bash"),
      `az network nsg rule create --subscription ${SUB} --resource-group 'it'\\''s(net)' --nsg-name nsg --name AllowAzureCloud443OutBound --priority 4095 --direction Outbound --access Allow --protocol Tcp --source-address-prefixes '*' --source-port-ranges '*' --destination-address-prefixes AzureCloud --destination-port-ranges 443`,
    );
  });
});

describe("the id of a subnet", () => {
  it("is read strictly", () => {
    assert.deepEqual(
      parseSubnetId(`/subscriptions/${SUB}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`)
        ?.name,
      "s",
    );
    for (const wrong of [
      "",
      undefined,
      7,
      `${id}/x`,
      id.replace("/subnets/", "/subnet/"),
      id.replace("virtualNetworks", "bastionHosts"),
      `${id}?x`,
      id.replace("AzureBastionSubnet", ".."),
      id.replace("vnet", ".."),
    ]) {
      assert.equal(parseSubnetId(wrong), undefined, String(wrong));
    }
  });
});
