import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AzureError, type AzureErrorFacts } from "../../../../src/core/azure/http/azureError.ts";
import { CommandId } from "../../../../src/extension/ids.ts";
import { forbiddenContext } from "../../../../src/extension/tree/problemContext.ts";

const { contributes } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../../package.json"), "utf8")) as {
  contributes: { menus: Record<string, readonly { command: string; when: string }[]> };
};

/** Whether the menu of a row with this context offers a fresh token, by package.json's own condition. */
function isOffered(context: string): boolean {
  const entry = contributes.menus["view/item/context"]?.find(({ command }) => command === CommandId.signInAgain);
  const [, pattern = "$^"] = /viewItem =~ \/(.+)\//.exec(entry?.when ?? "") ?? [];
  return new RegExp(pattern).test(context);
}

describe("A fresh token is offered", () => {
  for (const [name, facts, offered] of [
    ["by a missing role", { kind: "notAllowed", code: "AuthorizationFailed" }, true],
    ["by a refusal without a reason", { kind: "notAllowed" }, true],
    ["by a deny assignment", { kind: "notAllowed", code: "DenyAssignmentAuthorizationFailed" }, true],
    ["not by a token of another tenant", { kind: "notAllowed", code: "InvalidAuthenticationTokenTenant" }, false],
    ["not by an expired sign-in, whose row signs in by a click", { kind: "signInNeeded", status: 401 }, false],
    ["not by a lost connection", { kind: "unreachable" }, false],
  ] as const satisfies readonly (readonly [string, Partial<AzureErrorFacts>, boolean])[]) {
    it(name, () => {
      const error = new AzureError({ detail: "for the log", maybeReceived: false, ...facts });
      assert.equal(isOffered(`problem retryable${forbiddenContext(error)}`), offered);
      assert.equal(isOffered(`host portal resourceId${forbiddenContext(error)}`), offered);
    });
  }

  it("not where nothing failed", () => assert.equal(isOffered(`host${forbiddenContext(undefined)}`), false));
});
