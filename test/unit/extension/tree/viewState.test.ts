import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import type { AccountState } from "../../../../src/core/inventory/directoryState.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";

const { isSignedIn, viewDescription } = await importWithStub(
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
