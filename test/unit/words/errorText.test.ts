import assert from "node:assert/strict";
import { AzureError, type AzureErrorFacts } from "../../../src/core/azure/http/azureError.ts";
import { importWithStub } from "../extension/vscodeStub.ts";

const { errorText } = await importWithStub(() => import("../../../src/words/errorText.ts"));
const { troubleshootingHint } = await importWithStub(() => import("../../../src/extension/ui/troubleshootingHint.ts"));

const said = "Azure's own sentence.";

function errorOf(facts: Partial<AzureErrorFacts>): AzureError {
  return new AzureError({
    kind: "notAllowed",
    detail: "for the log",
    maybeReceived: false,
    azureMessage: said,
    ...facts,
  });
}

describe("Each reason for a refusal", () => {
  for (const [name, facts, what, remedy, hint] of [
    [
      "deny assignment",
      { code: "DenyAssignmentAuthorizationFailed" },
      "Blocked by a deny assignment",
      /overrides every role.*exclude this account/,
      /^Another role doesn't help\./,
    ],
    [
      "policy",
      { code: "RequestDisallowedByPolicy" },
      "Blocked by a policy",
      /exemption/,
      /^Another role doesn't help\./,
    ],
    [
      "lock",
      { kind: "failed", code: "ScopeLocked" },
      "Blocked by a lock",
      /remove the lock/,
      /^Another role doesn't help\./,
    ],
    [
      "disabled subscription",
      { kind: "failed", code: "ReadOnlyDisabledSubscription" },
      "The subscription is disabled",
      /enables it again/,
      /^Another role doesn't help\./,
    ],
    [
      "wrong issuer",
      { code: "InvalidAuthenticationTokenTenant" },
      "The subscription belongs to another tenant",
      /Refresh to search again/,
      /^Signing in again with this account doesn't help\./,
    ],
    [
      "wrong audience",
      { kind: "failed", code: "InvalidAuthenticationTokenAudience" },
      "The token is for another cloud",
      /managementEndpointUrl/,
      /cloud settings/,
    ],
    [
      "missing role",
      { code: "AuthorizationFailed", action: "A/read", scope: "/s" },
      "Missing permission: A/read",
      /no role that permits A\/read on the scope \/s\. Azure says/,
      /role definition\.$/,
    ],
    [
      "missing role, or an old token",
      {
        code: "AuthorizationFailed",
        action: "A/read",
        scope: "/s",
        azureMessage: `${said} If access was recently granted, please refresh your credentials.`,
      },
      "Missing permission: A/read",
      /sign in again for a fresh token/,
      /Sign In Again for a Fresh Token/,
    ],
    [
      "a reason of no kind that has a remedy of its own",
      { kind: "failed", status: 409, code: "MissingSubscriptionRegistration" },
      "Azure returned an error: MissingSubscriptionRegistration",
      /^Azure says/,
      /^Azure's message says why/,
    ],
    [
      "a refusal of no kind that has a remedy of its own",
      { status: 403, code: "AccessDeniedByConditionalAccess" },
      "Not allowed",
      /^Azure refused the request\. Azure says/,
      /^Azure's message says why/,
    ],
  ] as const) {
    it(`has words and a remedy of its own, and Azure's sentence: ${name}`, () => {
      const error = errorOf(facts);
      const text = errorText(error);
      assert.equal(text.what, what);
      assert.match(text.why, remedy);
      assert.ok(text.why.includes(`Azure says: ${said}`), text.why);
      assert.match(troubleshootingHint(error), hint);
    });
  }
});

describe("Azure's own sentence", () => {
  const kinds = ["timedOut", "throttled", "notAllowed", "signInNeeded", "notFound", "failed", "unreadable"] as const;
  for (const kind of kinds) {
    it(`is never dropped: ${kind}`, () => {
      assert.ok(errorText(errorOf({ kind, status: 500, code: "X" })).why.includes(said));
    });
  }

  it("replaces the guess at a missing role", () => {
    const silent = errorOf({ status: 403, azureMessage: "" });
    assert.match(errorText(silent).why, /usual reason\.$/);
    assert.match(troubleshootingHint(silent), /^Likely cause/);
  });

  it("replaces only the words that there is none", () => {
    const facts = { kind: "failed", status: 400, code: "BadRequest" } as const;
    assert.equal(errorText(errorOf(facts)).why, `Azure says: ${said}`);
    assert.equal(errorText(errorOf({ ...facts, azureMessage: "" })).why, "Azure gave no reason.");
  });
});
