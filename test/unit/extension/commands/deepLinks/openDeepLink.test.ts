import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { SearchProblem } from "../../../../../src/core/inventory/directoryState.ts";
import type { HostState } from "../../../../../src/core/inventory/hostState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostState } from "../../table/tableRows.ts";
import * as stub from "../../vscodeStub.ts";

const { openDeepLink } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/deepLinks/openDeepLink.ts"),
);

const account = { id: "a", label: "ops@contoso.example" };
const [home, guest] = [
  { tenantId: "t-home", displayName: "Contoso" },
  { tenantId: "t-guest", displayName: "Northwind" },
];
const error = new AzureError({ kind: "signInNeeded", detail: "", maybeReceived: false });
const seen = hostState("bas-a", [{ sessionId: "s1", userName: "ann" }]);
const gone = hostState("bas-gone", undefined);

interface Given {
  /** Known before anything is searched. */
  readonly hosts?: readonly HostState[];
  /** Found by the search. */
  readonly found?: readonly HostState[];
  readonly problems?: readonly SearchProblem[];
  readonly signedOut?: boolean;
  readonly selected?: readonly string[];
  readonly isByHost?: boolean;
  readonly isReady?: boolean;
  /** What listing the host's sessions again leads to. */
  readonly listed?: HostState;
  /** What listing them once more leads to. */
  readonly listedThen?: HostState;
  /** When the link is opened, by the clock that lists are received by. */
  readonly now?: number;
}

/** An app of which only what links use is there: anything else that is called throws. It records what is done. */
function appWith(given: Given) {
  const did: string[] = [];
  const hosts = new Map((given.hosts ?? []).map((state) => [state.host.key, state]));
  const tenants = new Map([home, guest].map((tenant) => [tenant.tenantId, { identity: { account, tenant } }]));
  const needed = given.problems?.flatMap((one) => (one.kind === "signInToTenant" ? one.identity.tenant.tenantId : []));
  for (const [id, state] of tenants) {
    Object.assign(state, needed?.includes(id) ? { signInNeeded: error } : {});
  }
  const accounts = new Map([["a", { account, tenants, ...(given.signedOut && { signInNeeded: error }) }]]);
  const known = new Set(["s-1", "s-2"]);
  const inventory = {
    host: (key: HostState["host"]["key"]) => hosts.get(key),
    get hosts() {
      return hosts.values();
    },
    enumerated: true,
    accounts,
    searchProblems: given.problems ?? [],
    allSubscriptions: new Map([...known].map((id) => [id, { subscription: { subscriptionId: id }, identities: [] }])),
    selectedSubscriptions: new Set(given.selected ?? known),
    subscriptions: [{ subscriptionId: "s-1", hosts: [] }],
    names: new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() }),
    loading: {
      ensureListed: async ([key]: readonly HostState["host"]["key"][]) => {
        const listed = did.includes("list") ? given.listedThen : given.listed;
        did.push("list");
        if (key !== undefined && listed) {
          hosts.set(key, listed);
        }
        return listed?.problem ? [listed] : [];
      },
    },
  };
  const app = {
    inventory,
    clock: { monotonic: () => given.now ?? 0, wall: () => new Date(given.now ?? 0) },
    connection: { ensureReady: () => given.isReady ?? true },
    log: { info: () => undefined },
    load: async () => {
      did.push("search");
      given.found?.forEach((state) => hosts.set(state.host.key, state));
    },
    viewOptions: { isByHost: given.isByHost ?? true, isShown: () => true },
    reveal: async (_host: string, key: string) => void did.push(`session ${key}`),
    revealRow: async ({ id }: { id: string }) => void did.push(`row ${id.slice(id.lastIndexOf("/") + 1)}`),
    sessionsTable: {
      open: (scope: unknown) => did.push(`table ${scope === undefined ? "" : JSON.stringify(scope)}`),
      openHistory: (filter: string | undefined) => did.push(`history ${filter ?? ""}`),
    },
    journalDocuments: {
      show: async (id: string) => void did.push(`entry ${id}`),
      showJournal: async () => void did.push("journal"),
    },
    reports: { all: [] },
  };
  return { app: app as unknown as App, did };
}

async function opened(given: Given, path: string, query = "") {
  const { app, did } = appWith(given);
  stub.messages.length = stub.executed.length = 0;
  await openDeepLink(app, { path, query, fragment: "" });
  return { did, said: stub.messages.join("\n"), ran: stub.executed.map(([id]) => id) };
}

const { key } = seen.host;
const LIST_FAILED = new AzureError({ kind: "failed", detail: "", maybeReceived: false });
const signIn = (isHidden?: true): SearchProblem => ({
  kind: "signInToTenant",
  identity: { account, tenant: guest },
  error,
  ...(isHidden && { isHidden }),
});

describe("Opening a deep link", () => {
  it("that isn't one does nothing but say so", async () => {
    for (const [path, query] of [
      ["/host", `host=${key}&host=${key}`],
      ["/session", `host=${key}`],
      ["/run", ""],
    ] as const) {
      const { did, said, ran } = await opened({ hosts: [seen] }, path, query);
      assert.deepEqual([did, ran], [[], []]);
      assert.equal(said, "This link can't be opened. It's damaged, or made for another version of Bastion Sessions.");
    }
  });

  it("asks nothing of Azure while no cloud is connected, and shows the view that says why", async () => {
    const { did, ran } = await opened({ isReady: false }, "/host", `host=${key}`);
    assert.deepEqual([did, ran], [[], ["bastionSessions.sessions.focus"]]);
  });

  it("to a known host shows its row, or its table where the view has no rows of hosts", async () => {
    assert.deepEqual((await opened({ hosts: [seen] }, "/host", `host=${key}`)).did, ["row bas-a"]);
    const grouped = await opened({ hosts: [seen], isByHost: false }, "/host", `host=${key}`);
    assert.deepEqual(grouped.did, [`table ${JSON.stringify({ host: key })}`]);
  });

  it("to a host that isn't known yet searches once", async () => {
    const { did, ran, said } = await opened({ found: [seen] }, "/host", `host=${key}&tenant=t-home`);
    assert.deepEqual([did, ran, said], [["search", "row bas-a"], ["bastionSessions.sessions.focus"], ""]);
  });

  it("to a session lists its host as its row does, and shows it, or its connection once it has ended", async () => {
    const query = `host=${key}&session=s1`;
    assert.deepEqual((await opened({ hosts: [seen] }, "/session", query)).did, ["list", "session id:s1"]);
    const ended = await opened({ hosts: [seen], listed: hostState("bas-a", []) }, "/session", query);
    assert.deepEqual(ended.did, ["list", 'history id:"s1"']);
    assert.equal(ended.said, "The session of this link has ended. The history shows it if Azure's audit log has it.");
  });

  it("doesn't call a session ended by a list from before the link", async () => {
    const query = `host=${key}&session=s2`;
    const newer = hostState("bas-a", [{ sessionId: "s2", userName: "ann" }]);
    const begun = await opened({ hosts: [seen], now: 50_000, listedThen: newer }, "/session", query);
    assert.deepEqual([begun.did, begun.said], [["list", "list", "session id:s2"], ""]);
    const listedThen = { ...hostState("bas-a", undefined), problem: LIST_FAILED };
    const unread = await opened({ hosts: [seen], now: 50_000, listedThen }, "/session", query);
    assert.deepEqual(unread.did, ["list", "list", "row bas-a"]);
  });

  it("doesn't call a session ended if not all could be read", async () => {
    const listed = { ...hostState("bas-a", undefined), problem: LIST_FAILED };
    const { did, said } = await opened({ hosts: [gone, seen], listed }, "/session", `host=${key}&session=s1`);
    assert.deepEqual(did, ["list", "row bas-a"]);
    assert.equal(said, "Not all sessions of bas-a could be read, and the session of this link isn't among them.");
  });

  it("leads to the row of a tenant that wants its own sign-in, and signs in no account", async () => {
    const { did, said, ran } = await opened({ problems: [signIn()] }, "/table", `host=${key}&tenant=t-guest`);
    assert.deepEqual([did, ran], [["search", "row t-guest"], ["bastionSessions.sessions.focus"]]);
    assert.equal(said, "Sign in to Northwind, then open the link again.");
  });

  it("says that a tenant is hidden, is of no account, or that the user is signed out", async () => {
    const query = `host=${key}&tenant=t-guest`;
    const hidden = await opened({ problems: [signIn(true)] }, "/host", query);
    assert.equal(
      hidden.said,
      "This link leads to Northwind, a tenant that you've hidden. Use Show Hidden Tenants… first.",
    );
    const other = await opened({}, "/host", `host=${key}&tenant=t-other`);
    assert.equal(other.said, "This link leads to a tenant that none of your accounts can see: t-other");
    const out = await opened({ signedOut: true }, "/host", query);
    assert.equal(out.said, "Sign in, then open the link again.");
    assert.deepEqual(
      [hidden, other, out].map(({ did }) => did),
      [["search"], ["search"], ["search"]],
    );
  });

  it("says that a subscription isn't selected, and that something is no longer there", async () => {
    const unselected = { selected: ["s-2"] };
    for (const [path, query] of [
      ["/host", `host=${key}`],
      ["/table", "subscription=s-1"],
    ] as const) {
      const { said, did } = await opened(unselected, path, query);
      assert.match(said, /^This link leads to a subscription that isn't selected\./u);
      assert.deepEqual(did, ["search"]);
    }
    const missing = await opened({}, "/history", `host=${key}&tenant=t-home`);
    assert.equal(missing.said, "What this link leads to no longer exists, or your accounts can't see it.");
    const incomplete: SearchProblem = { kind: "hosts", identity: { account, tenant: home }, error: LIST_FAILED };
    const unsure = await opened({ problems: [incomplete] }, "/host", `host=${key}&tenant=t-home`);
    assert.match(unsure.said, /^What this link leads to wasn't found, and not everything could be searched\./u);
    assert.deepEqual(unsure.did, ["search", "row t-home"]);
  });

  it("to a subscription opens its table, also if it has no hosts any more", async () => {
    const { did, said } = await opened({}, "/table", "subscription=s-2");
    assert.deepEqual([did, said], [["search", 'table {"subscription":"s-2"}'], ""]);
  });

  it("doesn't say that something is gone which a hidden tenant may have", async () => {
    const isHidden = true;
    const incomplete: SearchProblem = {
      kind: "hosts",
      identity: { account, tenant: guest },
      error: LIST_FAILED,
      isHidden,
    };
    for (const query of [`host=${key}&tenant=t-guest`, `host=${key}`]) {
      const { did, said } = await opened({ problems: [incomplete] }, "/host", query);
      assert.deepEqual(did, ["search"]);
      assert.match(
        said,
        /Northwind, a tenant that you've hidden\. Use Show Hidden Tenants…|not everything could be searched/u,
      );
    }
  });

  it("opens what is about no host without a search of its own", async () => {
    assert.deepEqual((await opened({}, "/table")).did, ["table "]);
    assert.deepEqual((await opened({}, "/history")).did, ["history "]);
    assert.deepEqual((await opened({}, "/journal")).did, ["journal"]);
    const entry = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
    assert.deepEqual((await opened({ isReady: false }, "/journal", `entry=${entry}`)).did, [`entry ${entry}`]);
    assert.deepEqual((await opened({}, "/table", "subscription=s-1")).did, ["search", 'table {"subscription":"s-1"}']);
    assert.deepEqual((await opened({ hosts: [seen] }, "/history", `host=${key}`)).did, ["history host:bas-a"]);
    assert.deepEqual((await opened({ hosts: [seen] }, "/history", `host=${key}&session=a`)).did, ['history id:"a"']);
  });

  it("offers a diagnosis, and doesn't begin it", async () => {
    const { did, said, ran } = await opened({ hosts: [seen] }, "/doctor", `host=${key}`);
    assert.deepEqual([did, ran], [["row bas-a"], []]);
    assert.equal(said, "This link leads to a diagnosis of bas-a, which only reads from Azure.");
  });

  it("gives way to a newer one", async () => {
    const { app, did } = appWith({ found: [seen, gone] });
    const open = (host: HostState) =>
      openDeepLink(app, { path: "/host", query: `host=${host.host.key}`, fragment: "" });
    await Promise.all([open(seen), open(gone)]);
    assert.deepEqual(
      did.filter((one) => one.startsWith("row")),
      ["row bas-gone"],
    );
  });
});
