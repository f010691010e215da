import { strict as assert } from "node:assert";
import type { History } from "../../../../../src/core/history/history.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import type { BastionHost } from "../../../../../src/core/model/bastionHost.ts";
import type { Connection } from "../../../../../src/core/model/session/connection.ts";
import { KnownAddresses } from "../../../../../src/core/watch/reading/knownAddresses.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 29, 12);
const hostKey = armKey("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas");
const hosts = [{ key: hostKey, subscriptionId: "s" } as BastionHost];

function connection(started: number): Connection & { readonly started: number } {
  const [person, clientAddress] = ["ann@contoso.example", "203.0.113.5"];
  return { key: `tunnel:${started}`, hostKey, person, clientAddress, started, hasEnded: false };
}

/** Addresses that are known by a log, whose clock a test drives. */
function bench(...starts: readonly number[]) {
  const time = { now: NOW, ms: 0, readings: 0 };
  const rows = starts.map(connection);
  const read = ({ from, to }: { readonly from: number; readonly to: number }): Promise<History> => {
    time.readings++;
    const connections = rows.filter(({ started }) => started >= from && started < to && started <= time.now);
    return Promise.resolve({
      ...{ from, to, asOf: new Date(time.now), connections, failures: [], gaps: new Map() },
      ...{ activities: [], activityGaps: [] },
    });
  };
  const clock = {
    monotonic: () => time.ms,
    wall: () => new Date(time.now),
    pause: () => Promise.resolve(),
  };
  const addresses = new KnownAddresses(read, clock);
  return {
    time,
    rows,
    addresses,
    readDue: () => addresses.readDue(hosts, new AbortController().signal),
    isKnown: (started: number) => addresses.isKnown(connection(started), "s"),
  };
}

describe("the addresses that people use", () => {
  it("are known however often they were used since", async () => {
    const often = Array.from({ length: 200 }, (_, index) => NOW - 23 * HOUR + index * 60_000);
    const made = bench(NOW - 31 * DAY, NOW - 2 * DAY, ...often);
    made.time.now = NOW - 2 * DAY;
    await made.readDue();
    made.time.now = NOW;
    made.addresses.learn(made.rows);
    assert.deepEqual([...new Set(often.map(made.isKnown))], [true]);
    assert.equal(made.isKnown(NOW - 2 * DAY), true);
  });

  it("are not known by later use", async () => {
    const made = bench(NOW - 2 * HOUR, NOW - HOUR);
    await made.readDue();
    assert.deepEqual([made.isKnown(NOW - 2 * HOUR), made.isKnown(NOW - HOUR)], [false, true]);
  });

  it("are read again once a day, since the log of days of sleep isn't read otherwise", async () => {
    const made = bench(NOW + 2 * DAY);
    await made.readDue();
    made.time.now += 4 * DAY;
    await made.readDue();
    assert.equal(made.isKnown(made.time.now - HOUR), true);
    await made.readDue();
    assert.equal(made.time.readings, 2);
  });

  it("are read again after the date was wrong", async () => {
    const made = bench(NOW - 2 * DAY);
    await made.readDue();
    made.time.now += 400 * DAY;
    await made.readDue();
    made.addresses.learn([]);
    made.time.now -= 400 * DAY;
    await made.readDue();
    assert.equal(made.isKnown(NOW - HOUR), true);
  });
});
