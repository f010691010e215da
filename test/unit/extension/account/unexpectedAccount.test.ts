import assert from "node:assert/strict";
import type { Inventory } from "../../../../src/core/inventory/inventory.ts";
import type { Account } from "../../../../src/core/model/identity.ts";
import type { VSCodeIdentities } from "../../../../src/extension/account/vscodeIdentities.ts";
import { importWithStub, messages } from "../vscodeStub.ts";

const { CloudConnection } = await importWithStub(() => import("../../../../src/extension/account/cloudConnection.ts"));

const ann: Account = { id: "1", label: "ann@contoso.com" };
const annAtHome: Account = { id: "2", label: "Ann@contoso.com" };
const bob: Account = { id: "3", label: "bob@contoso.com" };

const OTHER = "You signed in as bob@contoso.com, not as ann@contoso.com. Retry and choose ann@contoso.com.";
const twins = (name: string) =>
  `VS Code has two accounts named ${name} but shows only one. Sign out of it to use the other.`;

/** What a sign-in comes to that ends as `signedIn`: its result, what was said, and how often all was requested again. */
async function outcome(signedIn: Account | undefined, wanted: Account | undefined, listed: readonly Account[]) {
  const ignore = () => undefined;
  let refreshed = 0;
  messages.length = 0;
  const connection = new CloudConnection({
    context: {
      extension: { packageJSON: { version: "0" } },
      globalState: { get: (_key: string, value: unknown) => value, update: async () => undefined, keys: () => [] },
    } as never,
    identities: {
      use: ignore,
      signIn: async () => signedIn,
      accounts: async () => listed,
    } as unknown as VSCodeIdentities,
    inventory: { connect: ignore } as unknown as Inventory,
    log: { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
    refresh: () => refreshed++,
  });
  const isSignedIn = await connection.signIn(wanted ? { account: wanted } : {});
  return { isSignedIn, said: [...messages], refreshed };
}

const fine = { isSignedIn: true, said: [], refreshed: 0 };

describe("A sign-in that came back as", () => {
  for (const [name, signedIn, wanted, listed, expected] of [
    ["the account of the row", ann, ann, [ann, bob], fine],
    ["any account, where the user chose", bob, undefined, [ann, bob], fine],
    ["an account that VS Code has still to list", bob, undefined, [ann], fine],
    ["nobody", undefined, ann, [ann], { isSignedIn: false, said: [], refreshed: 0 }],
    ["another account than the row's", bob, ann, [ann, bob], { isSignedIn: false, said: [OTHER], refreshed: 1 }],
    [
      "another account of the row's name",
      annAtHome,
      ann,
      [ann],
      { isSignedIn: false, said: [twins("Ann@contoso.com")], refreshed: 1 },
    ],
    [
      "an account whose name VS Code lists already for another one",
      annAtHome,
      undefined,
      [ann, bob],
      { isSignedIn: false, said: [twins("Ann@contoso.com")], refreshed: 1 },
    ],
  ] as const) {
    it(name, async () => assert.deepEqual(await outcome(signedIn, wanted, listed), expected));
  }
});
