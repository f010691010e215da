import { strict as assert } from "node:assert";
import fc from "fast-check";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import {
  mean,
  metricOf,
  readHostLoad,
  readSessionCount,
  sum,
  type Metric,
} from "../../../../src/core/azure/monitor.ts";
import { timeline, type Timeline } from "../../../../src/core/model/metrics.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { azureErrorOf, clientAt, HOST, json, scriptedServer } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const from = Date.parse("2026-03-02T08:00:00Z");
const times: Timeline = { from, step: 300_000, count: 4 };

/** What is read of a metric with these series. */
function values(...series: unknown[]): readonly (number | undefined)[] {
  return valuesOf(
    metricOf(
      { status: 200, body: { value: [{ name: { value: "Sessions" }, timeseries: series, errorCode: "Success" }] } },
      "sessions",
      times,
      sum,
    ),
  );
}

function valuesOf(metric: Metric): readonly (number | undefined)[] {
  if (metric.error) {
    throw metric.error;
  }
  return metric.values;
}

function at(minutes: number, average?: unknown): unknown {
  return { timeStamp: new Date(from + minutes * 60_000).toISOString(), ...(average !== undefined && { average }) };
}

describe("A metric of Azure Monitor", () => {
  const nothing = [undefined, undefined, undefined, undefined];
  const cases: readonly (readonly [what: string, series: readonly unknown[], read: readonly (number | undefined)[]])[] =
    [
      [
        "what Azure has no value for is a gap, and zero is zero",
        [{ data: [at(0, 2), at(5), at(10, 0), at(15, null)] }],
        [2, undefined, 0, undefined],
      ],
      ["a host that sends nothing has no values", [], nothing],
      [
        "instances are added up",
        [{ data: [at(0, 2), at(5, 3)] }, { data: [at(0, 1.5), at(5, 0)] }],
        [3.5, 3, undefined, undefined],
      ],
      [
        "the newest point of an instance is missing",
        [{ data: [at(0, 10), at(5, 10), at(10, 10)] }, { data: [at(0, 10), at(5, 10)] }],
        [20, 20, undefined, undefined],
      ],
      [
        "the newest point of an instance has no value yet",
        [{ data: [at(0, 10), at(5, 10)] }, { data: [at(0, 10), at(5, null)] }],
        [20, undefined, undefined, undefined],
      ],
      [
        "an instance is missing in the middle, of three",
        [
          { data: [at(0, 1), at(5, 1), at(10, 1)] },
          { data: [at(0, 2), at(10, 2)] },
          { data: [at(0, 3), at(5, 3), at(10, 3)] },
        ],
        [6, undefined, 6, undefined],
      ],
      [
        "an instance begins later",
        [{ data: [at(0, 1), at(5, 1)] }, { data: [at(5, 2)] }],
        [undefined, 3, undefined, undefined],
      ],
      ["an instance that is named has no value at all", [{ data: [at(0, 1)] }, { data: [] }], nothing],
      ["an instance has no list of values", [{ data: [at(0, 1)] }, { metadatavalues: [] }], nothing],
      ...[null, 7, "x", [], { data: "x" }].map((odd): (typeof cases)[number] => [
        `an instance can't be read: ${JSON.stringify(odd)}`,
        [{ data: [at(0, 5)] }, odd],
        nothing,
      ]),
      [
        "an instance has a value that is none",
        [{ data: [at(0, 1), at(5, 1)] }, { data: [at(0, "2"), at(5, 2)] }],
        [undefined, 3, undefined, undefined],
      ],
      [
        "a time within a step is of that step",
        [
          {
            data: [
              { timeStamp: "2026-03-02T08:05:59.1234567Z", average: 7 },
              { timeStamp: "2026-03-02T08:10Z", average: 8 },
            ],
          },
        ],
        [undefined, 7, 8, undefined],
      ],
      [
        "a time that comes twice has its first value",
        [{ data: [at(0, 1), at(0, 9)] }],
        [1, undefined, undefined, undefined],
      ],
      [
        "what is not of the timespan is left out",
        [{ data: [at(-5, 1), at(20, 1), at(15, 6)] }],
        [undefined, undefined, undefined, 6],
      ],
      ["values that are none are gaps", [{ data: [at(0, "3"), at(5, -1), at(10, [1]), at(15, {})] }], nothing],
      [
        "times that are none are left out",
        [
          {
            data: [
              { average: 1 },
              { timeStamp: 7, average: 1 },
              { timeStamp: "yesterday", average: 1 },
              { timeStamp: "2026-03-02T08:00:00", average: 1 },
              { timeStamp: "2026-13-40T99:00:00Z", average: 1 },
              null,
              "x",
            ],
          },
        ],
        nothing,
      ],
    ];
  for (const [what, series, read] of cases) {
    it(what, () => assert.deepEqual(values(...series), read));
  }

  it("says so where there may be more instances than were requested", () => {
    const read = (count: number) => {
      const timeseries = Array.from({ length: count }, () => ({ data: [at(0, 1)] }));
      return metricOf(
        { status: 200, body: { value: [{ name: { value: "sessions" }, timeseries }] } },
        "sessions",
        times,
        sum,
      );
    };
    assert.equal(read(51).error?.facts.code, "Truncated");
    assert.deepEqual(read(50), { values: [50, undefined, undefined, undefined] });
  });

  it("says so where Azure Monitor could not read it, or leaves it out", () => {
    const metric = (body: unknown) =>
      metricOf({ status: 200, body, requestId: "r-1" }, "sessions", times, sum).error?.facts;
    const failed = metric({
      value: [{ name: { value: "sessions" }, timeseries: [], errorCode: "InternalError", errorMessage: "Try again." }],
    });
    assert.deepEqual(
      [failed?.kind, failed?.code, failed?.azureMessage, failed?.requestId],
      ["failed", "InternalError", "Try again.", "r-1"],
    );
    assert.equal(
      metric({ value: [{ name: { value: "sessions" }, errorCode: "a b <c>", timeseries: [] }] })?.code,
      "MetricError",
    );
    for (const value of [
      [],
      [null],
      [{ name: "sessions", timeseries: [] }],
      [{ name: { value: "sessions" } }],
      [{ name: { value: "used" }, timeseries: [] }],
    ]) {
      assert.equal(metric({ value })?.code, "UnexpectedShape");
    }
    for (const body of [undefined, null, 7, "x", [], {}, { value: {} }]) {
      assert.throws(
        () => metric(body),
        (error) => error instanceof AzureError && error.kind === "unreadable",
      );
    }
  });

  it("is read from whatever comes, without a fault and no larger than was asked for", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.array(
          fc.record({
            timeStamp: fc.oneof(
              fc.string(),
              fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
              fc.constantFrom("2026-03-02T08:05:00Z"),
            ),
            average: fc.anything(),
          }),
        ),
        (odd, data) => {
          assert.equal(values({ data }, odd, { data: odd }).length, times.count);
        },
      ),
    );
  });

  it("stands on whole steps, so that what is asked within one is the same", () => {
    const now = Date.parse("2026-03-02T09:07:13.5Z");
    assert.deepEqual(timeline("1h", now), { from: Date.parse("2026-03-02T08:05:00Z"), step: 300_000, count: 12 });
    assert.deepEqual(timeline("1h", now + 120_000), timeline("1h", now));
    assert.deepEqual(
      [timeline("24h", now).count, timeline("7d", now).step, timeline("30d", now).count],
      [288, 900_000, 2_880],
    );
  });
});

describe("The metrics of a host", () => {
  let azure: SimulatedAzure;
  let client: Client;
  const world = {
    hosts: [
      { name: "bas", sessions: [{ ageMinutes: 600 }, { ageMinutes: 600 }, { ageMinutes: 20 }] },
      { name: "dev", sku: "Developer" as const, sessions: 1 },
    ],
  };

  before(async () => {
    azure = await startSimulatedAzure({ world });
  });
  beforeEach(() => {
    azure.reset(world);
    client = clientAt(azure.url, () => azure.token());
  });
  after(() => azure.close());

  const call = (name: string, own = timeline("6h", Date.parse("2026-03-02T21:00:00Z"))) =>
    [client.arm, client.credential, azure.world.host(name).id, own, client.options] as const;

  it("are two requests, which Azure takes", async () => {
    const before = azure.requests.length;
    const sessions = valuesOf(await readSessionCount(...call("bas")));
    const { cpu, memory } = await readHostLoad(...call("bas"));
    assert.deepEqual(
      azure.requests.slice(before).map(({ route, apiVersion }) => [route, apiVersion]),
      [
        ["metrics", "2024-02-01"],
        ["metrics", "2024-02-01"],
      ],
    );
    const known = sessions.filter((value) => value !== undefined);
    assert.equal(sessions.length, 72);
    assert.equal(known.at(-1), 3);
    assert.ok(
      known.every((value) => Number.isInteger(value) && value >= 2),
      "instances are summed up",
    );
    assert.equal(sessions.at(-1), undefined, "the latest is not there yet");
    for (const metric of [cpu, memory]) {
      const percents = valuesOf(metric).filter((value) => value !== undefined);
      assert.ok(percents.length > 60 && percents.every((value) => value > 0 && value <= 100));
    }
  });

  it("are gaps for a host that sends none", async () => {
    assert.ok(valuesOf(await readSessionCount(...call("dev"))).every((value) => value === undefined));
    assert.ok(valuesOf((await readHostLoad(...call("dev"))).memory).every((value) => value === undefined));
  });

  it("can be read for every range", async () => {
    for (const range of ["1h", "6h", "24h", "7d", "30d"] as const) {
      const own = timeline(range, Date.parse("2026-03-02T21:00:00Z"));
      assert.equal(valuesOf(await readSessionCount(...call("bas", own))).length, own.count);
      assert.equal(valuesOf((await readHostLoad(...call("bas", own))).cpu).length, own.count);
    }
  });

  it("name the action that a role lacks", async () => {
    azure.world.setRole(azure.world.account(), azure.world.host("bas"), "none");
    const { kind, facts } = await azureErrorOf(readSessionCount(...call("bas")));
    assert.deepEqual([kind, facts.action], ["notAllowed", "Microsoft.Insights/metrics/read"]);
  });

  it("are asked for with what Azure Monitor wants to know, and nothing that a form would mean", async () => {
    await using server = await scriptedServer((_request, response) =>
      json(response, 400, { code: "BadRequest", message: "Detected invalid time grain input." }),
    );
    const scripted = clientAt(server.url, () => "token");
    const { facts } = await azureErrorOf(
      readSessionCount(scripted.arm, scripted.credential, HOST, times, scripted.options),
    );
    assert.deepEqual(
      [facts.kind, facts.code, facts.azureMessage],
      ["failed", "BadRequest", "Detected invalid time grain input."],
    );
    const url = new URL(server.requests[0]?.url ?? "", server.url);
    assert.ok(!url.search.includes("+"));
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      metricnamespace: "Microsoft.Network/bastionHosts",
      timespan: "2026-03-02T08:00:00.000Z/2026-03-02T08:20:00.000Z",
      interval: "PT5M",
      aggregation: "Average",
      metricnames: "sessions",
      $filter: "host eq '*'",
      top: "51",
      "api-version": "2024-02-01",
    });
  });

  it("have no memory in percent where the whole is not known", async () => {
    const data = (...averages: readonly (number | undefined)[]) => [
      { data: averages.map((average, index) => at(index * 5, average)) },
    ];
    const metric = (value: string, timeseries: unknown) => ({ name: { value }, timeseries });
    await using server = await scriptedServer((_request, response) =>
      json(response, 200, {
        value: [metric("usage_user", []), metric("used", data(1, 2, undefined, 4)), metric("total", data(4, 0, 4))],
      }),
    );
    const scripted = clientAt(server.url, () => "token");
    const { memory } = await readHostLoad(scripted.arm, scripted.credential, HOST, times, scripted.options);
    assert.deepEqual(valuesOf(memory), [25, undefined, undefined, undefined]);
    assert.equal(mean([1, 2, 6]), 3);
  });

  it("are only for a bastion host", async () => {
    const before = azure.requests.length;
    const error = await azureErrorOf(
      readSessionCount(client.arm, client.credential, `${azure.world.host("bas").id}/../x`, times, client.options),
    );
    assert.equal(error.facts.code, "InvalidHostId");
    assert.equal(azure.requests.length, before);
  });
});
