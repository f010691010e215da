import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { newAccount, newTenant, visibleSubscriptions } from "../../../../../src/core/inventory/directoryState.ts";
import { Names } from "../../../../../src/core/inventory/names.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { searchReport } = await importWithStub(
  () => import("../../../../../src/extension/commands/doctor/searchReport.ts"),
);

describe("Which one? The report on the search", () => {
  it("tells tenants and subscriptions of one name apart", () => {
    const account = { id: "a", label: "ada" };
    const error = new AzureError({ kind: "notAllowed", detail: "x", status: 403, maybeReceived: false });
    const tenants = new Map(
      ["t1", "t2"].map((tenantId) => [
        tenantId,
        {
          ...newTenant(account, { tenantId, displayName: "Default Directory" }),
          subscriptions: {
            known: [{ subscriptionId: `${tenantId}-s`, displayName: "Production", state: "Warned" }],
            unreadable: 0,
          },
          refusals: [{ subscriptionId: `${tenantId}-s`, error }],
          hosts: { known: [], unreadable: 0 },
        },
      ]),
    );
    const accounts = new Map([["a", { ...newAccount(account), tenants }]]);
    const names = new Names({ hosts: [], accounts, allSubscriptions: visibleSubscriptions(accounts) });
    const inventory = { accounts, enumerated: true, searchProblems: [], names };
    const titles = searchReport(inventory, () => true, new Date(0)).entries.map(({ title }) => title);
    assert.equal(new Set(titles).size, titles.length, titles.join("\n"));
    assert.ok(titles.includes("ada, Default Directory (t1): no bastion hosts were found"), titles.join("\n"));
    assert.ok(titles.includes("Subscription Production (Default Directory (t2)): Warned"), titles.join("\n"));
  });
});
