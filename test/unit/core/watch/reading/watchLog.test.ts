import { strict as assert } from "node:assert";
import type { History, HistoryGap } from "../../../../../src/core/history/history.ts";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { armKey, type ArmKey } from "../../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../../src/core/model/bastionHost.ts";
import { READ_EVERY_MS, WatchLog } from "../../../../../src/core/watch/reading/watchLog.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 29, 12);

function host(name: string): BastionHost {
  const id = `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/${name}`;
  return { id, key: armKey(id), name, subscriptionId: "s", resourceGroup: "rg" };
}
const [a, b] = [host("a"), host("b")];

/** A log in which each host has one connection of three hours ago, and whose clock a test drives. */
function bench() {
  const time = { now: NOW };
  const gaps = new Map<ArmKey, readonly HistoryGap[]>();
  const ranges: number[] = [];
  const read = async ({ from, to, hosts }: { from: number; to: number; hosts: readonly BastionHost[] }) => {
    ranges.push((to - from) / HOUR);
    const started = NOW - 3 * HOUR;
    const connections = hosts
      .filter(({ key }) => !gaps.has(key) && started >= from)
      .map(({ key }) => ({ key: "tunnel:1", hostKey: key, started, hasEnded: false }));
    const history = { from, to, asOf: new Date(to), connections, failures: [], gaps };
    return Promise.resolve<History>({ ...history, activities: [], activityGaps: [] });
  };
  const log = new WatchLog(read, {
    monotonic: () => time.now,
    wall: () => new Date(time.now),
    pause: () => Promise.resolve(),
  });
  return {
    gaps,
    ranges,
    found: (one: BastionHost) => log.of(one.key)?.connections.length,
    async readDue(minutes: number, ...hosts: readonly BastionHost[]) {
      time.now += minutes * 60_000;
      await log.readDue(hosts, new AbortController().signal);
    },
  };
}

describe("the log that a watch reads", () => {
  it("is read as a whole again for a host that no rule was about meanwhile, as while one is edited", async () => {
    const made = bench();
    await made.readDue(0, a, b);
    await made.readDue(1, a);
    await made.readDue(1, a, b);
    assert.deepEqual([made.found(a), made.found(b)], [1, 1]);
  });

  it("is read as a whole once it may be read", async () => {
    const made = bench();
    made.gaps.set(b.key, [{ kind: "leftOut" }]);
    await made.readDue(0, a, b);
    assert.deepEqual([made.found(a), made.found(b)], [1, 0]);
    made.gaps.clear();
    await made.readDue(READ_EVERY_MS / 60_000, a, b);
    await made.readDue(READ_EVERY_MS / 60_000, a, b);
    assert.deepEqual([made.found(a), made.found(b)], [1, 1]);
    await made.readDue(READ_EVERY_MS / 60_000, a, b);
    assert.deepEqual(
      made.ranges.map((hours) => hours === 24),
      [true, false, true, false],
    );
  });

  it("is read soon after the user has signed in again", async () => {
    const made = bench();
    const error = new AzureError({ kind: "signInNeeded", detail: "expired", maybeReceived: false });
    made.gaps.set(a.key, [{ kind: "failed", error }]);
    await made.readDue(0, a);
    made.gaps.clear();
    await made.readDue(READ_EVERY_MS / 60_000, a);
    assert.equal(made.found(a), 1);
  });
});
