import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { METRICS_KEPT_MS, type HostMetrics } from "../../../../src/core/inventory/metrics/hostMetrics.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { parsePageMessage } from "../../../../src/extension/table/parseMessage.ts";
import { MetricsFeed } from "../../../../src/extension/table/metricsFeed.ts";
import { minMax } from "../../../../src/extension/table/page/model/minMax.ts";
import type { HostMetricsMessage } from "../../../../src/extension/table/protocol.ts";
import { parseTableLayout } from "../../../../src/extension/table/tableLayout.ts";
import { settle, VirtualTime } from "../../../support/virtualTime.ts";

const host = armKey("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas");
const other = armKey(`${host}-2`);
const times = { from: 0, step: 300_000, count: 2 };
const measured: HostMetrics = {
  times,
  sessions: { values: [1, undefined] },
  cpu: { values: [2, 3] },
  memory: { error: new AzureError({ kind: "throttled", detail: "", maybeReceived: false }) },
};

/** Plots on a clock that is driven, of an Azure that answers when the test says so. */
function bench() {
  const time = new VirtualTime();
  const reads: {
    readonly key: string;
    readonly signal: AbortSignal;
    readonly answer: (metrics: HostMetrics | undefined) => void;
  }[] = [];
  const told: HostMetricsMessage[] = [];
  const seen = { isVisible: true };
  const feed = new MetricsFeed({
    metrics: {
      read: (key, range, signal) => {
        const { promise, resolve } = Promise.withResolvers<HostMetrics | undefined>();
        reads.push({ key: `${key} ${range}`, signal, answer: resolve });
        return promise;
      },
    },
    clock: { pause: (ms, signal) => time.sleep(ms, signal).catch(() => undefined) },
    isVisible: () => seen.isVisible,
    hostId: (key) =>
      new Map([
        [host, 7],
        [other, 8],
      ]).get(key),
    problem: ({ kind }) => `problem ${kind}`,
    post: (message) => told.push(message),
  });
  const answer = async (index = reads.length - 1) => {
    reads[index]?.answer(measured);
    await settle();
  };
  return { time, reads, told, seen, feed, answer };
}

describe("the plots of a host", () => {
  it("ask when they are shown, tell what came, gaps and problems included, and ask again after five minutes", async () => {
    const { time, reads, told, feed, answer } = bench();
    await settle();
    assert.equal(reads.length, 0);
    feed.show({ key: host, range: "1h" });
    assert.deepEqual(told, [{ type: "hostMetrics", host: 7, range: "1h" }]);
    await answer();
    assert.deepEqual(told.at(-1)?.known, {
      times,
      series: { sessions: { values: [1, null] }, cpu: { values: [2, 3] }, memory: { problem: "problem throttled" } },
    });
    time.step(METRICS_KEPT_MS);
    await settle();
    assert.equal(reads.length, 2);
    assert.equal(told.length, 2, "what is known stays until something newer is there");
    await answer();
    assert.equal(told.length, 3);
    feed.show(undefined);
  });

  it("make no requests while hidden, and one when shown again", async () => {
    const { time, reads, seen, feed, answer } = bench();
    feed.show({ key: host, range: "1h" });
    await answer();
    seen.isVisible = false;
    time.step(METRICS_KEPT_MS);
    await settle();
    feed.resume();
    assert.equal(reads.length, 1);
    seen.isVisible = true;
    feed.resume();
    feed.resume();
    assert.equal(reads.length, 2);
    await answer();
    feed.resume();
    assert.equal(reads.length, 2);
    feed.show(undefined);
  });

  it("give up what is under way for another host or none, and let nothing of it through", async () => {
    const { answer, reads, told, feed, time } = bench();
    feed.show({ key: host, range: "1h" });
    feed.show({ key: other, range: "1h" });
    assert.equal(reads[0]?.signal.aborted, true);
    await answer(0);
    assert.deepEqual(
      told.map(({ host: id, known }) => [id, known !== undefined]),
      [
        [7, false],
        [8, false],
      ],
    );
    feed.show(undefined);
    assert.equal(reads[1]?.signal.aborted, true);
    await answer(1);
    assert.equal(time.step(METRICS_KEPT_MS), false, "nothing waits any more");
    assert.equal(told.length, 2);
  });

  it("are asked for once where the same is shown while it is on its way, and again where it is not", async () => {
    const { reads, feed, answer } = bench();
    feed.show({ key: host, range: "1h" });
    feed.show({ key: host, range: "1h" });
    assert.equal(reads.length, 1);
    await answer();
    feed.show({ key: host, range: "1h" });
    feed.show({ key: host, range: "7d" });
    assert.deepEqual(
      reads.map(({ key }) => key.slice(host.length + 1)),
      ["1h", "1h", "7d"],
    );
    feed.show(undefined);
  });

  it("are sent to a page that was made again, by the host's number there", async () => {
    const { told, feed, answer } = bench();
    feed.post();
    assert.equal(told.length, 0);
    feed.show({ key: host, range: "1h" });
    await answer();
    const before = told.length;
    feed.post();
    assert.deepEqual(told[before], told[before - 1]);
    feed.show({ key: armKey("/gone"), range: "1h" });
    assert.equal(told.length, before + 1);
    feed.show(undefined);
  });

  it("are chosen by a message that is read strictly", () => {
    const wrong = [
      {},
      { range: "2h" },
      { host: 1 },
      { host: "1", range: "1h" },
      { host: 1.5, range: "1h" },
      { host: null, range: "1h" },
      { host: 1, range: ["1h"] },
    ];
    assert.deepEqual(
      wrong.map((message) => parsePageMessage({ type: "hostMetrics", ...message })),
      wrong.map(() => undefined),
    );
    assert.deepEqual(parsePageMessage({ type: "hostMetrics", host: 1, range: "7d", key: "x" }), {
      type: "hostMetrics",
      host: 1,
      range: "7d",
    });
    assert.deepEqual(parsePageMessage({ type: "hostMetrics", range: "30d" }), { type: "hostMetrics", range: "30d" });
  });

  it("reach as far back as the user last chose", () => {
    assert.equal(parseTableLayout({ plotRange: "7d" }).plotRange, "7d");
    for (const plotRange of [undefined, "2h", 7, ["7d"]]) {
      assert.equal(parseTableLayout({ plotRange }).plotRange, "24h");
    }
  });

  it("say where the lowest and the highest value are, each where it was last", () => {
    assert.deepEqual(minMax([null, 3, 1, null, 1, 3, 2, null]), [4, 5]);
    assert.deepEqual(minMax([0]), [0, 0]);
    assert.deepEqual(minMax([null]), [-1, -1]);
  });
});
