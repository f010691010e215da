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
const hosts = "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/bastionhosts";
const key = `${hosts}/bas` as ArmKey;

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
    ["a host that is not known", hostNode(`${hosts}/other` as ArmKey), []],
    ["no row", undefined, []],
  ] as const) {
    it(`renews the session of the account that was refused, and asks again: ${name}`, async () => {
      assert.deepEqual(await asked(signInAgain, row), expected);
    });
  }

  it("is the same for a row of a filtered tree", async () => {
    const node = problemNode(problems[0]!);
    assert.equal((await asked(signInAgain, { ...node, id: `filtered/${node.id}` })).length, 2);
  });

  it("asks nothing again where the user declined", async () => {
    assert.deepEqual(await asked(signInAgain, hostNode(key), false), [renewed]);
  });

  it("asks a different question than the click on a row", async () => {
    assert.deepEqual((await asked(signInToTenant, hostNode(key)))[0], ["signIn", { account, tenantId: "t" }]);
  });
});

describe("A row that another extension hands over", () => {
  const forged = { id: "a", label: "someone.else@contoso.com" };
  const problem = problemNode({ kind: "tenants", account: forged, error: refused });

  it("is looked up: the account's name and the problem are those that are known", async () => {
    assert.deepEqual(await asked(signInToTenant, problem), [
      ["signIn", { account }],
      ["searchAgain", account],
    ]);
    const renewing = { ...problem, searchProblem: { ...problem.searchProblem, error: { facts: { status: 401 } } } };
    assert.deepEqual((await asked(signInToTenant, renewing))[0], ["signIn", { account }]);
  });

  for (const [name, row] of [
    ["a problem that there is none of", { ...problem, id: "searchProblem/tenants/b" }],
    ["a problem without its id", { ...problem, id: undefined }],
    ["a problem with the id of no text", { ...problem, id: { toString: () => "searchProblem/tenants/a" } }],
    ["a host by its name", { kind: "hostProblem", id: "x", hostKey: "bas" }],
    ["a host that is no key", { kind: "hostProblem", id: "x", hostKey: { key } }],
    ["an unknown kind", { kind: "account", id: "a", account: forged }],
    ["a text", "searchProblem"],
  ] as const) {
    it(`is not believed: ${name}`, async () => assert.deepEqual(await asked(signInToTenant, row), []));
  }
});
