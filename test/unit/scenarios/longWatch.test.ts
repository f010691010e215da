import { strict as assert } from "node:assert";
import { parseWeekHours } from "../../../src/core/watch/weekHours.ts";
import type { Trigger } from "../../../src/core/watch/watchRule.ts";
import { ListBudget } from "../../../src/core/watch/hits/listPlan.ts";
import { WatchReader } from "../../../src/core/watch/reading/watchReader.ts";
import { MINUTE, ruleOf, scene, world, type Scene } from "../../support/watch/watchScene.ts";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";
import type { WorldSpec } from "../../simulated-azure/world/worldTypes.ts";
import { SeededRandom } from "../../simulated-azure/world/random.ts";

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HOSTS = 100;
const SUBSCRIPTIONS = ["Production", "Test", "Shared"];
const REGIONS = ["westeurope", "koreacentral"];

/** Of three subscriptions, in two regions each; some of them log nothing. */
const large: WorldSpec = {
  ...world,
  subscriptions: SUBSCRIPTIONS.map((displayName) => ({ displayName, tenant: "Contoso" })),
  hosts: Array.from({ length: HOSTS }, (_, place) => ({
    name: `bas-${place}`,
    subscription: SUBSCRIPTIONS[place % SUBSCRIPTIONS.length]!,
    location: REGIONS[place % REGIONS.length]!,
    sku: "Standard" as const,
    scaleUnits: 2,
    sessions: [{ userName: "azureuser", ageMinutes: place }],
    ...(place % 10 === 9 && { diagnostics: [] }),
  })),
};

const hours = parseWeekHours("Mon-Fri 07:00-19:00");
const triggers: readonly Trigger[] = [
  { kind: "longerThan", minutes: 60 },
  { kind: "longerThan", minutes: 480 },
  { kind: "connects" },
  { kind: "more" },
  { kind: "clientNotIn", blocks: ["10.0.0.0/8"] },
  { kind: "newAddress" },
  { kind: "outside", hours: hours! },
  { kind: "failedSignIns", count: 5, withinMinutes: 15 },
  { kind: "linkUsed" },
  { kind: "returns", withinMinutes: 60 },
  { kind: "fuller", percent: 80 },
];
const rules = triggers.map((trigger) => ruleOf(trigger));

/** Somebody connects, somebody leaves, and now and then somebody guesses passwords. */
function comeAndGo({ bench: { azure } }: Scene, random: SeededRandom): void {
  const host = random.pick(azure.world.hosts);
  azure.world.addSession(host, { userName: random.pick(["azureuser", "root"]), ageMinutes: 0 });
  const [oldest] = azure.world.sessions(random.pick(azure.world.hosts));
  if (oldest) {
    azure.world.endSession(oldest.hostKey, oldest.sessionId);
  }
  if (random.next() < 0.1) {
    azure.world.addFailedSignIn(random.pick(azure.world.hosts), { count: 6, clientAddress: "198.51.100.9" });
  }
}

type Requests = Scene["bench"]["azure"]["requests"];

/** The most of these requests that have the same key. */
function mostOf(requests: Requests, keyOf: (one: Requests[number]) => unknown): number {
  return Math.max(0, ...[...Map.groupBy(requests, keyOf).values()].map(({ length }) => length));
}

const spanOf = ({ logQuestion }: Requests[number]) => (logQuestion ? logQuestion.to - logQuestion.from : 0);

describe("a long watch of 100 hosts with rules of every kind", () => {
  it("keeps its requests an hour, its timers, and its notices within bounds", async () => {
    await using made = await scene(rules, large);
    const { azure } = made.bench;
    const random = new SeededRandom(17);
    made.notices.length = 0;
    for (let hour = 0; hour < 2; hour++) {
      const before = azure.requests.length;
      for (let minute = 0; minute < 60; minute += hour + 1) {
        comeAndGo(made, random);
        await made.pass(hour + 1);
        assert.ok(made.waits() <= 2, `${made.waits()} timers`);
      }
      // A token that has expired meanwhile costs a request more.
      const all = azure.requests.slice(before).filter(({ status }) => status !== 401);
      const of = (route: RouteName) => all.filter((one) => one.route === route);
      const [lists, logs, regions] = [of("list"), of("auditLog"), of("regionMetrics")];
      const days = logs.filter((one) => spanOf(one) <= DAY);
      assert.ok(mostOf(days, ({ subscriptionId }) => subscriptionId) <= 12, `${days.length} logs`);
      // What was used in the last 30 days, once more where some of it couldn't be read.
      assert.ok(mostOf(logs, ({ subscriptionId }) => subscriptionId) <= 13, `${logs.length} logs`);
      assert.ok(regions.length <= 12 * SUBSCRIPTIONS.length * REGIONS.length, `${regions.length} counts`);
      assert.ok(lists.length <= 20 && mostOf(lists, ({ hostKey }) => hostKey) <= 2, `${lists.length} lists`);
      assert.ok(logs.length > 0 && regions.length > 0 && lists.length > 0);
      // Apart from these only the hourly search for hosts.
      const others = all.length - lists.length - logs.length - regions.length - of("signIn").length;
      assert.ok(others <= 10, JSON.stringify([...new Set(all.map(({ route }) => route))]));
    }
    assert.ok(made.notices.length > 0 && made.notices.length <= 25, `${made.notices.length} notices`);
  });

  it("remembers one day, however long it lasts", async () => {
    const hosts = large.hosts!.slice(0, 10);
    await using made = await scene([], { ...large, hosts });
    const { bench } = made;
    const parts = {
      inventory: bench.inventory,
      clock: {
        monotonic: () => bench.clock.ms,
        wall: () => new Date(bench.clock.asleep),
        pause: () => Promise.resolve(),
      },
      budget: new ListBudget(),
      disconnected: () => Promise.resolve([]),
    };
    const reader = new WatchReader(parts);
    const watched = rules.flatMap(({ rule }) => rule ?? []);
    const random = new SeededRandom(18);
    const { signal } = new AbortController();
    const kept: Record<string, number>[] = [];
    for (let step = 1; step <= 54; step++) {
      for (let time = 0; time < 8; time++) {
        comeAndGo(made, random);
      }
      await made.pass(60);
      await reader.readDue(watched, signal);
      reader.listDue(watched);
      if (step % 27 === 0) {
        kept.push(keptBy(reader, bench.clock.asleep));
      }
    }
    const [first, ...later] = kept;
    for (const one of later) {
      for (const [what, count] of Object.entries(one)) {
        assert.ok(count <= 1.5 * (first?.[what] ?? 0) + 5, `${what}: ${JSON.stringify(kept)}`);
      }
    }
  });
});

/** How much there is of what grows, and that none of it is older than a day. */
function keptBy(reader: WatchReader, now: number): Record<string, number> {
  const { hosts, disconnected } = reader.facts();
  const connections = hosts.flatMap(({ log }) => log?.connections ?? []);
  const failures = hosts.flatMap(({ log }) => log?.failures ?? []);
  const changes = hosts.flatMap(({ countChanges }) => countChanges);
  for (const { newcomers, state } of hosts) {
    assert.ok(newcomers.size <= (state.list?.sessions.length ?? 0));
  }
  const times = [
    ...connections.map(({ started, ended }) => started ?? ended ?? 0),
    ...failures.map(({ time = 0 }) => time),
    ...changes.map(({ at }) => at),
  ];
  assert.ok(times.length > 0 && Math.min(...times) >= now - DAY - HOUR);
  return {
    connections: connections.length,
    failures: failures.length,
    changes: changes.length,
    disconnected: disconnected.length,
  };
}
