import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { SearchProblem } from "../../../../../src/core/inventory/directoryState.ts";
import type { ArmKey } from "../../../../../src/core/model/armId.ts";
import type { App } from "../../../../../src/extension/commands/app.ts";
import { hostNode, hostNoteNode, problemNode } from "../../../../../src/extension/tree/treeNode.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { signInAgain, signInToTenant } = await importWithStub(
  () => import("../../../../../src/extension/commands/account/signIn.ts"),
);

const account = { id: "a", label: "ann@contoso.com" };
const tenant = { tenantId: "t" };
const identity = { account, tenant };
const refused = new AzureError({ kind: "notAllowed", detail: "", status: 403, maybeReceived: false });
const key = "/hosts/bas" as ArmKey;

const problems: readonly SearchProblem[] = [
  { kind: "tenants", account, error: refused },
  { kind: "hosts", identity, error: refused },
];

/** What the commands asked for, in order. */
async function asked(run: typeof signInAgain, row: unknown, isSignedIn = true): Promise<readonly unknown[]> {
  const calls: unknown[] = [];
  const call =
    (name: string) =>
    async (...args: readonly unknown[]) => {
      calls.push([name, ...args]);
      return isSignedIn;
    };
  const host = { host: { key }, failedAs: identity, problem: refused };
  const app = {
    connection: { signIn: call("signIn") },
    inventory: {
      searchProblems: problems,
      host: (hostKey: string) => (hostKey === key ? host : undefined),
      searchAgain: call("searchAgain"),
      refreshHost: call("refreshHost"),
    },
  } as unknown as App;
  await run(app, row);
  return calls;
}

describe("Sign In Again for a Fresh Token", () => {
  const renewed = ["signIn", { account, tenantId: "t", renew: true }];
  for (const [name, row, expected] of [
    ["a host's problem", hostNoteNode("hostProblem", key), [renewed, ["refreshHost", key]]],
    ["a host", hostNode(key), [renewed, ["refreshHost", key]]],
    ["a tenant's hosts", problemNode(problems[1]!), [renewed, ["searchAgain", account, tenant]]],
    [
      "an account's tenants",
      problemNode(problems[0]!),
      [
        ["signIn", { account, renew: true }],
        ["searchAgain", account],
      ],
    ],
    ["a host that is not known", hostNode("/hosts/other" as ArmKey), []],
    ["no row", undefined, []],
  ] as const) {
    it(`renews the session of the account that was refused, and asks again: ${name}`, async () => {
      assert.deepEqual(await asked(signInAgain, row), expected);
    });
  }

  it("asks nothing again where the user declined", async () => {
    assert.deepEqual(await asked(signInAgain, hostNode(key), false), [renewed]);
  });

  it("is another question than the click on a row", async () => {
    assert.deepEqual((await asked(signInToTenant, hostNode(key)))[0], ["signIn", { account, tenantId: "t" }]);
  });
});
