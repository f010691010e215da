import { strict as assert } from "node:assert";
import { parseSecurityGroup } from "../../../../src/core/doctor/securityGroup.ts";
import { evaluateRequirement, type RequirementResult } from "../../../../src/core/doctor/requirements.ts";
import type { SecurityRuleSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { wireRule } from "../../../simulated-azure/world/networks.ts";
import { apart, changed, judged, problems, requirement, space } from "./securityGroups.ts";

/** The right group opens 443 alone to Gateway Manager: today's documentation. */
const HISTORY = { gatewayManagerIn4443: "note" };
/** Users from one office alone, which is allowed, and said. */
const OFFICE = { usersIn443: "note" };
const APART = { ...HISTORY, ...OFFICE };

const gateway = "AllowGatewayManagerInbound";
const data = "AllowBastionHostCommunicationInbound";
const targets = "AllowSshRdpOutbound";
const deny = (name: string, priority: number, more: Partial<SecurityRuleSpec> = {}): SecurityRuleSpec => ({
  name,
  priority,
  access: "Deny",
  ...more,
});

/** Real-looking groups, each different from the right one in one way; what is then said of which requirement. */
const table: readonly (readonly [
  what: string,
  rules: readonly SecurityRuleSpec[],
  found: Readonly<Record<string, string>>,
])[] = [
  ["right", changed({}), HISTORY],
  [
    "4443 open as well",
    apart({ [gateway]: { destinationPortRange: "", destinationPortRanges: ["443", "4443"] } }),
    OFFICE,
  ],
  ["no rule for Gateway Manager", apart({ [gateway]: undefined }), { ...APART, gatewayManagerIn443: "error" }],
  ["no rule for the Internet", changed({ AllowHttpsInbound: undefined }), { ...HISTORY, usersIn443: "error" }],
  [
    "no rule for health probes",
    changed({ AllowAzureLoadBalancerInbound: undefined }),
    { ...HISTORY, loadBalancerIn443: "error" },
  ],
  [
    "no rule for the data plane",
    changed({ [data]: undefined }),
    { ...HISTORY, dataIn8080: "error", dataIn5701: "error" },
  ],
  ["8080 alone", changed({ [data]: { destinationPortRanges: ["8080"] } }), { ...HISTORY, dataIn5701: "error" }],
  ["5701 alone", changed({ [data]: { destinationPortRanges: ["5701"] } }), { ...HISTORY, dataIn8080: "error" }],
  [
    "data plane by UDP alone",
    changed({ [data]: { protocol: "Udp" } }),
    { ...HISTORY, dataIn8080: "error", dataIn5701: "error" },
  ],
  ["Gateway Manager by UDP", apart({ [gateway]: { protocol: "UDP" } }), { ...APART, gatewayManagerIn443: "error" }],
  ["Gateway Manager by ICMP", apart({ [gateway]: { protocol: "Icmp" } }), { ...APART, gatewayManagerIn443: "error" }],
  ["a protocol in capitals", apart({ [gateway]: { protocol: "TCP" } }), APART],
  ["a tag in another case", apart({ [gateway]: { sourceAddressPrefix: "gatewaymanager" } }), APART],
  [
    "tags in a list",
    apart({ [gateway]: { sourceAddressPrefix: "", sourceAddressPrefixes: ["Storage", "GATEWAYMANAGER"] } }),
    APART,
  ],
  [
    "the wrong tag",
    apart({ [gateway]: { sourceAddressPrefix: "AzureLoadBalancer" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  [
    "the wrong port",
    apart({ [gateway]: { destinationPortRange: "4443" } }),
    { ...OFFICE, gatewayManagerIn443: "error" },
  ],
  [
    "the wrong direction",
    apart({ [gateway]: { direction: "Outbound", priority: 131 } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  ["an allow that denies", apart({ [gateway]: { access: "Deny" } }), { ...APART, gatewayManagerIn443: "error" }],
  ["a range that begins at the port", apart({ [gateway]: { destinationPortRange: "443-500" } }), APART],
  ["a range that ends at the port", apart({ [gateway]: { destinationPortRange: "400-443" } }), APART],
  [
    "a range that begins after the port",
    apart({ [gateway]: { destinationPortRange: "444-500" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  [
    "a range that ends before the port",
    apart({ [gateway]: { destinationPortRange: "400-442" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  ["every port as a range", apart({ [gateway]: { destinationPortRange: "0-65535" } }), OFFICE],
  ["every port as a star", apart({ [gateway]: { destinationPortRange: "*" } }), OFFICE],
  ["every port as a word", apart({ [gateway]: { destinationPortRange: "Any" } }), OFFICE],
  ["from anywhere, as a word", apart({ [gateway]: { sourceAddressPrefix: "ANY" } }), HISTORY],
  ["from everywhere by address", apart({ [gateway]: { sourceAddressPrefix: "0.0.0.0/0" } }), HISTORY],
  [
    "from everywhere by two halves",
    apart({ [gateway]: { sourceAddressPrefix: "", sourceAddressPrefixes: ["0.0.0.0/1", "128.0.0.0/1"] } }),
    HISTORY,
  ],
  [
    "from one half of the addresses",
    apart({ [gateway]: { sourceAddressPrefix: "0.0.0.0/1" } }),
    { ...APART, gatewayManagerIn443: "unchecked" },
  ],
  ["let in with the Internet alone", changed({ [gateway]: undefined }), { ...HISTORY, gatewayManagerIn443: "note" }],
  [
    "from private addresses alone",
    apart({ [gateway]: { sourceAddressPrefix: "10.0.0.0/8" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  [
    "from the Internet, which Azure is a part of",
    apart({ [gateway]: { sourceAddressPrefix: "Internet" } }),
    { ...HISTORY, gatewayManagerIn443: "note" },
  ],
  [
    "from IPv6 addresses",
    apart({ [gateway]: { sourceAddressPrefix: "::/0" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  ["to the subnet's own addresses", apart({ [gateway]: { destinationAddressPrefix: "10.20.1.0/26" } }), APART],
  [
    "to half of the subnet",
    apart({ [gateway]: { destinationAddressPrefix: "10.20.1.0/27" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  [
    "to another subnet",
    apart({ [gateway]: { destinationAddressPrefix: "10.20.2.0/26" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  ["to the virtual network", apart({ [gateway]: { destinationAddressPrefix: "VirtualNetwork" } }), APART],
  [
    "from one source port",
    apart({ [gateway]: { sourcePortRange: "443" } }),
    { ...APART, gatewayManagerIn443: "error" },
  ],
  [
    "users narrowed to an office",
    changed({ AllowHttpsInbound: { sourceAddressPrefix: "203.0.113.0/24" } }),
    { ...HISTORY, usersIn443: "note" },
  ],
  [
    "users narrowed to private addresses",
    changed({ AllowHttpsInbound: { sourceAddressPrefix: "10.0.0.0/8" } }),
    { ...HISTORY, usersIn443: "error" },
  ],
  [
    "users from Azure alone",
    changed({ AllowHttpsInbound: { sourceAddressPrefix: "AzureCloud.westeurope" } }),
    { ...HISTORY, usersIn443: "unchecked" },
  ],
  [
    "a block list before all",
    changed({}, deny("DenyBad", 100, { sourceAddressPrefix: "198.51.100.0/24", protocol: "*" })),
    { ...HISTORY, usersIn443: "note", gatewayManagerIn443: "unchecked" },
  ],
  [
    "a deny that shadows",
    changed({}, deny("DenyAll", 119, { protocol: "*" })),
    {
      gatewayManagerIn4443: "note",
      usersIn443: "error",
      gatewayManagerIn443: "error",
      loadBalancerIn443: "error",
      dataIn8080: "error",
      dataIn5701: "error",
    },
  ],
  [
    "a deny of the Internet, which Gateway Manager is in",
    changed({ AllowHttpsInbound: undefined }, deny("DenyInternet", 125, { sourceAddressPrefix: "Internet" })),
    { ...HISTORY, usersIn443: "error", gatewayManagerIn443: "error" },
  ],
  ["a deny after the allow", changed({}, deny("DenyGateway", 131, { sourceAddressPrefix: "GatewayManager" })), HISTORY],
  [
    "a deny of 8080 to 9000 before the data plane",
    changed({}, deny("DenyWeb", 149, { destinationPortRange: "8080-9000" })),
    { ...HISTORY, dataIn8080: "error" },
  ],
  ["a deny that ends below 5701", changed({}, deny("DenyLow", 149, { destinationPortRange: "5000-5700" })), HISTORY],
  [
    "data plane within the network by address",
    changed({ [data]: { sourceAddressPrefix: "10.20.0.0/16", destinationAddressPrefix: "10.20.0.0/16" } }),
    { ...HISTORY, dataIn8080: "note", dataIn5701: "note" },
  ],
  [
    "data plane from half of the network",
    changed({ [data]: { sourceAddressPrefix: "10.20.0.0/17" } }),
    { ...HISTORY, dataIn8080: "warning", dataIn5701: "warning" },
  ],
  [
    "SSH alone to the machines",
    changed({ [targets]: { destinationPortRanges: ["22"] } }),
    { ...HISTORY, targetsOut3389: "error" },
  ],
  [
    "RDP alone to the machines",
    changed({ [targets]: { destinationPortRanges: ["3389"] } }),
    { ...HISTORY, targetsOut22: "error" },
  ],
  [
    "to some machines",
    changed({ [targets]: { destinationAddressPrefix: "10.20.4.0/24" } }),
    { ...HISTORY, targetsOut22: "note", targetsOut3389: "note" },
  ],
  [
    "to machines of an application security group",
    changed({ [targets]: { destinationAddressPrefix: "", destinationApplicationSecurityGroups: [{ id: "/x" }] } }),
    { ...HISTORY, targetsOut22: "unchecked", targetsOut3389: "unchecked" },
  ],
  [
    "an application security group where it changes nothing",
    changed(
      {},
      {
        name: "AlsoAsg",
        priority: 101,
        sourceAddressPrefix: "",
        sourceApplicationSecurityGroups: [{ id: "/x" }],
        destinationPortRange: "8080",
      },
    ),
    HISTORY,
  ],
  ["no way to Azure", changed({ AllowAzureCloudOutbound: undefined }), { ...HISTORY, azureOut443: "error" }],
  [
    "to Azure in one region",
    changed({ AllowAzureCloudOutbound: { destinationAddressPrefix: "AzureCloud.WestEurope" } }),
    { ...HISTORY, azureOut443: "unchecked" },
  ],
  [
    "no data plane out",
    changed({ AllowBastionCommunicationOutbound: undefined }),
    { ...HISTORY, dataOut8080: "error", dataOut5701: "error" },
  ],
  ["no way to port 80", changed({ AllowHttpOutbound: undefined }), { ...HISTORY, internetOut80: "warning" }],
  [
    "no rules of its own: the default rules let Azure's probes and the network in, and everything out",
    [],
    { ...HISTORY, usersIn443: "error", gatewayManagerIn443: "error" },
  ],
  [
    "everything allowed",
    [
      { name: "In", priority: 100, protocol: "*" },
      { name: "Out", priority: 100, direction: "Outbound", protocol: "*" },
    ],
    {},
  ],
];

/** Which addresses are let in as Gateway Manager, whose own are not known, with everything else denied. */
const addressSets: readonly (readonly [
  what: string,
  prefixes: readonly string[],
  outcome: RequirementResult["outcome"],
])[] = [
  ["an office", ["203.0.113.0/24"], "notAll"],
  ["many single addresses", Array.from({ length: 200 }, (_, index) => `20.1.${index}.7`), "notAll"],
  ["one range twice", ["20.0.0.0/24", "20.0.0.128/25"], "notAll"],
  ["one address more than a tag has at least", ["20.0.0.0/24", "20.0.1.0/32"], "undecided"],
  ["one range of thousands", ["20.0.0.0/16"], "undecided"],
  ["12 ranges of /8", Array.from({ length: 12 }, (_, index) => `${20 + index}.0.0.0/8`), "undecided"],
  ["15 ranges of a tag's list", Array.from({ length: 15 }, (_, index) => `20.${index}.0.0/20`), "undecided"],
  ["private addresses, however many", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], "denied"],
  ["several offices, more than a tag has at least", ["203.0.113.0/24", "198.51.100.0/24"], "undecided"],
  ["a few public addresses beside private ones", ["10.0.0.0/8", "203.0.113.0/28"], "notAll"],
];

describe("addresses that are let in where a service tag is needed", () => {
  for (const [what, sourceAddressPrefixes, outcome] of addressSets) {
    it(`${what}: ${outcome}`, () => {
      const result = judged(
        "gatewayManagerIn443",
        changed({ AllowHttpsInbound: undefined, [gateway]: { sourceAddressPrefix: "", sourceAddressPrefixes } }),
      );
      assert.deepEqual([result.outcome, result.verdict], [outcome, outcome === "undecided" ? "unchecked" : "error"]);
      const depends = outcome === "denied" ? [] : [gateway];
      assert.deepEqual(
        result.dependsOn.map(({ name }) => name),
        depends,
      );
    });
  }
});

describe("a network security group against Microsoft's table", () => {
  for (const [what, rules, found] of table) {
    it(what, () => assert.deepEqual(problems(rules), found));
  }

  it("names the rule that denies, and the one that would have allowed is not blamed", () => {
    const { deniedBy, allowedBy, outcome } = judged(
      "gatewayManagerIn443",
      changed({}, deny("DenyManagement", 101, { sourceAddressPrefix: "GatewayManager" })),
    );
    assert.deepEqual([outcome, deniedBy.map(({ name }) => name), allowedBy], ["denied", ["DenyManagement"], []]);
  });

  it("says which rules allow and deny a part", () => {
    const { deniedBy, allowedBy, outcome } = judged(
      "usersIn443",
      changed({}, deny("DenyBad", 100, { sourceAddressPrefix: "198.51.100.0/24" })),
    );
    assert.deepEqual(
      [outcome, deniedBy.map(({ name }) => name), allowedBy.map(({ name }) => name)],
      ["partly", ["DenyBad"], ["AllowHttpsInbound"]],
    );
  });

  it("says on which rule it depends", () => {
    const { dependsOn } = judged(
      "azureOut443",
      changed({ AllowAzureCloudOutbound: { destinationAddressPrefix: "Storage" } }),
    );
    assert.deepEqual(
      dependsOn.map(({ name }) => name),
      ["AllowAzureCloudOutbound"],
    );
  });

  it("a default rule of the answer counts as one, and one that it lacks is Azure's own", () => {
    const group = parseSecurityGroup({
      securityRules: [],
      defaultSecurityRules: [wireRule({ name: "DenyAllInBound", priority: 65500, access: "Deny", protocol: "*" })],
    });
    assert.equal(
      evaluateRequirement(group, requirement("loadBalancerIn443"), space).allowedBy[0]?.name,
      "AllowAzureLoadBalancerInBound",
    );
    assert.equal(evaluateRequirement(group, requirement("usersIn443"), space).deniedBy[0]?.name, "DenyAllInBound");
  });
});

describe("a group that cannot be read in full", () => {
  const right = changed({}).map(wireRule);
  const odd: readonly (readonly [what: string, properties: Record<string, unknown>])[] = [
    ["a rule that is no object", { securityRules: [...right, "x"] }],
    ["a rule without properties", { securityRules: [...right, { name: "x" }] }],
    [
      "a priority that is a text",
      { securityRules: [...right, wireRule({ name: "x", priority: "100" as unknown as number })] },
    ],
    [
      "an access that nobody knows",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, access: "Audit" })] },
    ],
    [
      "a direction that nobody knows",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, direction: "Both" })] },
    ],
    [
      "a port that is none",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, destinationPortRange: "https" })] },
    ],
    [
      "a port above all ports",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, destinationPortRange: "443-70000" })] },
    ],
    [
      "a range backwards",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, destinationPortRange: "500-400" })] },
    ],
    ["a protocol that isn't known", { securityRules: [...right, wireRule({ name: "x", priority: 1, protocol: "6" })] }],
    ...["10.0.0.0-10.0.0.255", "0/0", "10.0.0.0/33", "10.0.0.0/255.0.0.0", "Internet,GatewayManager"].map(
      (sourceAddressPrefix): (typeof odd)[number] => [
        `an address in a form that isn't known: ${sourceAddressPrefix}`,
        { securityRules: [...right, wireRule({ name: "x", priority: 1, sourceAddressPrefix })] },
      ],
    ),
    ["no address at all", { securityRules: [...right, wireRule({ name: "x", priority: 1, sourceAddressPrefix: "" })] }],
    [
      "an address that is a number",
      { securityRules: [...right, wireRule({ name: "x", priority: 1, sourceAddressPrefixes: [10] })] },
    ],
    ["rules that are no list", { securityRules: {} }],
  ];
  for (const [what, properties] of odd) {
    it(`${what}: nothing is taken for certain`, () => {
      const result = evaluateRequirement(parseSecurityGroup(properties), requirement("gatewayManagerIn443"), space);
      assert.deepEqual([result.verdict, result.because], ["unchecked", "unreadable"]);
    });
  }

  it("no properties at all", () => {
    assert.equal(
      evaluateRequirement(parseSecurityGroup(undefined), requirement("gatewayManagerIn443"), space).verdict,
      "unchecked",
    );
  });
});
