import fc from "fast-check";
import { azureFaults } from "../../simulated-azure/faults/faults.ts";
import type { Fault } from "../../simulated-azure/faults/faults.ts";
import type { RouteName } from "../../simulated-azure/http/requestLog.ts";
import { disconnectVariants, listVariants, variantOutcome } from "../../simulated-azure/faults/variants.ts";
import type { DisconnectVariant, ListVariant } from "../../simulated-azure/faults/variants.ts";

/** One thing that happens in a scenario. Indexes wrap around: any number names an existing item. */
export type Action =
  /** What the user and VS Code do. */
  | { readonly does: "refresh" | "reconnect" }
  | { readonly does: "refreshHost" | "collapse" | "expand"; readonly host: number }
  | { readonly does: "searchAgain"; readonly account: number; readonly tenant: number }
  | { readonly does: "disconnect"; readonly host: number; readonly sessions: readonly number[] }
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

/**
 * Who arrives. `anonymous`: listed without an id. `ghost`: stays when disconnected. `unfindable`: the same, and Azure says
 * NotFound. `namesake`: has the id of another session on the same host, in capital letters.
 * `double`: has the id of a session on another host. `illTyped`: listed with nonsense.
 */
export type Newcomer =
  "anybody" | "anonymous" | "ghost" | "unfindable" | "undisconnectable" | "namesake" | "double" | "illTyped";

/** The world in which a scenario begins. */
export interface Setting {
  readonly hosts: readonly {
    readonly sessions: number;
    readonly list: ListVariant;
    readonly disconnect: DisconnectVariant;
  }[];
  /** Entries of a page: tenants, subscriptions, hosts. */
  readonly pageSize: number;
  /** Whether the cloud knows none of the api-versions that are asked for first. */
  readonly lagsBehind: boolean;
  /** Whether everything is listed before the first action. */
  readonly isListed: boolean;
}

export interface Scenario {
  readonly setting: Setting;
  readonly actions: readonly Action[];
}

export const HOST_NAMES = ["bas-prod", "bas-shared", "bas-lab"] as const;

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
    { weight: 2, arbitrary: fc.record({ ...does("cancel"), place }) },
    { weight: 3, arbitrary: fc.record({ ...does("signOut", "signIn", "disallow", "allow"), account }) },
    { weight: 1, arbitrary: fc.record(does("failAccounts", "reconnect")) },
    {
      weight: 6,
      arbitrary: fc.record({
        ...does("arrive"),
        host,
        as: fc.constantFrom<Newcomer[]>(
          "anybody",
          "anybody",
          "anonymous",
          "ghost",
          "unfindable",
          "undisconnectable",
          "namesake",
          "double",
          "illTyped",
        ),
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

/**
 * Actions of some kinds, to some of the hosts: a scenario in which everything may happen is one in which little happens
 * together.
 */
function actions(maxActions: number, faults: readonly Fault[]): fc.Arbitrary<Action[]> {
  return fc.subarray([0, 1, 2], { minLength: 1 }).chain((places) => {
    const host = fc.constantFrom(...places);
    return fc.subarray([...kinds(faults, host)], { minLength: 3 }).chain((some) => {
      const single = fc.oneof(release, ...some).map((action) => [action]);
      const parts = fc.array(fc.oneof({ weight: 7, arbitrary: single }, { weight: 1, arbitrary: race(host) }), {
        minLength: 1,
        maxLength: maxActions,
        size: "max",
      });
      return parts.map((list) => list.flat());
    });
  });
}

function setting(transport: "controlled" | "real"): fc.Arbitrary<Setting> {
  // Without faults a host can be listed, in whatever shape; what a disconnect comes to may stay unknown for good. Two pages
  // that overlap in the only session there is are the same page twice, which is an error.
  const lists = listVariants.filter(
    (variant) => variantOutcome(variant, "list") === "complete" && variant !== "pagesOverlapping",
  );
  // An operation that never ends takes its time where time is real.
  const disconnects = disconnectVariants.filter(
    (variant) => transport === "controlled" || variantOutcome(variant, "disconnect") !== "neverEnds",
  );
  const host = fc.record({
    sessions: fc.nat(4),
    list: fc.oneof({ weight: 2, arbitrary: fc.constant<ListVariant>("value") }, fc.constantFrom(...lists)),
    disconnect: fc.oneof(
      { weight: 2, arbitrary: fc.constant<DisconnectVariant>("value") },
      fc.constantFrom(...disconnects),
    ),
  });
  return fc.record({
    hosts: fc.array(host, { minLength: HOST_NAMES.length, maxLength: HOST_NAMES.length }),
    pageSize: fc.constantFrom(100, 1),
    lagsBehind: fc.boolean(),
    isListed: fc.constantFrom(true, true, false),
  });
}

/** Scenarios of up to so many actions. Over `real` HTTP, faults that take much memory or time are left out. */
export function scenarios(maxActions: number, transport: "controlled" | "real"): fc.Arbitrary<Scenario> {
  const faults = [...answered, ...onTheWire, ...(transport === "controlled" ? heavy : [])];
  return fc.record({ setting: setting(transport), actions: actions(maxActions, faults) });
}
