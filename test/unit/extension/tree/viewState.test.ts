import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type {
  AccountState,
  SearchProblem,
  VisibleSubscription,
} from "../../../../src/core/inventory/directoryState.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { hostState } from "../table/tableRows.ts";
import type { ViewOptions } from "../../../../src/extension/tree/viewOptions.ts";
import { importWithStub } from "../vscodeStub.ts";

const { isSignedIn, viewDescription, viewMessage, viewState } = await importWithStub(
  () => import("../../../../src/extension/tree/viewState.ts"),
);

const problem = new AzureError({ kind: "unreachable", detail: "", maybeReceived: true });
const alice = { sessionId: "a", userName: "alice" };
const account = { id: "1", label: "ada@contoso.com" };

/** An inventory in which everything was found, and these hosts are known. */
function inventory(hosts: readonly HostState[], more: Partial<Inventory> = {}): Inventory {
  const known = { enumerated: true, searchProblems: [], accounts: new Map(), hosts };
  return { ...known, ...more } as unknown as Inventory;
}

/** A host of whose list some entries could not be read. */
function partly(...sessions: (typeof alice)[]): HostState {
  const { list, ...host } = hostState("partly", sessions);
  return { ...host, list: { ...list!, unreadable: 2 } };
}

describe("How many? The view's title", () => {
  const none = hostState("none", []);
  const one = hostState("one", [alice]);
  const unread = hostState("unread", undefined, { problem });
  const listing = hostState("listing", undefined, { listing: true });
  const unopened = hostState("unopened", undefined);
  const searching: AccountState = { account, searching: true, unreadable: 0, tenants: new Map() };
  const rows: readonly (readonly [name: string, inventory: Inventory, title: string])[] = [
    ["nothing listed", inventory([listing]), ""],
    ["one empty host", inventory([none]), "no sessions"],
    ["all hosts listed", inventory([none, one]), "1 session"],
    ["an empty host, another being listed", inventory([none, listing]), "sessions: unknown"],
    ["an empty host, another that failed", inventory([none, unread]), "sessions: unknown"],
    ["an empty host, another that was never opened", inventory([none, unopened]), "sessions: unknown"],
    ["one session, another host being listed", inventory([one, listing]), "at least 1 session"],
    ["no entry that could be read", inventory([partly()]), "sessions: unknown"],
    ["some entries that could be read", inventory([partly(alice)]), "at least 1 session"],
    ["an empty host before the search has ended", inventory([none], { enumerated: false }), "sessions: unknown"],
    [
      "an empty host, and a tenant that could not be searched",
      inventory([none], { searchProblems: [{ kind: "tenants", account, error: problem }] }),
      "sessions: unknown",
    ],
    [
      "an empty host, and an account that is still being searched",
      inventory([none], { accounts: new Map([["1", searching]]) }),
      "sessions: unknown",
    ],
  ];
  for (const [name, known, title] of rows) {
    it(name, () => assert.equal(viewDescription(known, new Date(0)).split(" · ")[0], title));
  }
});

describe("Signed in? The walkthrough's first step", () => {
  const found: AccountState = { account, searching: false, unreadable: 0, tenants: new Map() };
  const rows: readonly (readonly [name: string, state: AccountState | undefined, isIt: boolean])[] = [
    ["no account", undefined, false],
    ["an account that is still being searched", { ...found, searching: true }, false],
    ["an account that hasn't allowed access", { ...found, signInNeeded: problem }, false],
    ["an account that couldn't reach Azure", { ...found, error: problem }, false],
    ["an account whose tenants are known", found, true],
  ];
  for (const [name, state, isIt] of rows) {
    it(`${isIt ? "yes" : "no"}: ${name}`, () =>
      assert.equal(isSignedIn({ accounts: new Map(state && [["1", state]]) }), isIt));
  }
});

describe("What does a newcomer see? The view without rows", () => {
  const setting = { state: "ready" } as Parameters<typeof viewState>[0];
  const found: AccountState = { account, searching: false, unreadable: 0, tenants: new Map() };
  const both = new Map<string, VisibleSubscription>(
    ["s-a", "s-b"].map((id) => [id, { subscription: { subscriptionId: id }, identities: [] }]),
  );
  const signedIn = { accounts: new Map([["1", found]]), subscriptions: [], allSubscriptions: new Map() };
  const failed: SearchProblem = { kind: "tenants", account, error: problem };
  const rows: readonly (readonly [name: string, known: Partial<Inventory>, state: string])[] = [
    ["the search has not ended", { ...signedIn, enumerated: false }, "loading"],
    ["there is no account", { ...signedIn, accounts: new Map() }, "signedOut"],
    ["no subscription can be seen", signedIn, "noSubscriptions"],
    [
      "no subscription has a host",
      { ...signedIn, allSubscriptions: both, selectedSubscriptions: new Set(both.keys()) },
      "empty",
    ],
    [
      "no selected one has a host",
      { ...signedIn, allSubscriptions: both, selectedSubscriptions: new Set(["s-a"]) },
      "noneSelected",
    ],
    ["part of the search failed", { ...signedIn, searchProblems: [failed] }, "ready"],
  ];
  for (const [name, known, state] of rows) {
    it(`${state}: ${name}`, () =>
      assert.equal(viewState(setting, inventory([], { selectedSubscriptions: new Set(), ...known })), state));
  }
});

describe("What is missing? The view's message", () => {
  const refusal = new AzureError({ kind: "notAllowed", detail: "", maybeReceived: false });
  const refused = hostState("refused", undefined, { problem: refusal });
  const lost = hostState("lost", undefined, { problem });
  const one = hostState("one", [alice]);
  const failed: SearchProblem = { kind: "tenants", account, error: refusal };
  const options = { filter: undefined } as unknown as ViewOptions;
  const said = (hosts: readonly HostState[], more: Partial<Inventory> = {}) =>
    viewMessage(
      "ready",
      inventory(hosts, {
        loading: { loaded: hosts } as unknown as Inventory["loading"],
        allSubscriptions: new Map(),
        selectedSubscriptions: new Set(),
        ...more,
      }),
      options,
      { slowdown: 1, everyMs: undefined },
    );
  const all = "Azure doesn't let you list the sessions of any of these hosts. Use Diagnose… to find out why.";
  const rows: readonly (readonly [name: string, message: string, expected: string])[] = [
    ["nothing", said([one]), ""],
    [
      "the only host refused",
      said([refused]),
      "Azure doesn't let you list this host's sessions. Use Diagnose… to find out why.",
    ],
    ["every host refused", said([refused, refused]), all],
    ["a host refused, another didn't", said([refused, one]), "1 of 2 hosts couldn't be read."],
    ["a host refused, another couldn't be reached", said([refused, lost]), "2 of 2 hosts couldn't be read."],
    [
      "the search was refused, and found no host",
      said([], { searchProblems: [failed] }),
      "Bastion hosts may be missing: not everything could be searched.",
    ],
    ["the search was refused in part, and found a host", said([one], { searchProblems: [failed] }), ""],
  ];
  for (const [name, message, expected] of rows) {
    it(name, () => assert.equal(message, expected));
  }

  it("the first search hasn't ended, and there are no rows from the last window", () => {
    const searching = (known: Partial<Inventory>) =>
      viewMessage("loading", inventory([], known), options, { slowdown: 1, everyMs: undefined });
    assert.equal(searching({ subscriptions: [] }), "Searching for bastion hosts…");
    assert.equal(searching({ subscriptions: [{ subscriptionId: "s-1", hosts: [one.host] }] }), "");
  });
});
