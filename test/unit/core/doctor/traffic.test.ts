import { strict as assert } from "node:assert";
import fc from "fast-check";
import { covers, cut, parseIpv4, PUBLIC, union } from "../../../../src/core/doctor/addresses.ts";
import type { Range } from "../../../../src/core/doctor/addresses.ts";
import {
  AZURE_CLOUD,
  AZURE_LOAD_BALANCER,
  GATEWAY_MANAGER,
  INTERNET,
  evaluate,
} from "../../../../src/core/doctor/traffic.ts";
import type { Evaluation, TrafficEnd } from "../../../../src/core/doctor/traffic.ts";
import type { SecurityRuleSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { lastRules, referenceVerdict } from "./referenceEvaluator.ts";
import type { SamplePacket } from "./referenceEvaluator.ts";
import { groupOf, space } from "./securityGroups.ts";

const address = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

/** Addresses where the pieces of the tests' prefixes begin and end. */
const corners = [
  "10.20.0.0",
  "10.20.0.255",
  "10.20.1.0",
  "10.20.1.31",
  "10.20.1.32",
  "10.20.1.63",
  "10.20.1.64",
  "10.20.127.255",
  "10.20.128.0",
  "10.20.255.255",
];
const publicCorners = [
  "1.0.0.0",
  "8.8.8.8",
  "127.255.255.255",
  "128.0.0.0",
  "203.0.113.0",
  "203.0.113.255",
  "203.0.114.0",
  "223.255.255.255",
].filter((text) => covers(PUBLIC, [parseIpv4(text)!]));

interface Corner {
  readonly place: TrafficEnd;
  /** Packets of that place: some of its addresses, and all of the tags that they have. */
  readonly samples: readonly { readonly address: string; readonly tags: readonly string[] }[];
}

const network: Corner = {
  place: { kind: "virtualNetwork", ranges: space.networks },
  samples: corners.map((text) => ({ address: text, tags: ["VirtualNetwork"] })),
};
const places: readonly Corner[] = [
  network,
  { place: INTERNET, samples: publicCorners.map((text) => ({ address: text, tags: ["Internet"] })) },
  // Of these the addresses are not known: any public one may be.
  {
    place: GATEWAY_MANAGER,
    samples: publicCorners.map((text) => ({ address: text, tags: ["Internet", "AzureCloud", "GatewayManager"] })),
  },
  { place: AZURE_CLOUD, samples: publicCorners.map((text) => ({ address: text, tags: ["Internet", "AzureCloud"] })) },
  { place: AZURE_LOAD_BALANCER, samples: [{ address: "168.63.129.16", tags: ["AzureLoadBalancer"] }] },
];

const prefix = fc.constantFrom(
  "*",
  "Any",
  "0.0.0.0/0",
  "0.0.0.0/1",
  "128.0.0.0/1",
  "10.0.0.0/8",
  "10.20.0.0/16",
  "10.20.0.0/17",
  "10.20.1.0/26",
  "10.20.1.32/27",
  "10.20.1.63",
  "203.0.113.0/24",
  "168.63.129.16/32",
  "internet",
  "VirtualNetwork",
  "GATEWAYMANAGER",
  "AzureLoadBalancer",
  "AzureCloud",
);
const port = fc.oneof(
  fc.constantFrom("*", "443", "0-65535", "442-444", "444-500", "400-442", "443-443"),
  fc.tuple(fc.nat(500), fc.nat(500)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
);
const rule: fc.Arbitrary<SecurityRuleSpec> = fc.record({
  name: fc.constant("rule"),
  priority: fc.integer({ min: 100, max: 4096 }),
  direction: fc.constantFrom("Inbound", "Outbound", "inbound"),
  access: fc.constantFrom("Allow", "Deny"),
  protocol: fc.constantFrom("Tcp", "TCP", "Udp", "*", "Icmp"),
  sourceAddressPrefix: fc.constantFrom("", "*").chain((one) => (one === "" ? fc.constant("") : prefix)),
  sourceAddressPrefixes: fc.array(prefix, { minLength: 1, maxLength: 3 }),
  sourcePortRange: fc.constantFrom("*", "*", "*", "1024-65535", "443"),
  destinationAddressPrefix: prefix,
  destinationPortRange: fc.constant(""),
  destinationPortRanges: fc.array(port, { minLength: 1, maxLength: 3 }),
});
/** Priorities are the only ones of their kind within a group. */
const rules = fc.uniqueArray(rule, { maxLength: 8, selector: ({ priority }) => priority });

const flows = fc.record({
  corner: fc.constantFrom(...places),
  direction: fc.constantFrom("inbound" as const, "outbound" as const),
  protocol: fc.constantFrom("tcp" as const, "udp" as const),
  port: fc.constantFrom(443, 442, 80, 500),
});

/** Every verdict that single packets of a flow get. */
function sampled(
  list: readonly SecurityRuleSpec[],
  { corner, direction, protocol, port: to }: typeof flows extends fc.Arbitrary<infer T> ? T : never,
): ReadonlySet<string> {
  const subnet = corners
    .filter((text) => covers(space.subnet, [parseIpv4(text)!]))
    .map((text) => ({ address: text, tags: ["VirtualNetwork"] }));
  const verdicts = new Set<string>();
  for (const remote of corner.samples) {
    for (const local of subnet) {
      for (const from of [0, 442, 443, 444, 1023, 1024, 65_535]) {
        const [source, destination] = direction === "inbound" ? [remote, local] : [local, remote];
        const packet: SamplePacket = {
          direction: direction === "inbound" ? "Inbound" : "Outbound",
          protocol,
          source: { ...source, port: from },
          destination: { ...destination, port: to },
        };
        verdicts.add(referenceVerdict([...list, ...lastRules], packet));
      }
    }
  }
  return verdicts;
}

/** What a judgement claims of single packets. */
function contradicts({ outcome }: Evaluation, verdicts: ReadonlySet<string>): string | undefined {
  if (outcome === "allowed" && verdicts.has("deny")) {
    return "a packet is denied";
  }
  if (outcome === "denied" && verdicts.has("allow")) {
    return "a packet is allowed";
  }
  return undefined;
}

describe("what a group does with traffic, against a reference evaluator of single packets", () => {
  const judgeFlow = (list: readonly SecurityRuleSpec[], flow: typeof flows extends fc.Arbitrary<infer T> ? T : never) =>
    evaluate(groupOf(list), {
      direction: flow.direction,
      protocol: flow.protocol,
      port: flow.port,
      remote: flow.corner.place,
      local: { kind: "virtualNetwork", ranges: space.subnet },
    });

  it("never says of all what is not so of one", () => {
    fc.assert(
      fc.property(rules, flows, (list, flow) => {
        const evaluation = judgeFlow(list, flow);
        assert.equal(contradicts(evaluation, sampled(list, flow)), undefined, JSON.stringify(evaluation, undefined, 1));
      }),
      { numRuns: 1_000 },
    );
  });

  it("in a network whose addresses are known it is exact: every piece has a corner among the samples", () => {
    fc.assert(
      fc.property(rules, flows, (list, flow) => {
        const known = { ...flow, corner: network };
        const verdicts = sampled(list, known);
        const single = verdicts.has("allow") ? "allowed" : "denied";
        const expected = verdicts.size === 2 ? "partly" : single;
        assert.equal(judgeFlow(list, known).outcome, expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not depend on the order in which Azure lists the rules", () => {
    fc.assert(
      fc.property(rules, flows, (list, flow) =>
        assert.deepEqual(judgeFlow(list.toReversed(), flow), judgeFlow(list, flow)),
      ),
      { numRuns: 300 },
    );
  });

  it("gives up on a group that would take minutes, and says so", () => {
    const many = Array.from({ length: 4_000 }, (_, index): SecurityRuleSpec => ({
      name: `r${index}`,
      priority: index,
      sourceAddressPrefix: address(2 ** 31 + index * 512),
      destinationPortRange: "443",
    }));
    const evaluation = evaluate(groupOf(many), {
      direction: "inbound",
      protocol: "tcp",
      port: 443,
      remote: INTERNET,
      local: { kind: "virtualNetwork", ranges: space.subnet },
    });
    assert.deepEqual([evaluation.outcome, evaluation.because], ["undecided", "tooMany"]);
  });
});

describe("ranges of addresses", () => {
  const range = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]): Range => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  const ranges = fc.array(range, { maxLength: 6 });
  const numbers = (list: readonly Range[]) =>
    new Set(list.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)));

  it("joined or cut, they hold the same numbers", () => {
    fc.assert(
      fc.property(ranges, ranges, (list, others) => {
        const pieces = cut(list, others);
        assert.deepEqual(
          [...numbers(pieces)].sort((a, b) => a - b),
          [...numbers(list)].sort((a, b) => a - b),
        );
        assert.equal(
          pieces.reduce((sum, { from, to }) => sum + to - from + 1, 0),
          numbers(list).size,
        );
        assert.ok(
          pieces.every((piece) =>
            others.every((other) =>
              [0, piece.to - piece.from + 1].includes(
                [...numbers([piece])].filter((number) => numbers([other]).has(number)).length,
              ),
            ),
          ),
        );
        assert.equal(
          covers(list, others),
          [...numbers(others)].every((number) => numbers(list).has(number)),
        );
        assert.ok(union(list).every(({ from }, index, all) => index === 0 || all[index - 1]!.to + 1 < from));
      }),
    );
  });

  it("of a prefix begin and end with its mask", () => {
    assert.deepEqual(parseIpv4("10.0.0.77/26"), {
      from: parseIpv4("10.0.0.64")!.from,
      to: parseIpv4("10.0.0.127")!.from,
    });
    assert.deepEqual(parseIpv4("0.0.0.0/0"), { from: 0, to: 2 ** 32 - 1 });
    assert.deepEqual(parseIpv4("255.255.255.255"), { from: 2 ** 32 - 1, to: 2 ** 32 - 1 });
    for (const text of ["", "10.0.0", "10.0.0.256", "10.0.0.0/33", "::/0", "10.0.0.0/", "Internet", "10.0.0.0 /8x"]) {
      assert.equal(parseIpv4(text), undefined, text);
    }
  });
});
