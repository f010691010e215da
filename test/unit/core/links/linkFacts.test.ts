import assert from "node:assert/strict";
import type { HostActivity } from "../../../../src/core/history/activity.ts";
import type { ActivityGap, History } from "../../../../src/core/history/history.ts";
import { linkFactsOf, type LinkMakers } from "../../../../src/core/links/linkFacts.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import { HOST_ID, hostLinks, link, vm } from "./testLinks.ts";

const AT = Date.UTC(2026, 2, 1, 10);
const MINUTE = 60_000;
const KEY = armKey(HOST_ID);
const MADE = new Date(AT).toISOString();

const operation = (caller: string | undefined, minutes: number, more: Partial<HostActivity> = {}): HostActivity => ({
  key: `${caller} ${minutes}`,
  hostKey: KEY,
  kind: "linksCreated",
  ...(caller !== undefined && { caller }),
  started: AT + minutes * MINUTE,
  isStartMissing: false,
  outcome: "succeeded",
  ...more,
});

const historyOf = (more: Partial<History>): History => ({
  from: AT - 60 * MINUTE,
  to: AT + 60 * MINUTE,
  asOf: new Date(AT + 60 * MINUTE),
  connections: [],
  failures: [],
  gaps: new Map(),
  activities: [],
  activityGaps: [],
  ...more,
});

/** Who may have made a link of that time. */
function makers(activities: readonly HostActivity[], more: Partial<History> = {}, createdAt = MADE) {
  const facts = linkFactsOf(hostLinks([link(vm("web"), createdAt)]), historyOf({ activities, ...more }));
  return facts.machines.get(armKey(vm("web")))?.makers[0];
}

const shown = (found: LinkMakers | undefined) =>
  found && [found.caller, found.callers.join(), found.hasUnnamed, found.isIncomplete];

const gap = (more: object) => ({ subscriptionId: "s", hostKey: KEY, ...more }) as ActivityGap;

describe("Who made a link", () => {
  const certain: readonly (readonly [what: string, activities: readonly HostActivity[], caller: string])[] = [
    ["the only operation before it", [operation("ann", -1)], "ann"],
    ["one that began at the same second", [operation("ann", 0)], "ann"],
    ["one five minutes before", [operation("ann", -5)], "ann"],
    ["beside one that was refused", [operation("ann", -1), operation("bob", -1, { outcome: "rejected" })], "ann"],
    ["beside one of another host", [operation("ann", -1), operation("bob", -1, { hostKey: armKey(vm("x")) })], "ann"],
    ["beside one of another kind", [operation("ann", -1), operation("bob", -1, { kind: "linksRead" })], "ann"],
    ["beside earlier and later ones", [operation("ann", -1), operation("bob", -6), operation("cho", 1)], "ann"],
  ];
  for (const [what, activities, caller] of certain) {
    it(`is known: ${what}`, () => assert.deepEqual(shown(makers(activities)), [caller, caller, false, false]));
  }

  const uncertain: readonly (readonly [what: string, found: LinkMakers | undefined, ReturnType<typeof shown>])[] = [
    ["no operation", makers([]), [undefined, "", false, false]],
    ["one after it", makers([operation("ann", 1)]), [undefined, "", false, false]],
    [
      "two, the later first",
      makers([operation("ann", -3), operation("bob", -1)]),
      [undefined, "bob,ann", false, false],
    ],
    ["two of one caller", makers([operation("ann", -3), operation("Ann", -1)]), [undefined, "ann", false, false]],
    ["one without a caller", makers([operation(undefined, -1)]), [undefined, "", true, false]],
    [
      "one beside one without a caller",
      makers([operation("ann", -1), operation(undefined, -1)]),
      [undefined, "ann", true, false],
    ],
    ["no time", makers([operation("ann", -1)], {}, "yesterday"), undefined],
    [
      "a log that couldn't be read",
      makers([], { activityGaps: [gap({ kind: "failed" })] }),
      [undefined, "", false, true],
    ],
    [
      "a log with events that can't be read",
      makers([operation("ann", -1)], { activityGaps: [gap({ kind: "unreadable", count: 1 })] }),
      [undefined, "ann", false, true],
    ],
    [
      "a log that begins later",
      makers([operation("ann", -1)], { activityGaps: [gap({ kind: "cut", since: AT - 2 * MINUTE })] }),
      [undefined, "ann", false, true],
    ],
    [
      "a log that begins who knows when",
      makers([operation("ann", -1)], { activityGaps: [gap({ kind: "cut" })] }),
      [undefined, "ann", false, true],
    ],
    ["a range that begins later", makers([], { from: AT - MINUTE }), [undefined, "", false, true]],
    [
      "a log that may be late",
      makers([operation("ann", -1)], { to: AT + 19 * MINUTE }),
      [undefined, "ann", false, true],
    ],
  ];
  for (const [what, found, expected] of uncertain) {
    it(`isn't known: ${what}`, () => assert.deepEqual(shown(found), expected));
  }

  it("is known although the log was cut, if that was earlier", () => {
    const activityGaps = [gap({ kind: "cut", since: AT - 5 * MINUTE })];
    assert.equal(makers([operation("ann", -1)], { activityGaps })?.caller, "ann");
  });

  it("takes an operation of which the log has only the end for one that may have made it", () => {
    const found = makers([operation("ann", 2, { isStartMissing: true }), operation("bob", -1)]);
    assert.deepEqual(shown(found), [undefined, "ann,bob", false, false]);
  });
});

describe("Connections through a link", () => {
  const connection = (minutes: number, more: Partial<Connection> = {}): Connection => ({
    hostKey: KEY,
    key: `${minutes}`,
    hasEnded: false,
    started: AT + minutes * MINUTE,
    resourceType: "BSL",
    targetResourceId: vm("web").toUpperCase(),
    ...more,
  });
  const factsOf = (connections: readonly Connection[], more: Partial<History> = {}) =>
    linkFactsOf(hostLinks([link(vm("web"), MADE), link(vm("db"), MADE)]), historyOf({ connections, ...more }));
  const of = (connections: readonly Connection[], name = "web") =>
    factsOf(connections).machines.get(armKey(vm(name)))?.connections;

  it("to something that is no VM, such as a whole scale set, may be to any of them", () => {
    const set = vm("web").replace("virtualMachines", "virtualMachineScaleSets");
    const facts = factsOf([connection(-2, { targetResourceId: set })]);
    assert.deepEqual(facts.unnamed, { count: 1, newest: AT - 2 * MINUTE });
  });

  it("are counted by VM, with the time of the newest", () => {
    const found = [connection(-9), connection(-2), connection(-1, { targetResourceId: vm("db") })];
    assert.deepEqual(of(found), { count: 2, newest: AT - 2 * MINUTE });
    assert.deepEqual(of(found, "db"), { count: 1, newest: AT - MINUTE });
  });

  it("are only those that the log has as such, on this host", () => {
    assert.deepEqual(of([connection(-1, { resourceType: "VM" }), connection(-1, { hostKey: armKey(vm("x")) })]), {
      count: 0,
    });
  });

  it("have the time of the end where that of the start isn't logged, or none", () => {
    const { started: _lost, ...untimed } = connection(-1);
    assert.deepEqual(of([{ ...untimed, ended: AT }]), { count: 1, newest: AT });
    assert.deepEqual(of([untimed]), { count: 1 });
  });

  it("are counted apart if the log names no VM", () => {
    const { targetResourceId: _unsaid, ...unnamed } = connection(-1);
    const facts = factsOf([unnamed, connection(-3)]);
    assert.deepEqual(facts.unnamed, { count: 1, newest: AT - MINUTE });
  });

  it("have what couldn't be read said beside them", () => {
    const gaps = new Map([[KEY, [{ kind: "notLogged" } as const]]]);
    assert.deepEqual(factsOf([], { gaps }).gaps, [{ kind: "notLogged" }]);
  });
});
