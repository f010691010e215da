import assert from "node:assert/strict";
import { isLookAlike, isOwn, isSameUser, userGroup, type Own } from "../../../../../src/core/model/session/userName.ts";

type Session = Parameters<typeof isSameUser>[0];
const ssh = (userName?: string): Session => ({ ...(userName !== undefined && { userName }), protocol: "SSH" });
const rdp = (userName: string): Session => ({ userName, protocol: "RDP" });

/** Two sessions, and what they are of: one account, accounts that may be one person's, or two people. */
const cases: readonly (readonly [a: Session, b: Session, expected: "same" | "alike" | "other"])[] = [
  [ssh("alice@contoso.com"), ssh("Alice@contoso.com"), "same"],
  [rdp("CONTOSO\\alice"), rdp("contoso\\Alice"), "same"],
  [rdp("alice"), rdp("Alice"), "same"],
  [ssh("alice"), ssh("alice"), "same"],
  [ssh("alice"), ssh(" alice "), "same"],
  [ssh("Alice"), rdp("Alice"), "same"],
  [ssh("alice"), ssh("Alice"), "alike"],
  [ssh("alice"), rdp("Alice"), "alike"],
  [ssh("alice@contoso.com"), rdp("CONTOSO\\alice"), "alike"],
  [ssh("alice@contoso.com"), ssh("alice@fabrikam.com"), "alike"],
  [ssh("alice@contoso.com"), ssh("alice"), "alike"],
  [rdp("AzureAD\\alice@contoso.com"), ssh("alice@contoso.com"), "same"],
  [ssh("alice_contoso.com#EXT#@fabrikam.onmicrosoft.com"), ssh("alice@contoso.com"), "alike"],
  [rdp("AzureAD\\a_lice_contoso.com#EXT#@fabrikam.onmicrosoft.com"), ssh("a_lice"), "alike"],
  [ssh("alice_contoso.com#EXT#@fabrikam.onmicrosoft.com"), ssh("bob@contoso.com"), "other"],
  [ssh("jos\u00e9@contoso.com"), ssh("jose\u0301@contoso.com"), "alike"],
  [ssh("jos\u00e9"), ssh("jose\u0301"), "alike"],
  [ssh("alice"), ssh("alicia"), "other"],
  [ssh("alice@contoso.com"), ssh("bob@contoso.com"), "other"],
  [ssh(), ssh(), "other"],
  [ssh(""), ssh(""), "other"],
  [ssh("CONTOSO\\"), ssh("FABRIKAM\\"), "other"],
];

describe("Users by name", () => {
  for (const [a, b, expected] of cases) {
    it(`${String(a.userName)} (${String(a.protocol)}) and ${String(b.userName)} (${String(b.protocol)}): ${expected}`, () => {
      const found = isSameUser(a, b) ? "same" : "other";
      assert.equal(isLookAlike(a, b) ? "alike" : found, expected);
      assert.equal(isSameUser(b, a), isSameUser(a, b));
      assert.equal(isLookAlike(b, a), isLookAlike(a, b));
    });
  }

  it("are one group for the eye where they differ only by case", () => {
    assert.equal(userGroup("Alice"), userGroup("alice"));
    assert.equal(userGroup("Jos\u00e9"), userGroup("jose\u0301"));
    assert.notEqual(userGroup("alice"), userGroup("alice@contoso.com"));
    assert.equal(userGroup(undefined), "");
  });
});

const ownCases: readonly (readonly [userName: string | undefined, account: string, Own])[] = [
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

describe("Whether a session is yours", () => {
  for (const [userName, account, own] of ownCases) {
    it(`${String(userName)} at a machine is that of ${account}: ${own}`, () =>
      assert.equal(isOwn(userName, account), own));
  }
});
