import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { ActivityEvent } from "../../../../src/core/azure/activityLog.ts";
import { foldActivity, probableDisconnect, type HostActivity } from "../../../../src/core/history/activity.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { HOST } from "../azure/testArm.ts";

const T = Date.UTC(2026, 7, 20, 10);
const S = 1_000;
const MINUTE = 60 * S;
const KEY = armKey(HOST);
const OTHER = armKey(`${HOST}2`);

const event = (status: string, at: number, more: Partial<ActivityEvent> = {}): ActivityEvent => ({
  hostKey: KEY,
  kind: "disconnected",
  time: T + at,
  status,
  caller: "ann@contoso.com",
  correlationId: "c1",
  eventId: `${more.correlationId ?? "c1"} ${status} ${at}`,
  ...more,
});
const without = (one: ActivityEvent, name: keyof ActivityEvent): ActivityEvent =>
  Object.fromEntries(Object.entries(one).filter(([key]) => key !== name)) as unknown as ActivityEvent;

/** What came of it: caller, seconds from T, outcome. */
const shown = ({ caller, started, outcome, isStartMissing }: HostActivity) =>
  [caller ?? "?", (started - T) / S, outcome, ...(isStartMissing ? ["no start"] : [])].join(" ");

const folds: readonly (readonly [what: string, events: readonly ActivityEvent[], activities: readonly string[]])[] = [
  ["nothing", [], []],
  ["a start and an end", [event("Started", 0), event("Succeeded", 9_000)], ["ann@contoso.com 0 succeeded"]],
  [
    "start, accepted, end, the end first",
    [event("Succeeded", 9_000), event("Accepted", S), event("Started", 0)],
    ["ann@contoso.com 0 succeeded"],
  ],
  ["all in one second", [event("Succeeded", 0), event("Started", 0)], ["ann@contoso.com 0 succeeded"]],
  [
    "all in one second, the end's ID first",
    [event("Succeeded", 0, { eventId: "a" }), event("Started", 0, { eventId: "b" })],
    ["ann@contoso.com 0 succeeded"],
  ],
  [
    "doubled, with less said the second time",
    [event("Started", 0), without(event("Started", 0), "caller"), event("Succeeded", S)],
    ["ann@contoso.com 0 succeeded"],
  ],
  ["a start alone", [event("Started", 0)], ["ann@contoso.com 0 unknown"]],
  ["an end alone", [event("Succeeded", S)], ["ann@contoso.com 1 succeeded no start"]],
  ["words of an export", [event("Start", 0), event("Success", S)], ["ann@contoso.com 0 succeeded"]],
  ["a word that nobody knows", [event("Started", 0), event("Resolved", S)], ["ann@contoso.com 0 unknown"]],
  ["a word that is a name of JavaScript's", [event("constructor", 0)], ["ann@contoso.com 0 unknown"]],
  ["no word", [without(event("", 0), "status")], ["ann@contoso.com 0 unknown"]],
  ["refused", [event("Started", 0), event("Failed", S, { statusCode: "Forbidden" })], ["ann@contoso.com 0 rejected"]],
  ["refused, as a number", [event("Failed", 0, { statusCode: "409" })], ["ann@contoso.com 0 rejected no start"]],
  [
    "failed behind the door",
    [event("Started", 0), event("Failed", S, { statusCode: "GatewayTimeout" })],
    ["ann@contoso.com 0 failed"],
  ],
  [
    "failed after a wait",
    [event("Started", 0), event("Failed", S, { statusCode: "408" })],
    ["ann@contoso.com 0 failed"],
  ],
  ["failed, no more said", [event("Started", 0), event("Failed", S)], ["ann@contoso.com 0 failed"]],
  [
    "two ends: the last counts",
    [event("Started", 0), event("Failed", S), event("Succeeded", 2_000)],
    ["ann@contoso.com 0 succeeded"],
  ],
  [
    "two ends of one second that differ",
    [event("Started", 0), event("Failed", S), event("Succeeded", S)],
    ["ann@contoso.com 0 unknown"],
  ],
  [
    "one correlation ID for two operations, one after the other",
    [event("Started", 0), event("Succeeded", S), event("Started", 5_000), event("Failed", 6_000)],
    ["ann@contoso.com 5 failed", "ann@contoso.com 0 succeeded"],
  ],
  [
    "one correlation ID, the first without its end, a while apart",
    [event("Started", 0), event("Started", 10 * MINUTE), event("Succeeded", 10 * MINUTE + S)],
    ["ann@contoso.com 600 succeeded", "ann@contoso.com 0 unknown"],
  ],
  [
    "two starts of one operation",
    [event("Started", 0), event("Started", S), event("Succeeded", 2_000)],
    ["ann@contoso.com 0 succeeded"],
  ],
  [
    "one correlation ID for two callers",
    [event("Started", 0), event("Succeeded", S), event("Started", 0, { caller: "bob@contoso.com", eventId: "b" })],
    ["ann@contoso.com 0 succeeded", "bob@contoso.com 0 unknown"],
  ],
  [
    "a caller in the start alone",
    [event("Started", 0), without(event("Succeeded", S), "caller")],
    ["ann@contoso.com 0 succeeded"],
  ],
  [
    "one correlation ID for two kinds",
    [event("Succeeded", 0), event("Succeeded", 0, { kind: "listed", eventId: "l" })],
    ["ann@contoso.com 0 succeeded no start", "ann@contoso.com 0 succeeded no start"],
  ],
  [
    "no correlation ID: each for itself",
    [event("Started", 0), event("Succeeded", S)].map((one) => without(one, "correlationId")),
    ["ann@contoso.com 1 succeeded no start", "ann@contoso.com 0 unknown"],
  ],
];

describe("events of the Activity Log, folded", () => {
  for (const [what, events, activities] of folds) {
    it(what, () => assert.deepEqual(foldActivity(events).map(shown), activities));
  }

  it("keeps what any of its events says", () => {
    const [activity] = foldActivity([
      event("Started", 0, { clientAddress: "203.0.113.7" }),
      event("Succeeded", S, { requestId: "r1" }),
    ]);
    assert.deepEqual([activity?.clientAddress, activity?.requestId], ["203.0.113.7", "r1"]);
  });

  const some = fc.record(
    {
      hostKey: fc.constantFrom(KEY, OTHER),
      kind: fc.constantFrom("listed" as const, "disconnected" as const),
      time: fc.integer({ min: 0, max: 200 }).map((seconds) => T + seconds * S),
      status: fc.constantFrom("Started", "Accepted", "Succeeded", "Failed", "x"),
      statusCode: fc.constantFrom("OK", "Forbidden", "500"),
      caller: fc.constantFrom("ann@contoso.com", "bob@contoso.com"),
      correlationId: fc.constantFrom("c1", "c2"),
      eventId: fc.string({ minLength: 3, maxLength: 3 }),
    },
    { requiredKeys: ["hostKey", "kind", "time"] },
  );

  it("is the same whatever the order, and with every event twice", () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), fc.infiniteStream(fc.nat(100)), (events, order) => {
        const ranked = [...events, ...events].map((one) => [order.next().value ?? 0, { ...one }] as const);
        const shuffled = ranked.sort(([a], [b]) => a - b).map(([, one]) => one);
        assert.deepEqual(foldActivity(shuffled), foldActivity(events));
      }),
    );
  });

  it("has keys that are unique, starts that are events, and callers that did something of that kind on that host", () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), (events) => {
        const activities = foldActivity(events);
        assert.equal(new Set(activities.map(({ key }) => key)).size, activities.length);
        for (const { hostKey, kind, caller, started } of activities) {
          const own = events.filter((one) => one.hostKey === hostKey && one.kind === kind);
          assert.ok(own.some(({ time }) => time === started));
          assert.ok(caller === undefined || own.some((one) => one.caller === caller));
        }
      }),
    );
  });
});

const act = (at: number, more: Partial<HostActivity> = {}): HostActivity => ({
  key: `${more.caller ?? "ann"} ${at}`,
  hostKey: KEY,
  kind: "disconnected",
  caller: "ann@contoso.com",
  started: T + at,
  isStartMissing: false,
  outcome: "succeeded",
  ...more,
});
const bob = { caller: "bob@contoso.com" };
const ended = { hostKey: KEY, started: T - 60 * MINUTE, ended: T };

const rules: readonly (readonly [
  what: string,
  activities: readonly HostActivity[],
  callers: readonly string[] | undefined,
  connection?: Parameters<typeof probableDisconnect>[0],
])[] = [
  ["nothing was done", [], undefined],
  ["a disconnect just before", [act(-10 * S)], ["ann@contoso.com"]],
  ["90 s before", [act(-90 * S)], ["ann@contoso.com"]],
  ["91 s before", [act(-91 * S)], undefined],
  ["after it, by no more than clocks differ", [act(5 * S)], ["ann@contoso.com"]],
  ["after it", [act(6 * S)], undefined],
  ["only its end is known, a minute after", [act(60 * S, { isStartMissing: true })], ["ann@contoso.com"]],
  ["on another host", [act(-10 * S, { hostKey: OTHER })], undefined],
  ["a list", [act(-10 * S, { kind: "listed" })], undefined],
  ["two people: both", [act(-80 * S), act(-10 * S, bob)], ["bob@contoso.com", "ann@contoso.com"]],
  [
    "one person twice, in two spellings",
    [act(-80 * S), act(-10 * S, { caller: "Ann@Contoso.com" })],
    ["ann@contoso.com"],
  ],
  ["refused", [act(-10 * S, { outcome: "rejected" })], undefined],
  ["failed", [act(-10 * S, { outcome: "failed" })], undefined],
  [
    "failed beside one that succeeded",
    [act(-10 * S, { outcome: "failed" }), act(-20 * S, bob)],
    ["ann@contoso.com", "bob@contoso.com"],
  ],
  ["without an end in the log", [act(-10 * S, { outcome: "unknown" })], ["ann@contoso.com"]],
  ["the connection hasn't ended", [act(0)], undefined, { hostKey: KEY, started: T - MINUTE }],
  ["the connection's start isn't known", [act(-S)], ["ann@contoso.com"], { hostKey: KEY, ended: T }],
  [
    "the connection began after the disconnect",
    [act(-80 * S)],
    undefined,
    { hostKey: KEY, started: T - 40 * S, ended: T },
  ],
];

describe("who probably ended a connection", () => {
  for (const [what, activities, callers, connection = ended] of rules) {
    it(`${what}: ${callers?.join(" or ") ?? "not said"}`, () =>
      assert.deepEqual(probableDisconnect(connection, activities)?.callers, callers));
  }

  it("says that one has no name, and never takes another's for it", () => {
    const { caller: _, ...unnamed } = act(-10 * S);
    assert.deepEqual(probableDisconnect(ended, [unnamed]), { callers: [], hasUnnamed: true, activities: [unnamed] });
    const both = probableDisconnect(ended, [unnamed, act(-20 * S, bob)]);
    assert.deepEqual([both?.callers, both?.hasUnnamed], [["bob@contoso.com"], true]);
  });
});
