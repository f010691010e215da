import assert from "node:assert/strict";
import { newAccount, newTenant, type TenantState } from "../../../../../src/core/inventory/directoryState.ts";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { searchDetails, tenantCount } = await importWithStub(
  () => import("../../../../../src/extension/commands/account/searchDetails.ts"),
);

const account = { id: "a", label: "ada" };
const tenant = { tenantId: "t", displayName: "Contoso" };
const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host = { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" };
const AT = new Date(Date.UTC(2026, 10, 28, 21, 25, 22));

function details(state: Partial<TenantState>): string {
  const tenants = new Map([["t", { ...newTenant(account, tenant), searching: false, ...state }]]);
  const accounts = new Map([["a", { ...newAccount(account), searching: false, tenants }]]);
  return searchDetails({ accounts, enumerated: true, searchProblems: [] }, AT);
}

describe("Search details", () => {
  it("say as of when in UTC, so that a reader in another zone reads the same", () => {
    assert.match(details({}), /^As of 2026-11-28 21:25:22 UTC\. /mu);
  });

  const counts: readonly (readonly [state: Partial<TenantState>, line: string])[] = [
    [{}, "subscriptions: unknown · bastion hosts: unknown"],
    [
      { subscriptions: { known: [], unreadable: 0 }, hosts: { known: [], unreadable: 0 } },
      "subscriptions: 0 · bastion hosts: 0",
    ],
    [
      { subscriptions: { known: [], unreadable: 1 }, hosts: { known: [], unreadable: 1 } },
      "subscriptions: unknown · bastion hosts: unknown",
    ],
    [
      { subscriptions: { known: [{ subscriptionId: "s" }], unreadable: 1 }, hosts: { known: [host], unreadable: 1 } },
      "subscriptions: at least 1 · bastion hosts: at least 1",
    ],
  ];
  for (const [state, line] of counts) {
    it(`say "${line}"`, () => assert.ok(details(state).includes(`\n${line} · Tenant: t\n`), details(state)));
  }
});

describe("How many? An account's tenants", () => {
  const state = (size: number, unreadable: number) => ({
    ...newAccount(account),
    searching: false,
    unreadable,
    tenants: new Map(Array.from({ length: size }, (_, index) => [String(index), newTenant(account, tenant)])),
  });

  it("are exact, at least so many, or unknown", () => {
    const said = ([size, unreadable]: readonly [number, number]) => tenantCount(state(size, unreadable));
    assert.deepEqual(
      (
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [2, 1],
          [0, 1],
        ] as const
      ).map(said),
      ["0 tenants", "1 tenant", "2 tenants", "tenants: at least 2", "tenants: unknown"],
    );
  });
});
