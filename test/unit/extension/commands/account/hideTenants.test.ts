import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { SearchProblem } from "../../../../../src/core/inventory/directoryState.ts";
import type { Identity } from "../../../../../src/core/model/identity.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { problemNode } from "../../../../../src/extension/tree/treeNode.ts";
import * as stub from "../../vscodeStub.ts";

const { hideTenant, showHiddenTenants } = await stub.importWithStub(
  () => import("../../../../../src/extension/commands/account/hideTenants.ts"),
);
const { problemItem } = await stub.importWithStub(() => import("../../../../../src/extension/tree/problemItem.ts"));

const account = { id: "a", label: "ann@contoso.example" };
const error = new AzureError({ kind: "signInNeeded", detail: "", maybeReceived: false });
const identityIn = (tenantId: string): Identity => ({
  account,
  tenant: { tenantId, displayName: "Default Directory" },
});
const [first, second] = [identityIn("t-1"), identityIn("t-2")];
const names = {
  tenant: ({ tenantId }: { tenantId: string }) => `Default Directory (${tenantId})`,
  account: ({ label }: { label: string }) => label,
};

const ofAccount: SearchProblem = { kind: "tenants", account, error };
const problems: readonly SearchProblem[] = [
  ofAccount,
  { kind: "signInToTenant", identity: second, error, isHidden: true },
  { kind: "subscriptions", identity: first, error, isHidden: true },
  { kind: "hosts", identity: first, error, isHidden: true },
];

/** What is hidden and shown by a command. */
async function done(run: (app: App) => unknown, searchProblems = problems): Promise<readonly unknown[]> {
  const calls: unknown[] = [];
  const call = (name: string) => (identities: readonly Identity[]) => calls.push([name, ...identities]);
  stub.messages.length = 0;
  const inventory = { searchProblems, names };
  const hiddenTenants = { hide: call("hide"), show: call("show") };
  await run({ inventory, hiddenTenants, load: async () => undefined } as unknown as App);
  return calls;
}

describe("Hide Tenant", () => {
  const rows = problems.map(problemNode);

  it("hides the tenant of the row, or of all selected rows that are about one", async () => {
    assert.deepEqual(await done((app) => hideTenant(app, rows[1])), [["hide", second]]);
    assert.deepEqual(await done((app) => hideTenant(app, rows[1], rows)), [["hide", second, first, first]]);
  });

  it("hides nothing by a row that is gone or concerns a whole account, and says so", async () => {
    for (const row of [rows[0], { ...rows[1], id: "searchProblem/signInToTenant/b" }]) {
      assert.deepEqual(await done((app) => hideTenant(app, row)), []);
      assert.equal(stub.messages.length, 1);
    }
  });

  it("is offered by the rows that are about a tenant", () => {
    const words = problems.map((problem) => problemItem(problemNode(problem), names as never).contextValue);
    assert.deepEqual(words, [
      "problem retryable",
      "signIn tenant",
      "problem retryable tenant",
      "problem retryable tenant",
    ]);
  });
});

describe("Show Hidden Tenants…", () => {
  let before: object;
  beforeEach(() => (before = { ...stub.window }));
  afterEach(() => Object.assign(stub.window, before, { showQuickPick: undefined }));

  it("lists each hidden tenant once, told apart, with its directory ID, and shows those that are chosen", async () => {
    const offered: unknown[] = [];
    const showQuickPick = async (items: readonly Record<string, unknown>[], options: { canPickMany?: boolean }) => {
      offered.push(...items.map(({ label, description, detail }) => [label, description, detail]));
      return options.canPickMany === true ? items.slice(1) : undefined;
    };
    Object.assign(stub.window, { showQuickPick });
    assert.deepEqual(await done(showHiddenTenants), [["show", second]]);
    assert.deepEqual(offered, [
      ["Default Directory (t-1)", "ann@contoso.example", "t-1"],
      ["Default Directory (t-2)", "ann@contoso.example", "t-2"],
    ]);
  });

  it("says so where there is none, and shows nothing where the user cancels", async () => {
    assert.deepEqual(await done(showHiddenTenants, [ofAccount]), []);
    assert.deepEqual(stub.messages, ["No hidden tenants."]);
    Object.assign(stub.window, { showQuickPick: async () => undefined });
    assert.deepEqual(await done(showHiddenTenants), []);
  });
});
