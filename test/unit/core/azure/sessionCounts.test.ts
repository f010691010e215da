import { strict as assert } from "node:assert";
import fc from "fast-check";
import { readHostCount, readRegionCounts, type MeasuredSessions } from "../../../../src/core/azure/sessionCounts.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../src/core/model/bastionHost.ts";
import { MOST_INSTANCES } from "../../../../src/core/model/capacity.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt, json, scriptedServer, type Client } from "./testArm.ts";

const SUBSCRIPTION = "11111111-1111-1111-1111-111111111111";
const NOW = new Date("2026-03-02T12:27:10Z");

function host(name: string, scaleUnits?: number): BastionHost {
  const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG/providers/Microsoft.Network/bastionHosts/${name}`;
  return {
    id,
    key: armKey(id),
    name,
    subscriptionId: SUBSCRIPTION,
    resourceGroup: "RG",
    sku: "Standard",
    ...(scaleUnits !== undefined && { scaleUnits }),
  };
}

/** A series of a host's instance, with values by time of day. */
function series(of: BastionHost | undefined, instance: string | undefined, points: Readonly<Record<string, unknown>>) {
  const dimension = (name: string, value: string | undefined) =>
    value === undefined ? [] : [{ name: { value: name, localizedValue: name }, value }];
  return {
    // Azure Monitor writes IDs in upper case now and then.
    metadatavalues: [...dimension("microsoft.resourceid", of?.id.toUpperCase()), ...dimension("host", instance)],
    data: Object.entries(points).map(([time, average]) => ({
      timeStamp: `2026-03-02T${time}:00Z`,
      ...(average !== undefined && { average }),
    })),
  };
}

const metric = (timeseries: unknown, errorCode = "Success") => ({
  value: [{ name: { value: "sessions" }, timeseries, errorCode }],
});

interface Read {
  /** Value, time of day, and whether the host's instances are all part of it; by name. */
  readonly counts: Readonly<Record<string, readonly [number, string, boolean]>>;
  readonly queries: readonly URLSearchParams[];
}

/** What is read of these hosts where Azure answers like that, request by request. */
async function read(hosts: readonly BastionHost[], ...bodies: readonly unknown[]): Promise<Read> {
  await using server = await scriptedServer((_request, response, count) => json(response, 200, bodies[count]));
  const { arm, credential, options } = clientAt(server.url, () => "token");
  const region = { subscriptionId: SUBSCRIPTION, location: "westeurope", hosts };
  const found = await readRegionCounts(arm, region, NOW, credential, options);
  return {
    counts: Object.fromEntries(
      hosts.flatMap(({ key, name }) => {
        const count = found.get(key);
        return count ? [[name, triple(count)]] : [];
      }),
    ),
    queries: server.requests.map(({ url }) => new URL(url, server.url).searchParams),
  };
}

function triple({ value, at, isWhole }: MeasuredSessions): readonly [number, string, boolean] {
  return [value, at.toISOString().slice(11, 16), isWhole];
}

describe("Counts of a region's hosts", () => {
  const [a, b] = [host("bas-a", 2), host("bas-b", 1)];

  it("are one request, for as many series as the hosts may have, of the last twenty minutes", async () => {
    const { queries } = await read([a, b], metric([series(a, "vm0", { "12:20": 1 })]));
    assert.equal(queries.length, 1);
    assert.deepEqual(Object.fromEntries(queries[0] ?? []), {
      "api-version": "2023-10-01",
      region: "westeurope",
      metricnamespace: "Microsoft.Network/bastionHosts",
      metricnames: "sessions",
      aggregation: "Average",
      interval: "PT5M",
      $filter: "Microsoft.ResourceId eq '*' and host eq '*'",
      top: String(2 * MOST_INSTANCES),
      timespan: "2026-03-02T12:10:00.000Z/2026-03-02T12:35:00.000Z",
    });
  });

  const cases: readonly (readonly [what: string, series: readonly unknown[], counts: Read["counts"]])[] = [
    [
      "instances are added up at the last time that all of them have",
      [
        series(a, "vm0", { "12:10": 9, "12:15": 4, "12:20": 5 }),
        series(a, "vm1", { "12:10": 9, "12:15": 2.5, "12:20": undefined }),
        series(b, "vm0", { "12:20": 0 }),
      ],
      { "bas-a": [6.5, "12:15", true], "bas-b": [0, "12:20", true] },
    ],
    ["what is older than twenty minutes is no count", [series(b, "vm0", { "12:05": 4 })], {}],
    [
      "instances that share no time are no count",
      [series(a, "vm0", { "12:15": 4 }), series(a, "vm1", { "12:20": 4 })],
      {},
    ],
    [
      "an instance without any value is no zero",
      [series(a, "vm0", { "12:15": 4 }), series(a, "vm1", { "12:15": null })],
      {},
    ],
    ["an instance that is missing may have more", [series(a, "vm0", { "12:15": 4 })], { "bas-a": [4, "12:15", false] }],
    [
      "an instance that comes twice counts once",
      [series(b, "vm0", { "12:15": 4 }), series(b, "vm0", { "12:15": 7 })],
      { "bas-b": [4, "12:15", true] },
    ],
    [
      "a series of another host is left out",
      [series(host("bas-c"), "vm0", { "12:15": 4 }), series(b, "vm0", { "12:15": 1 })],
      { "bas-b": [1, "12:15", true] },
    ],
    [
      "a series that doesn't say whose it is may be any host's that lacks one",
      [series(undefined, "vm0", { "12:15": 4 }), series(a, "vm0", { "12:15": 4 }), series(b, "vm0", { "12:15": 1 })],
      { "bas-b": [1, "12:15", true] },
    ],
    [
      "malformed values are none",
      [series(b, "vm0", { "12:10": 3, "12:15": "4", "12:20": -1 }), series(a, "vm0", {}), null, 7],
      { "bas-b": [3, "12:10", true] },
    ],
  ];
  for (const [what, own, counts] of cases) {
    it(what, async () => assert.deepEqual((await read([a, b], metric(own))).counts, counts));
  }

  it("are only of hosts that are there to the last instance where as many series came as were asked for", async () => {
    const unknown = host("bas-x");
    const hosts = [a, b, unknown];
    const many = Array.from({ length: 3 * MOST_INSTANCES - 3 }, (_, index) =>
      series(unknown, `vm${index}`, { "12:15": 1 }),
    );
    const own = [series(a, "vm0", { "12:15": 4 }), series(b, "vm0", { "12:15": 1 })];
    const cut = await read(hosts, metric([...many, ...own, series(a, "vm2", { "12:10": 1 })]));
    assert.deepEqual(cut.counts, { "bas-b": [1, "12:15", true] });
    const whole = await read(hosts, metric([...many, ...own]));
    assert.deepEqual(Object.keys(whole.counts), ["bas-a", "bas-b", "bas-x"]);
  });

  it("are asked for only by host where there are none by instance; of several instances that is a part", async () => {
    const unsplit = [series(a, undefined, { "12:15": 4 }), series(b, undefined, { "12:15": 3 })];
    const { counts, queries } = await read([a, b], metric([]), metric(unsplit));
    assert.deepEqual(counts, { "bas-a": [4, "12:15", false], "bas-b": [3, "12:15", true] });
    assert.deepEqual(
      queries.map((query) => query.get("$filter")),
      ["Microsoft.ResourceId eq '*' and host eq '*'", "Microsoft.ResourceId eq '*'"],
    );
    const none = await read([a], metric([]), metric([series(a, undefined, { "12:15": 0 })]));
    assert.deepEqual(none.counts, { "bas-a": [0, "12:15", true] });
  });

  it("are none where there are none, as in another region", async () => {
    assert.deepEqual(await read([a, b], metric([]), metric([])).then(({ counts }) => counts), {});
  });

  const refusals: readonly (readonly [what: string, status: number, body: unknown, kind: string, code: string])[] = [
    ["403", 403, { error: { code: "AuthorizationFailed", message: "no" } }, "notAllowed", "AuthorizationFailed"],
    [
      "401",
      401,
      { error: { code: "InvalidAuthenticationToken", message: "no" } },
      "signInNeeded",
      "InvalidAuthenticationToken",
    ],
    ["Insights' own form", 400, { code: "BadRequest", message: "Invalid time grain." }, "failed", "BadRequest"],
    ["the same in capitals", 400, { Code: "BadRequest", Message: "Invalid." }, "failed", "BadRequest"],
    ["an error in the answer", 200, metric([], "InternalError"), "failed", "InternalError"],
    ["no list of metrics", 200, {}, "unreadable", "UnexpectedShape"],
  ];
  for (const [what, status, body, kind, code] of refusals) {
    it(`say why there are none: ${what}`, async () => {
      await using server = await scriptedServer((_request, response) => json(response, status, body));
      const { arm, credential, options } = clientAt(server.url, () => "token");
      const region = { subscriptionId: SUBSCRIPTION, location: "westeurope", hosts: [a] };
      const error = await azureErrorOf(readRegionCounts(arm, region, NOW, credential, options));
      assert.deepEqual([error.kind, error.facts.code], [kind, code]);
    });
  }

  it("are asked for again after a 429, when Azure says", async () => {
    await using server = await scriptedServer((_request, response, count) =>
      count === 0
        ? json(response, 429, { error: { code: "TooManyRequests", message: "wait" } }, { "retry-after": "1" })
        : json(response, 200, metric([series(b, "vm0", { "12:15": 1 })])),
    );
    const { arm, credential, options, waits } = clientAt(server.url, () => "token");
    const region = { subscriptionId: SUBSCRIPTION, location: "westeurope", hosts: [b] };
    const found = await readRegionCounts(arm, region, NOW, credential, options);
    assert.equal(found.get(b.key)?.value, 1);
    assert.deepEqual([server.requests.length, waits.map(({ reason }) => reason)], [2, ["throttled"]]);
  });

  it("are read from whatever comes, without a fault and never below none", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything({ withNullPrototype: false })), async (odd) => {
        const body = JSON.parse(JSON.stringify(metric([...odd, series(b, "vm0", { "12:15": 1 })]))) as unknown;
        const { counts } = await read([a, b], body);
        assert.ok(Object.values(counts).every(([value]) => value >= 0));
      }),
      { numRuns: 30 },
    );
  });
});

describe("Counts of the simulated Azure", () => {
  let azure: SimulatedAzure;
  let client: Client;
  const now = () => new Date(azure.clock.now());
  const known = () =>
    azure.world.hosts.map(({ id, key, name, subscriptionId, resourceGroup, sku, scaleUnits }) => ({
      id,
      key: armKey(key),
      name,
      subscriptionId,
      resourceGroup,
      sku,
      ...(scaleUnits !== undefined && { scaleUnits }),
    }));
  const region = (location = "westeurope") => {
    const hosts = known();
    return { subscriptionId: hosts[0]?.subscriptionId ?? "", location, hosts };
  };
  const world = {
    hosts: Array.from({ length: 40 }, (_, index) => ({
      name: `bas-${index}`,
      scaleUnits: 5,
      sessions: Array.from({ length: index % 7 }, () => ({ ageMinutes: 600 })),
    })),
  };

  before(async () => {
    azure = await startSimulatedAzure({ world });
    client = clientAt(azure.url, () => azure.token());
  });
  after(() => azure.close());

  it("are there for 40 hosts of 5 instances, which are more series than come unasked", async () => {
    const { arm, credential, options } = client;
    const counts = await readRegionCounts(arm, region(), now(), credential, options);
    assert.deepEqual(
      known().map(({ key }) => Math.round(counts.get(key)?.value ?? NaN)),
      known().map((_, index) => index % 7),
    );
    assert.ok([...counts.values()].every(({ isWhole }) => isWhole));
  });

  it("are none of another region", async () => {
    const { arm, credential, options } = client;
    assert.equal((await readRegionCounts(arm, region("eastus"), now(), credential, options)).size, 0);
  });

  it("of one host are the same", async () => {
    const { arm, credential, options } = client;
    const [, , third] = known();
    assert.ok(third);
    const count = await readHostCount(arm, third, now(), credential, options);
    assert.deepEqual([Math.round(count?.value ?? NaN), count?.isWhole], [2, true]);
  });
});
