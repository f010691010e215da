import assert from "node:assert/strict";
import { METRICS_KEPT_MS, type HostMetrics } from "../../../../../src/core/inventory/metrics/hostMetrics.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import type { MetricsRange } from "../../../../../src/core/model/metrics.ts";
import type { WorldSpec } from "../../../../simulated-azure/world/worldTypes.ts";
import { inventoryBench, type InventoryBench } from "../../../../support/inventoryBench.ts";

const world: WorldSpec = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [
    { label: "ops@contoso.example", home: "Contoso" },
    { label: "eve@contoso.example", home: "Contoso" },
  ],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
  hosts: [
    { name: "bas", sessions: 3 },
    { name: "other", sessions: 1 },
  ],
};

interface Bench extends InventoryBench {
  /** How often Azure Monitor was asked so far. */
  asked(): number;
  read(name?: string, range?: MetricsRange, signal?: AbortSignal): Promise<HostMetrics | undefined>;
}

async function loaded(spec: WorldSpec = world): Promise<Bench> {
  const bench = await inventoryBench(spec);
  await bench.inventory.refresh();
  return {
    ...bench,
    asked: () => bench.azure.requests.filter(({ route }) => route === "metrics").length,
    read: (name = "bas", range = "1h", signal = new AbortController().signal) =>
      bench.inventory.metrics.read(bench.host(name).host.key, range, signal),
  };
}

function kinds(metrics: HostMetrics | undefined): (string | undefined)[] {
  return [metrics?.sessions, metrics?.cpu, metrics?.memory].map(
    (metric) => metric && (metric.error ? metric.error.kind : "known"),
  );
}

describe("what was measured of a host", () => {
  it("is requested when needed, by two requests for a host and a range, and not again for five minutes", async () => {
    await using bench = await loaded();
    assert.equal(bench.asked(), 0);
    assert.deepEqual(kinds(await bench.read()), ["known", "known", "known"]);
    assert.equal(bench.asked(), 2);
    await bench.read();
    assert.equal(bench.asked(), 2);
    await bench.read("bas", "30d");
    await bench.read("other");
    assert.equal(bench.asked(), 6);
    bench.clock.ms += METRICS_KEPT_MS - 1;
    await bench.read();
    assert.equal(bench.asked(), 6);
    bench.clock.ms += 1;
    await bench.read();
    assert.equal(bench.asked(), 8);
  });

  it("isn't what was measured before a night's sleep, while which the monotonic clock stood still", async () => {
    await using bench = await loaded();
    const before = await bench.read();
    bench.clock.asleep = 8 * 3_600_000;
    const after = await bench.read();
    assert.equal(bench.asked(), 4);
    assert.equal((after?.times.from ?? 0) - (before?.times.from ?? 0), 8 * 3_600_000);
  });

  it("keeps what was answered where another part failed, and asks for that part again", async () => {
    await using bench = await loaded();
    bench.azure.behave("metrics", { fault: { kind: "status", status: 400, code: "BadRequest" }, times: 1 });
    const [first, second] = [await bench.read(), await bench.read()];
    assert.equal(kinds(first).filter((kind) => kind === "failed").length, kinds(first)[0] === "failed" ? 1 : 2);
    assert.deepEqual(kinds(second), ["known", "known", "known"]);
    assert.equal(bench.asked(), 3);
  });

  it("names the missing action, and asks the other accounts that see the host", async () => {
    await using bench = await loaded();
    const [ops, eve] = bench.azure.world.accounts;
    assert.ok(ops && eve);
    bench.azure.behave(
      { route: "metrics", account: ops.label },
      {
        fault: {
          kind: "status",
          status: 403,
          message:
            "does not have authorization to perform action 'Microsoft.Insights/metrics/read' over scope '/x' or the scope is invalid.",
        },
      },
    );
    assert.deepEqual(kinds(await bench.read()), ["known", "known", "known"]);
    assert.equal(bench.asked(), 4);
    bench.azure.behave(
      { route: "metrics" },
      {
        fault: {
          kind: "status",
          status: 403,
          message:
            "does not have authorization to perform action 'Microsoft.Insights/metrics/read' over scope '/x' or the scope is invalid.",
        },
      },
    );
    const metrics = await bench.read("other");
    assert.deepEqual(kinds(metrics), ["notAllowed", "notAllowed", "notAllowed"]);
    assert.equal(metrics?.cpu.error?.facts.action, "Microsoft.Insights/metrics/read");
  });

  it("stops with its caller, and with the cloud", async () => {
    await using bench = await loaded();
    bench.azure.behave("metrics", { fault: { kind: "neverAnswers" } });
    const stop = new AbortController();
    const reading = bench.read("bas", "1h", stop.signal);
    await bench.azure.waitForRequest(({ route }) => route === "metrics");
    stop.abort();
    assert.equal(await reading, undefined);
    await bench.azure.waitForRequest(({ route, closedByClient }) => route === "metrics" && closedByClient);
    const key = bench.host("bas").host.key;
    bench.inventory.connect(undefined);
    assert.equal(await bench.inventory.metrics.read(key, "1h", new AbortController().signal), undefined);
  });

  it("goes with a host that leaves", async () => {
    await using bench = await loaded();
    await bench.read();
    bench.inventory.select(() => false);
    bench.inventory.select(() => true);
    await bench.read();
    assert.equal(bench.asked(), 4);
  });

  it("of a host that is not known is nothing", async () => {
    await using bench = await loaded();
    assert.equal(
      await bench.inventory.metrics.read(armKey(`${bench.host("bas").host.key}x`), "1h", new AbortController().signal),
      undefined,
    );
    assert.equal(bench.asked(), 0);
  });
});
