import assert from "node:assert/strict";
import { newAccount } from "../../../../src/core/inventory/directoryState.ts";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import { importWithStub } from "../vscodeStub.ts";
import { hostState } from "./tableRows.ts";

const { dataStatus } = await importWithStub(() => import("../../../../src/extension/table/dataStatus.ts"));
const { emptyTableText } = await importWithStub(() => import("../../../../src/extension/table/emptyTableText.ts"));

const host = hostState("bas-a", []);

/** What the table says of one empty host. */
function said(more: Partial<Inventory>, ...scope: Parameters<typeof dataStatus>[1][]): unknown {
  const known = {
    enumerated: true,
    searchProblems: [],
    accounts: new Map(),
    allSubscriptions: new Map(),
    selectedSubscriptions: new Set(),
    ...more,
  };
  const inventory = known as unknown as Inventory;
  const { count, empty } = dataStatus({ inventory, viewState: () => "ready" }, scope[0], [host], new Date(0));
  return [count.kind, empty];
}

describe("How many? An empty table", () => {
  const account = { id: "b", label: "bo@contoso.example" };
  const searching = { accounts: new Map([["b", newAccount(account)]]) };

  it("says that no users are connected where every host is known", () =>
    assert.deepEqual(said({}), ["exact", "No users are connected."]));

  it("says that there is no access to any subscription, and not that there are no hosts", () =>
    assert.equal(
      emptyTableText("noSubscriptions", [], true),
      "Your accounts don't have access to any Azure subscription.",
    ));

  it("doesn't say so while an account that was added is still searched", () =>
    assert.deepEqual(said(searching), ["unknown", "No sessions on the hosts that could be read."]));

  it("says so of one host, whatever else is searched", () =>
    assert.deepEqual(said(searching, { host: host.host.key }), ["exact", "No users are connected."]));
});
