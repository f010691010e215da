import assert from "node:assert/strict";
import { isOwn, type Own } from "../../../../src/core/model/own.ts";

const cases: readonly (readonly [userName: string | undefined, account: string, Own])[] = [
  ["ada@contoso.com", "ada@contoso.com", "yes"],
  ["ADA@Contoso.com", "ada@contoso.com", "yes"],
  ["AzureAD\\ada@contoso.com", "ada@contoso.com", "yes"],
  ["AzureAD\\ada", "ada@contoso.com", "maybe"],
  ["ada", "ada@contoso.com", "maybe"],
  ["CONTOSO\\Ada", "ada@contoso.com", "maybe"],
  ["VM1\\ada@contoso.com", "ada@contoso.com", "maybe"],
  ["ada@fabrikam.com", "ada@contoso.com", "maybe"],
  ["ada", "ada", "maybe"],
  ["adam", "ada@contoso.com", "no"],
  ["bob", "ada@contoso.com", "no"],
  ["", "ada@contoso.com", "no"],
  ["CONTOSO\\", "ada@contoso.com", "no"],
  ["ada", "", "no"],
  [undefined, "ada@contoso.com", "no"],
];

describe("Whether a session is one's own", () => {
  for (const [userName, account, own] of cases) {
    it(`${String(userName)} at a machine is that of ${account}: ${own}`, () =>
      assert.equal(isOwn(userName, account), own));
  }
});
