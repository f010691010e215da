import fc from "fast-check";
import { azureFaults } from "../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";
import { newcomers, type Newcomer } from "./newcomers.ts";
import { HOST_COUNT, settings, type Setting } from "./setting.ts";

/** A session that is shown of a host. */
export interface SessionPick {
  readonly host: number;
  readonly session: number;
}

/** One thing that happens in a scenario. Indexes wrap around: any number names an existing item. */
export type Action =
  /** What the user and VS Code do. */
  | { readonly does: "refresh" | "reconnect" }
  | { readonly does: "refreshHost" | "collapse" | "expand"; readonly host: number }
  | { readonly does: "searchAgain"; readonly account: number; readonly tenant: number }
  | { readonly does: "disconnect"; readonly host: number; readonly sessions: readonly number[] }
  /** Asks about sessions before a disconnect, and confirms a question. */
  | { readonly does: "ask"; readonly picks: readonly SessionPick[] }
  | { readonly does: "confirm"; readonly place: number }
  | { readonly does: "cancel"; readonly place: number }
  | { readonly does: "signOut" | "signIn" | "disallow" | "allow"; readonly account: number }
  | { readonly does: "failAccounts" }
  /** What goes on in the world. */
  | { readonly does: "arrive"; readonly host: number; readonly as: Newcomer }
  | { readonly does: "leave"; readonly host: number; readonly session: number }
  | { readonly does: "deleteHost" | "createHost"; readonly host: number }
  /** What goes wrong. */
  | {
      readonly does: "fault";
      readonly route?: RouteName;
      readonly host?: number;
      readonly times?: number;
      readonly fault: Fault;
    }
  | { readonly does: "clear" | "goOffline" | "goOnline" | "expireTokens" | "revokeTokens" }
  /** What is on its way arrives; time passes. */
  | { readonly does: "release"; readonly places: readonly number[] }
  | { readonly does: "elapse"; readonly ms: number };

export interface Scenario {
  readonly setting: Setting;
  readonly actions: readonly Action[];
}

export const LAST_PICK = 5;

const place = fc.nat(LAST_PICK);
const account = fc.nat(1);
/** The newest is 0. It overtakes others more often than not, since that is what is hard. */
const onItsWay = fc.oneof(fc.nat(1), fc.nat(11));

const answered: Fault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 500, acted: true },
  { kind: "status", status: 502 },
  { kind: "status", status: 503, retryAfter: 2 },
  { kind: "status", status: 504, acted: true },
  { kind: "status", status: 504 },
  { kind: "status", status: 408, acted: true },
  azureFaults.throttled,
  azureFaults.busy,
  { kind: "status", status: 429 },
  { kind: "status", status: 429, retryAfter: 86_400 },
  { kind: "status", status: 429, retryAfterDate: 3 },
  { kind: "status", status: 400 },
  { kind: "status", status: 401 },
  { kind: "status", status: 403 },
  { kind: "status", status: 404 },
  { kind: "status", status: 409 },
  { kind: "claimsChallenge", silent: true },
  { kind: "claimsChallenge", form: "twoSchemes", encoding: "base64url" },
  { kind: "html" },
  { kind: "html", status: 502, acted: true },
  { kind: "html", status: 403 },
  { kind: "invalidJson" },
  { kind: "redirect", to: "https://elsewhere.example/" },
  { kind: "foreignLinks", to: "https://elsewhere.example" },
  ...[
    null,
    {},
    7,
    "text",
    { value: null },
    { value: "none" },
    { value: [7, null] },
    { data: [7, null] },
    { status: "Succeeded" },
  ].map((body): Fault => ({ kind: "json", body })),
  azureFaults.tooManySubscriptions,
  azureFaults.subscriptionLimitHit,
  { kind: "sessionsNotFound" },
  { kind: "lostHosts", named: "none" },
  { kind: "lostHosts", named: "some" },
];

/**
 * For lists in whose entries nothing is lost for good. A page of sessions that is repeated once and then ends can't be
 * detected if the page was empty.
 */
const loops: Fault[] = [
  { kind: "pageLoop", how: "loop" },
  { kind: "pageLoop", how: "repeat" },
];

const onTheWire: Fault[] = [
  { kind: "reset", when: "beforeHeaders" },
  { kind: "reset", when: "beforeHeaders", acted: true },
  { kind: "reset", when: "duringHeaders" },
  { kind: "reset", when: "afterHeaders" },
  { kind: "cutBody" },
  { kind: "neverAnswers" },
  { kind: "neverAnswers", after: "headers" },
];

/** Faults that take real memory or real time over real HTTP. */
const heavy: Fault[] = [{ kind: "huge" }, { kind: "endless" }, { kind: "slowDrip" }];

const routes: RouteName[] = [
  "list",
  "disconnect",
  "tenants",
  "subscriptions",
  "graph",
  "hosts",
  "operationStatus",
  "operationResult",
];

const does = <Name extends Action["does"]>(...names: Name[]) => ({ does: fc.constantFrom(...names) });

interface Weighted {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<Action>;
}

const release: Weighted = {
  weight: 16,
  arbitrary: fc.record({ ...does("release"), places: fc.array(onItsWay, { minLength: 1, maxLength: 8 }) }),
};

function picksOf(host: fc.Arbitrary<number>): fc.Arbitrary<SessionPick[]> {
  return fc.array(fc.record({ host, session: place }), { minLength: 1, maxLength: 3 });
}

/** Everything else that may happen, to these hosts. */
function kinds(faults: readonly Fault[], host: fc.Arbitrary<number>): readonly Weighted[] {
  const route = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<RouteName[]>("list", "disconnect") },
    fc.constantFrom(...routes),
  );
  return [
    {
      weight: 3,
      arbitrary: fc.record({
        ...does("elapse"),
        ms: fc.constantFrom(1_000, 1_000, 5_000, 5_000, 70_000, 600_000, 7_200_000),
      }),
    },
    { weight: 3, arbitrary: fc.record(does("refresh")) },
    { weight: 7, arbitrary: fc.record({ ...does("refreshHost"), host }) },
    { weight: 2, arbitrary: fc.record({ ...does("collapse", "expand"), host }) },
    { weight: 2, arbitrary: fc.record({ ...does("searchAgain"), account, tenant: fc.nat(2) }) },
    {
      weight: 9,
      arbitrary: fc.record({ ...does("disconnect"), host, sessions: fc.array(place, { minLength: 1, maxLength: 3 }) }),
    },
    {
      weight: 4,
      arbitrary: fc.oneof(
        fc.record({ ...does("ask"), picks: picksOf(host) }),
        fc.record({ ...does("confirm"), place: fc.nat(2) }),
      ),
    },
    { weight: 2, arbitrary: fc.record({ ...does("cancel"), place }) },
    { weight: 3, arbitrary: fc.record({ ...does("signOut", "signIn", "disallow", "allow"), account }) },
    { weight: 1, arbitrary: fc.record(does("failAccounts", "reconnect")) },
    {
      weight: 6,
      arbitrary: fc.record({
        ...does("arrive"),
        host,
        as: fc.constantFrom(...newcomers),
      }),
    },
    { weight: 3, arbitrary: fc.record({ ...does("leave"), host, session: place }) },
    { weight: 1, arbitrary: fc.record({ ...does("deleteHost", "createHost"), host }) },
    {
      weight: 6,
      arbitrary: fc.record(
        { ...does("fault"), fault: fc.constantFrom(...faults), route, host, times: fc.integer({ min: 1, max: 5 }) },
        { requiredKeys: ["does", "fault"] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        ...does("fault"),
        fault: fc.constantFrom(...loops),
        route: fc.constantFrom<RouteName[]>("tenants", "subscriptions", "graph", "hosts"),
      }),
    },
    { weight: 2, arbitrary: fc.record(does("clear", "goOffline", "goOnline", "expireTokens", "revokeTokens")) },
  ];
}

/** What is asked of one host while earlier answers are still on their way: each is let go a little before the next is asked. */
function race(host: fc.Arbitrary<number>): fc.Arbitrary<Action[]> {
  return host.chain((one) => {
    const asked = fc.oneof(
      fc.constant<Action>({ does: "refreshHost", host: one }),
      fc.constant<Action>({ does: "disconnect", host: one, sessions: [0] }),
      fc.constantFrom<Action[]>(
        { does: "arrive", host: one, as: "anybody" },
        { does: "leave", host: one, session: 0 },
        { does: "refresh" },
      ),
    );
    const step = fc
      .tuple(asked, fc.nat(2))
      .map(([action, count]): Action[] => [
        action,
        { does: "release", places: Array.from({ length: count }, () => 0) },
      ]);
    return fc.array(step, { minLength: 2, maxLength: 5 }).map((steps) => steps.flat());
  });
}

/** A question before a disconnect from its start to its end, with something that makes the lists old or untrue before each step. */
function question(host: fc.Arbitrary<number>): fc.Arbitrary<Action[]> {
  return host.chain((one) => {
    const some = fc
      .nat(6)
      .map((count): Action => ({ does: "release", places: Array.from({ length: count }, () => 0) }));
    const spoil = fc.constantFrom<Action[]>(
      { does: "elapse", ms: 200_000 },
      { does: "elapse", ms: 2_000 },
      { does: "leave", host: one, session: 0 },
      { does: "fault", route: "list", host: one, times: 1, fault: { kind: "status", status: 403 } },
      { does: "fault", route: "list", host: one, times: 4, fault: { kind: "status", status: 500 } },
      { does: "fault", route: "disconnect", host: one, times: 1, fault: { kind: "sessionsNotFound" } },
      { does: "refreshHost", host: one },
    );
    const ask = picksOf(fc.oneof({ weight: 3, arbitrary: fc.constant(one) }, fc.nat(HOST_COUNT - 1))).map(
      (picks): Action => ({ does: "ask", picks }),
    );
    const confirm = fc.constant<Action>({ does: "confirm", place: 0 });
    const after = fc
      .constantFrom<Newcomer[]>("back", "otherCase", "sameVmName")
      .map((as): Action => ({ does: "arrive", host: one, as }));
    return fc
      .tuple(
        spoil,
        some,
        ask,
        some,
        spoil,
        some,
        confirm,
        some,
        after,
        fc.constant<Action>({ does: "refreshHost", host: one }),
        some,
      )
      .map((steps) => [...steps]);
  });
}

/**
 * Actions of some kinds, to some of the hosts: a scenario in which everything may happen is one in which little happens
 * together.
 */
function actions(maxActions: number, faults: readonly Fault[]): fc.Arbitrary<Action[]> {
  return fc.subarray([0, 1, 2], { minLength: 1 }).chain((places) => {
    const host = fc.constantFrom(...places);
    return fc.subarray([...kinds(faults, host)], { minLength: 3 }).chain((some) => {
      const single = fc.oneof(release, ...some).map((action) => [action]);
      const parts = fc.array(fc.oneof({ weight: 12, arbitrary: single }, race(host), question(host)), {
        minLength: 1,
        maxLength: maxActions,
        size: "max",
      });
      return parts.map((list) => list.flat());
    });
  });
}

/** Scenarios of up to so many actions. Over `real` HTTP, faults that take much memory or time are left out. */
export function scenarios(maxActions: number, transport: "controlled" | "real"): fc.Arbitrary<Scenario> {
  const faults = [...answered, ...onTheWire, ...(transport === "controlled" ? heavy : [])];
  return fc.record({ setting: settings(transport), actions: actions(maxActions, faults) });
}
