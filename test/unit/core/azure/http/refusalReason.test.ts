import { strict as assert } from "node:assert";
import { errorFromResponse } from "../../../../../src/core/azure/http/errorResponse.ts";
import type { AzureErrorKind } from "../../../../../src/core/azure/http/azureError.ts";
import type { RefusalReason } from "../../../../../src/core/azure/http/refusalReason.ts";

const scope = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/bastionHosts/bas";
const client = "The client 'alice@contoso.com' with object id 'x'";
const hint = "If access was recently granted, please refresh your credentials.";

interface Row {
  readonly name: string;
  readonly status: number;
  readonly code?: string;
  readonly message: string;
  readonly details?: readonly unknown[];
  readonly reason: RefusalReason | undefined;
  readonly kind: AzureErrorKind;
  readonly action?: string;
}

const denied = `${client} has permission to perform action 'A/action' on scope '${scope}'; however, the access is denied because of the deny assignment with name 'N' and Id '1' at scope '/subscriptions/s'.`;
const role = `${client} does not have authorization to perform action 'A/action' over scope '${scope}' or the scope is invalid.`;
const locked = `The scope '${scope}' cannot perform write operation because following scope(s) are locked: '/subscriptions/s'. Please remove the lock and try again.`;
const policy =
  'Resource \'bas\' was disallowed by policy. Policy identifiers: \'[{"policyAssignment":{"name":"No access"}}]\'.';
const issuer =
  "The access token is from the wrong issuer 'https://sts.windows.net/a/'. It must match the tenant 'https://sts.windows.net/b/' associated with this subscription.";

const rows: readonly Row[] = [
  {
    name: "deny assignment",
    status: 403,
    code: "DenyAssignmentAuthorizationFailed",
    message: denied,
    reason: "denyAssignment",
    kind: "notAllowed",
  },
  {
    name: "deny assignment under a provider's code",
    status: 403,
    code: "Forbidden",
    message: denied,
    reason: "denyAssignment",
    kind: "notAllowed",
  },
  {
    name: "policy",
    status: 403,
    code: "RequestDisallowedByPolicy",
    message: policy,
    reason: "policy",
    kind: "notAllowed",
  },
  {
    name: "policy in the details",
    status: 400,
    code: "InvalidTemplateDeployment",
    message: "Errors.",
    details: [{ code: "RequestDisallowedByPolicy", message: policy }],
    reason: "policy",
    kind: "failed",
  },
  { name: "lock", status: 409, code: "ScopeLocked", message: locked, reason: "lock", kind: "failed" },
  { name: "lock under another code", status: 409, code: "Conflict", message: locked, reason: "lock", kind: "failed" },
  {
    name: "disabled subscription",
    status: 409,
    code: "ReadOnlyDisabledSubscription",
    message: "The subscription 's' is disabled and therefore marked as read only.",
    reason: "disabledSubscription",
    kind: "failed",
  },
  {
    name: "wrong issuer",
    status: 401,
    code: "InvalidAuthenticationTokenTenant",
    message: issuer,
    reason: "otherTenant",
    kind: "notAllowed",
  },
  {
    name: "wrong audience",
    status: 401,
    code: "InvalidAuthenticationTokenAudience",
    message: "The access token has been obtained for wrong audience or resource 'x'.",
    reason: "wrongAudience",
    kind: "failed",
  },
  {
    name: "missing role",
    status: 403,
    code: "AuthorizationFailed",
    message: role,
    reason: "missingRole",
    kind: "notAllowed",
    action: "A/action",
  },
  {
    name: "missing role on a linked scope",
    status: 403,
    code: "LinkedAuthorizationFailed",
    message: `${client} has permission to perform action 'A/write' on scope '${scope}'; however, it does not have permission to perform action(s) 'B/join/action' on the linked scope(s) '/subscriptions/t' (respectively) or the linked scope(s) are invalid.`,
    reason: "missingRole",
    kind: "notAllowed",
    action: "B/join/action",
  },
  {
    name: "missing role, by a 401 of Azure Monitor",
    status: 401,
    code: "AuthorizationFailed",
    message: role,
    reason: "missingRole",
    kind: "notAllowed",
    action: "A/action",
  },
  {
    name: "token that may be older than the role",
    status: 403,
    code: "AuthorizationFailed",
    message: `${role} ${hint}`,
    reason: "missingRoleOrOldToken",
    kind: "notAllowed",
    action: "A/action",
  },
  {
    name: "names that only sound like a reason",
    status: 403,
    code: "AuthorizationFailed",
    message: `The client 'was disallowed by policy, wrong issuer' does not have authorization to perform action 'A/action' over scope '${scope}'.`,
    reason: "missingRole",
    kind: "notAllowed",
    action: "A/action",
  },
  {
    name: "role of a tenant that may not reach a linked subscription",
    status: 403,
    code: "LinkedAuthorizationFailed",
    message: `${client} has permission to perform action 'A/write' on scope '${scope}'; however, the current tenant 't' is not authorized to access linked subscription 'u'.`,
    reason: undefined,
    kind: "notAllowed",
  },
  {
    name: "condition of a role assignment",
    status: 403,
    code: "AuthorizationFailed",
    message: `${client} does not have authorization or an ABAC condition not fulfilled to perform action 'A/action' over scope '${scope}'. ${hint}`,
    reason: undefined,
    kind: "notAllowed",
  },
  {
    name: "disabled subscription without quotes",
    status: 403,
    code: "Forbidden",
    message: "Subscription 1b-2c is currently disabled.",
    reason: "disabledSubscription",
    kind: "notAllowed",
  },
  {
    name: "no missing resource, but a type that the cloud doesn't know",
    status: 404,
    code: "InvalidResourceType",
    message: "The resource type could not be found in the namespace 'Microsoft.Network' for api version '2026-01-01'.",
    reason: undefined,
    kind: "failed",
  },
  {
    name: "missing resource",
    status: 404,
    code: "ResourceNotFound",
    message: "The Resource 'bas' was not found.",
    reason: undefined,
    kind: "notFound",
  },
  { name: "no reason given", status: 403, code: "Forbidden", message: "No.", reason: undefined, kind: "notAllowed" },
  {
    name: "expired sign-in",
    status: 401,
    code: "ExpiredAuthenticationToken",
    message: "The access token expiry UTC time '1' is earlier than current UTC time '2'.",
    reason: undefined,
    kind: "signInNeeded",
  },
  {
    name: "no refusal, but a throttled request for a locked resource",
    status: 429,
    code: "RetryableErrorDueToAnotherOperation",
    message: locked,
    reason: undefined,
    kind: "throttled",
  },
];

describe("why Azure refuses", () => {
  for (const { name, status, code, message, details, reason, kind, action } of rows) {
    for (const [spelling, body] of [
      ["error", { error: { code, message, details } }],
      ["Code and Message", { Code: code, Message: message, details }],
    ] as const) {
      it(`${name} (${spelling})`, () => {
        const error = errorFromResponse(
          { status, headers: { get: () => undefined }, body: { type: "json", value: body } },
          0,
        );
        assert.deepEqual(
          [error.reason, error.kind, error.facts.action, error.facts.azureMessage],
          [reason, kind, action, details ? `${message} ${policy}` : message],
        );
      });
    }
  }

  it("a claims challenge is answered first", () => {
    const claims = Buffer.from("{}").toString("base64");
    const headers = { get: (name: string) => (name === "www-authenticate" ? `Bearer claims="${claims}"` : undefined) };
    const body = { type: "json", value: { error: { code: "AuthorizationFailed", message: role } } } as const;
    assert.equal(errorFromResponse({ status: 401, headers, body }, 0).kind, "signInNeeded");
  });
});
