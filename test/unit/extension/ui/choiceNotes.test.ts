import assert from "node:assert/strict";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import {
  newAccount,
  newTenant,
  searchProblems,
  type AccountState,
  type SearchProblem,
} from "../../../../src/core/inventory/directoryState.ts";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import { identityKey } from "../../../../src/core/model/identity.ts";
import type { ViewOptions } from "../../../../src/extension/tree/viewOptions.ts";
import { hostState } from "../table/tableRows.ts";
import { importWithStub } from "../vscodeStub.ts";

const { choiceNotes } = await importWithStub(() => import("../../../../src/extension/ui/choiceNotes.ts"));
const { viewMessage, viewState } = await importWithStub(() => import("../../../../src/extension/tree/viewState.ts"));
const { dataStatus } = await importWithStub(() => import("../../../../src/extension/table/dataStatus.ts"));
const { unreadNotes } = await importWithStub(() => import("../../../../src/extension/commands/sessions/reload.ts"));
const { searchDetails } = await importWithStub(
  () => import("../../../../src/extension/commands/account/searchDetails.ts"),
);
const { searchReport } = await importWithStub(
  () => import("../../../../src/extension/commands/doctor/searchReport.ts"),
);

const error = new AzureError({ kind: "signInNeeded", detail: "", maybeReceived: false });
const NOW = new Date(0);
const ONE = "1 tenant hidden by you: sessions may be missing.";
const TWO = "2 tenants hidden by you: sessions may be missing.";

/** Accounts `a` and `b`, each kept out of tenants `s` and `t`; of these, some are hidden, each as `account/tenant`. */
function inventory(...hidden: readonly string[]): Inventory {
  const accountOf = (id: string): AccountState => {
    const account = { id, label: `${id}@contoso.example` };
    const tenants = ["s", "t"].map((tenantId) => [
      tenantId,
      { ...newTenant(account, { tenantId }), searching: false, signInNeeded: error },
    ]);
    return { ...newAccount(account), searching: false, tenants: new Map(tenants as never) };
  };
  const accounts = new Map(["a", "b"].map((id) => [id, accountOf(id)]));
  const isHidden: Parameters<typeof searchProblems>[2] = (identity) => hidden.includes(identityKey(identity));
  const known: Partial<Inventory> = {
    accounts,
    enumerated: true,
    hosts: [],
    subscriptions: [],
    allSubscriptions: new Map(),
    selectedSubscriptions: new Set(),
    searchProblems: searchProblems(accounts, () => true, isHidden) satisfies readonly SearchProblem[],
    names: new Names({ hosts: [], accounts, allSubscriptions: new Map() }),
    loading: { loaded: [] } as never,
  };
  return known as Inventory;
}

const ALL = ["a/s", "a/t", "b/s", "b/t"];
const noFilter = { filter: undefined } as unknown as ViewOptions;
const message = (known: Inventory) => viewMessage("ready", known, noFilter, { slowdown: 1, everyMs: undefined });
const status = (known: Inventory, ...rest: [scope?: Parameters<typeof dataStatus>[1], hosts?: []]) =>
  dataStatus({ inventory: known, viewState: () => "ready" }, rest[0], rest[1] ?? [], NOW);

describe("A hidden tenant is said", () => {
  for (const [name, hidden, notes] of [
    ["not where none is", [], []],
    ["once", ["a/s"], [ONE]],
    ["once where two accounts are kept out of it", ["a/s", "b/s"], [ONE]],
    ["with the number of tenants", ["a/s", "b/t"], [TWO]],
  ] as const) {
    it(name, () => assert.deepEqual(choiceNotes(inventory(...hidden)), notes));
  }

  it("beside subscriptions that aren't selected", () => {
    const known = Object.assign(inventory("a/s"), { allSubscriptions: new Map([["x", {} as never]]) });
    assert.deepEqual(choiceNotes(known), [
      "1 subscription isn't selected. Sessions on its hosts aren't included.",
      ONE,
    ]);
  });

  it("by the view's message, which stands where there are no rows at all", () => {
    const known = inventory(...ALL);
    assert.equal(viewState({ state: "ready", cloud: {} as never }, known), "ready");
    assert.equal(message(known), TWO);
    assert.equal(message(inventory()), "Bastion hosts may be missing: not everything could be searched.");
  });

  it("in place of an incomplete search, which a question names only for what has a row", () => {
    const loaded = { hosts: [], unread: [] };
    const notes = (known: Inventory) => unreadNotes({ inventory: known }, loaded);
    assert.deepEqual(notes(inventory(...ALL)), []);
    assert.deepEqual(notes(inventory("a/s")), [
      "The host search is incomplete. The rows at the top of the view show why.",
    ]);
  });

  it("by the table, which claims no number and no emptiness", () => {
    const { notice, count, empty } = status(inventory(...ALL));
    assert.deepEqual([notice, count.kind, empty], [TWO, "unknown", ""]);
    assert.match(
      status(inventory("a/s", "b/s")).notice,
      /^Not everything was searched: [^]*\. 1 tenant hidden by you:/u,
    );
    assert.doesNotMatch(status(inventory()).notice, /hidden/u);
  });

  it("not by the table of one host, which hides nothing of it", () => {
    const host = hostState("bas-a", []);
    const { notice } = dataStatus(
      { inventory: inventory(...ALL), viewState: () => "ready" },
      { host: host.host.key },
      [host],
      NOW,
    );
    assert.equal(notice, "");
  });

  it("by the search details, together and at each", () => {
    const details = searchDetails(inventory("a/s", "b/s"), NOW);
    assert.ok(details.includes(`\n\n${ONE}\n\n`), details);
    assert.equal(details.match(/not searched: sign-in required · hidden by you · Tenant: s/gu)?.length, 2);
    assert.equal(details.match(/not searched: sign-in required · Tenant: t/gu)?.length, 2);
  });

  it("by the diagnosis of the search, with the way back", () => {
    const { entries } = searchReport(inventory("a/s"), () => true, NOW);
    const said = entries.filter(({ title }) => title.includes("hidden"));
    assert.deepEqual(
      said.map(({ title, detail }) => [title, detail]),
      [
        [
          "a@contoso.example, s: tenant hidden by you",
          "Its problems have no rows in the view. Use Show Hidden Tenants… to bring them back.",
        ],
      ],
    );
  });
});
