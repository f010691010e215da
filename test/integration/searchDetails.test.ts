import { strict as assert } from "node:assert";
import { AzureError } from "../../src/core/azure/http/azureError.ts";
import type { App } from "../../src/extension/commands/app.ts";
import { manageAccounts } from "../../src/extension/commands/account/manageAccounts.ts";
import { searchDetails } from "../../src/extension/commands/account/searchDetails.ts";
import {
  newAccount,
  newTenant,
  type AccountState,
  type SearchProblem,
  type TenantState,
} from "../../src/core/inventory/directoryState.ts";
import { Names } from "../../src/core/inventory/names.ts";
import { armKey } from "../../src/core/model/armId.ts";
import { dialogs } from "./dialogs.ts";

const account = { id: "a", label: "ana@contoso.com" };
const tenant = { tenantId: "t", displayName: "Contoso" };
const subscription = { subscriptionId: "s", displayName: "Production" };
const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/bastionHosts/bas-a";
const host = { id, key: armKey(id), name: "bas-a", subscriptionId: "s", resourceGroup: "g" };
const refused = new AzureError({ kind: "notAllowed", detail: "refused with 403", status: 403, maybeReceived: false });

interface Known {
  readonly account?: Partial<AccountState>;
  readonly tenant?: Partial<TenantState>;
  readonly accounts?: readonly AccountState[];
  readonly searchProblems?: readonly SearchProblem[];
  readonly enumerated?: boolean;
}

const NOW = new Date(Date.UTC(2026, 2, 1, 14, 10));

/** The inventory that knows this. */
function inventoryOf(known: Known) {
  const tenants = known.tenant
    ? new Map([["t", { ...newTenant(account, tenant), searching: false, ...known.tenant }]])
    : newAccount(account).tenants;
  const states = known.accounts ?? [{ ...newAccount(account), searching: false, tenants, ...known.account }];
  const accounts = new Map(states.map((state) => [state.account.id, state]));
  return {
    accounts,
    names: new Names({ hosts: [], accounts, allSubscriptions: new Map() }),
    searchProblems: known.searchProblems ?? [],
    enumerated: known.enumerated ?? true,
  };
}

const searched = { subscriptions: { known: [subscription], unreadable: 0 }, hosts: { known: [host], unreadable: 0 } };

describe("Search details", () => {
  /** Its lines from the first account on, without headings of tables. */
  const lines = (known: Known) =>
    searchDetails(inventoryOf(known), NOW)
      .split("\n")
      .filter((line) => line !== "" && !/^\| (?:---|Subscription) /u.test(line))
      .slice(2);
  const counted = (counts: string, ...rows: readonly string[]) => [
    "## ana\\@contoso.com",
    "### Contoso",
    `${counts} · Tenant: t`,
    ...rows,
  ];

  it("counts what was found, and says as of when", () => {
    assert.deepEqual(
      lines({ tenant: searched }),
      counted("subscriptions: 1 · bastion hosts: 1", "| Production | 1 | unknown | s |"),
    );
    const text = searchDetails(inventoryOf({ tenant: searched }), NOW);
    assert.match(text, /^# Search details\n\nAs of 2026-03-01 14:10:00 UTC\. /u);
  });

  it("gives no number of hosts where these could not be read", () => {
    assert.deepEqual(
      lines({ tenant: { ...searched, hosts: { error: refused, unreadable: 0 } } }),
      counted("subscriptions: 1 · Not allowed", "| Production | unknown | unknown | s |"),
    );
  });

  it("gives no number while it is searching", () => {
    assert.deepEqual(
      lines({ tenant: { searching: true } }),
      counted("subscriptions: unknown · bastion hosts: unknown · searching…"),
    );
    assert.deepEqual(
      lines({ tenant: { ...searched, hosts: { unreadable: 0 }, searching: true } }),
      counted("subscriptions: 1 · bastion hosts: unknown · searching…", "| Production | unknown | unknown | s |"),
    );
    assert.deepEqual(lines({ account: { searching: true } }), ["## ana\\@contoso.com", "searching…"]);
  });

  it("gives the least that it can be where a part could not be read", () => {
    assert.deepEqual(
      lines({
        tenant: { subscriptions: { known: [subscription], unreadable: 1 }, hosts: { known: [host], unreadable: 1 } },
      }),
      counted("subscriptions: at least 1 · bastion hosts: at least 1", "| Production | at least 1 | unknown | s |"),
    );
    assert.deepEqual(
      lines({
        tenant: {
          ...searched,
          hosts: { known: [], unreadable: 0 },
          refusals: [{ subscriptionId: "s", error: refused }],
        },
      }),
      counted("subscriptions: 1 · bastion hosts: unknown", "| Production | Not allowed | unknown | s |"),
    );
  });

  it("says which tenant was not searched, and what it needs", () => {
    assert.deepEqual(lines({ tenant: { signInNeeded: refused } }), counted("not searched: sign-in required"));
    assert.deepEqual(lines({ account: { signInNeeded: refused } }), [
      "## ana\\@contoso.com",
      "not searched: access not allowed yet",
    ]);
  });

  it("says that no account is signed in only if that is known", () => {
    const failed = new AzureError({
      kind: "failed",
      detail: "VS Code couldn't sign you in",
      code: "SignInFailed",
      maybeReceived: false,
    });
    assert.deepEqual(lines({ accounts: [] }), ["Nothing searched: no account is signed in"]);
    assert.deepEqual(lines({ accounts: [], enumerated: false }), ["searching…"]);
    assert.deepEqual(lines({ accounts: [], searchProblems: [{ kind: "accounts", error: failed }] }), [
      "VS Code accounts: VS Code couldn't sign you in",
    ]);
  });
});

describe("Accounts…", () => {
  const row = async (state: Partial<AccountState>): Promise<string | undefined> => {
    const app = {
      inventory: inventoryOf({ account: state }),
      load: () => Promise.resolve(),
      refresh: () => assert.fail("There is no cloud to ask."),
    };
    using said = dialogs();
    await manageAccounts(app as unknown as App);
    return said.picks[0]?.[0];
  };

  it("counts an account's tenants", async () => {
    assert.equal(await row({ tenants: new Map([["t", newTenant(account, tenant)]]) }), "ana@contoso.com | 1 tenant");
    assert.equal(await row({}), "ana@contoso.com | 0 tenants");
  });

  it("gives no number if there is none", async () => {
    assert.equal(await row({ error: refused }), "ana@contoso.com | Not allowed");
    assert.equal(await row({ searching: true }), "ana@contoso.com | searching…");
    assert.equal(
      await row({ unreadable: 1, tenants: new Map([["t", newTenant(account, tenant)]]) }),
      "ana@contoso.com | tenants: at least 1",
    );
  });
});
