import { strict as assert } from "node:assert";
import fc from "fast-check";
import { asObject } from "../../../../src/core/text/json.ts";
import { subnetFindings } from "../../../../src/core/doctor/checksNetwork.ts";
import { parseNetworkPrefixes, parseRoutes, parseSubnet, parseSubnetId } from "../../../../src/core/doctor/network.ts";
import { parsePermissions, permits } from "../../../../src/core/doctor/permissions.ts";
import { parseSecurityGroup } from "../../../../src/core/doctor/securityGroup.ts";
import { commandLine } from "../../../../src/core/text/shell.ts";

const atom = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    "*",
    "443",
    "10.0.0.0/8",
    "Allow",
    "Deny",
    "Inbound",
    "Outbound",
    "Tcp",
    "VirtualNetwork",
    "__proto__",
    "",
  ),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const text = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "*",
      "443",
      "0-65535",
      "10.20.0.0/16",
      "GatewayManager",
      "Internet",
      "VirtualNetwork",
      "::/0",
    ),
  },
  atom,
);
const some = fc.oneof({ weight: 6, arbitrary: fc.array(text, { maxLength: 3 }) }, atom);
const object = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.oneof({ weight: 9, arbitrary: fc.record(fields, { requiredKeys: [] }) }, atom);

/** What comes near to a rule of Azure's, with anything in the place of anything. */
const rule = object({
  name: atom,
  properties: object({
    priority: fc.oneof(fc.integer({ min: 100, max: 4096 }), atom),
    direction: fc.constantFrom("Inbound", "Outbound", "x", 1),
    access: fc.constantFrom("Allow", "Deny", "x", null),
    protocol: fc.constantFrom("Tcp", "*", 6),
    sourceAddressPrefix: text,
    sourceAddressPrefixes: some,
    sourcePortRange: text,
    sourcePortRanges: some,
    destinationAddressPrefix: text,
    destinationAddressPrefixes: some,
    destinationPortRange: text,
    destinationPortRanges: some,
    sourceApplicationSecurityGroups: some,
  }),
});
const group = object({
  securityRules: fc.oneof({ weight: 6, arbitrary: fc.array(rule, { maxLength: 4 }) }, atom),
  defaultSecurityRules: fc.oneof(fc.array(rule, { maxLength: 2 }), atom),
});
const subnet = object({
  properties: object({
    addressPrefix: text,
    addressPrefixes: some,
    networkSecurityGroup: object({ id: atom }),
    routeTable: object({ id: atom }),
  }),
});

const SUBNET_ID =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/AzureBastionSubnet";

describe("whatever Azure answers", () => {
  it("a subnet and a group are judged without a fault, every requirement once, and what is unreadable is not well", () => {
    fc.assert(
      fc.property(group, subnet, subnet, (properties, body, network) => {
        const parsed = parseSecurityGroup(asObject(properties));
        const read = parseSubnet(body);
        fc.pre(read !== undefined);
        const attached = {
          ...read,
          securityGroup: {
            id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n",
          },
        };
        const findings = subnetFindings(
          {
            id: SUBNET_ID,
            parsed: parseSubnetId(SUBNET_ID)!,
            subnet: { value: attached },
            networkPrefixes: { value: parseNetworkPrefixes(network) ?? [] },
            securityGroup: { value: parsed },
            routes: { value: parseRoutes(network) },
          },
          false,
          "Succeeded",
        );
        const traffic = findings.filter(({ about }) => about === "traffic");
        assert.equal(traffic.length, 12);
        assert.ok(parsed.unreadable.length === 0 || traffic.every(({ verdict }) => verdict === "unchecked"));
        // What is proposed names nothing that Azure wrote but ids, which are read strictly.
        const commands = findings.flatMap(({ remedies }) => remedies.flatMap((remedy) => remedy.commands));
        assert.ok(
          commands.every(
            (command) => commandLine(command, "bash") !== undefined && commandLine(command, "powershell") !== undefined,
          ),
        );
      }),
      { numRuns: 1_500 },
    );
  });

  it("permissions grant nothing that no entry says", () => {
    const entry = object({ actions: some, notActions: some });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), (items) => {
        const { entries, unreadable } = parsePermissions(items);
        assert.equal(entries.length + unreadable, items.length);
        const says = (value: unknown): boolean => typeof value === "string" && value.includes("*");
        assert.ok(
          !permits(entries, "Microsoft.Network/bastionHosts/read") || entries.some(({ actions }) => actions.some(says)),
        );
      }),
    );
  });
});
