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

/** What a command shows where this is known. */
async function shown(command: (app: App) => Promise<void>, known: Known): Promise<readonly string[]> {
  const tenants = known.tenant
    ? new Map([["t", { ...newTenant(account, tenant), searching: false, ...known.tenant }]])
    : newAccount(account).tenants;
  const accounts = known.accounts ?? [{ ...newAccount(account), searching: false, tenants, ...known.account }];
  const app = {
    inventory: {
      accounts: new Map(accounts.map((state) => [state.account.id, state])),
      searchProblems: known.searchProblems ?? [],
      enumerated: known.enumerated ?? true,
    },
    load: () => Promise.resolve(),
    refresh: () => assert.fail("There is no cloud to ask."),
  };
  using said = dialogs();
  await command(app as unknown as App);
  return said.picks.flat();
}

const searched = { subscriptions: { known: [subscription], unreadable: 0 }, hosts: { known: [host], unreadable: 0 } };

describe("What Was Searched", () => {
  const rows = async (known: Known) => (await shown(searchDetails, known)).slice(1);

  it("counts what was found", async () => {
    assert.deepEqual(await rows({ tenant: searched }), [
      "Contoso | subscriptions: 1 · bastion hosts: 1",
      "Production | bastion hosts: 1",
    ]);
  });

  it("gives no number of hosts where these could not be read", async () => {
    assert.deepEqual(await rows({ tenant: { ...searched, hosts: { error: refused, unreadable: 0 } } }), [
      "Contoso | subscriptions: 1 · Not allowed",
      "Production | bastion hosts: unknown",
    ]);
  });

  it("gives no number while it is searching", async () => {
    assert.deepEqual(await rows({ tenant: { searching: true } }), [
      "Contoso | subscriptions: unknown · bastion hosts: unknown · searching…",
    ]);
    assert.deepEqual(await rows({ tenant: { ...searched, hosts: { unreadable: 0 }, searching: true } }), [
      "Contoso | subscriptions: 1 · bastion hosts: unknown · searching…",
      "Production | bastion hosts: unknown",
    ]);
    assert.deepEqual(await rows({ account: { searching: true } }), ["ana@contoso.com | searching…"]);
  });

  it("gives the least that it can be where a part could not be read", async () => {
    assert.deepEqual(
      await rows({
        tenant: { subscriptions: { known: [subscription], unreadable: 1 }, hosts: { known: [host], unreadable: 1 } },
      }),
      ["Contoso | subscriptions: at least 1 · bastion hosts: at least 1", "Production | bastion hosts: at least 1"],
    );
    assert.deepEqual(
      await rows({
        tenant: {
          ...searched,
          hosts: { known: [], unreadable: 0 },
          refusals: [{ subscriptionId: "s", error: refused }],
        },
      }),
      ["Contoso | subscriptions: 1 · bastion hosts: unknown", "Production | Not allowed"],
    );
  });

  it("says that no account is signed in where that is known alone", async () => {
    const failed = new AzureError({
      kind: "failed",
      detail: "VS Code couldn't sign you in",
      code: "SignInFailed",
      maybeReceived: false,
    });
    assert.deepEqual(await shown(searchDetails, { accounts: [] }), ["Nothing searched: no account is signed in"]);
    assert.deepEqual(await shown(searchDetails, { accounts: [], enumerated: false }), ["searching…"]);
    assert.deepEqual(
      await shown(searchDetails, { accounts: [], searchProblems: [{ kind: "accounts", error: failed }] }),
      ["VS Code couldn't sign you in | VS Code accounts"],
    );
  });
});

describe("Accounts…", () => {
  const row = async (state: Partial<AccountState>) => (await shown(manageAccounts, { account: state }))[0];

  it("counts an account's tenants", async () => {
    assert.equal(await row({ tenants: new Map([["t", newTenant(account, tenant)]]) }), "ana@contoso.com | 1 tenant");
    assert.equal(await row({}), "ana@contoso.com | 0 tenants");
  });

  it("gives no number where there is none", async () => {
    assert.equal(await row({ error: refused }), "ana@contoso.com | Not allowed");
    assert.equal(await row({ searching: true }), "ana@contoso.com | searching…");
    assert.equal(
      await row({ unreadable: 1, tenants: new Map([["t", newTenant(account, tenant)]]) }),
      "ana@contoso.com | tenants: at least 1",
    );
  });
});
