import assert from "node:assert/strict";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import type { Finding } from "../../../../../src/core/doctor/finding.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { findingText } = await importWithStub(
  async () => import("../../../../../src/extension/commands/doctor/findingText.ts"),
);

type Records = Partial<Finding & { about: "auditRecords" }>;
const NOTE = { evidence: [], remedies: [], verdict: "note" } as const;
const records = (more: Records): string => {
  const { title, detail } = findingText({ ...NOTE, about: "auditRecords", state: "read", ...more });
  return [title, detail].filter(Boolean).join(" | ");
};
const logs = (more: Partial<Finding & { about: "auditLogs" }>): string => {
  const { title, detail } = findingText({ ...NOTE, about: "auditLogs", ...more });
  return [title, detail].filter(Boolean).join(" | ");
};
const refused = new AzureError({
  kind: "notAllowed",
  detail: "x",
  maybeReceived: false,
  status: 403,
  code: "InsufficientAccessError",
  azureMessage: "The provided credentials have insufficient access.",
});
const throttled = new AzureError({ kind: "throttled", detail: "x", maybeReceived: false, retryAfterMs: 60_000 });

const table: readonly (readonly [what: string, said: string, expected: RegExp])[] = [
  ["a record", records({ age: 12, verdict: "ok" }), /^The audit log can be read; its newest record is 12 min old$/],
  ["a record without a time", records({ verdict: "ok" }), /^The audit log can be read$/],
  [
    "sessions without one",
    records({ age: 12, records: { sessions: 5, withoutRecord: 2 } }),
    /old \| Sessions without a record: 2 of 5\. Some connections/,
  ],
  ["no session without one", records({ records: { sessions: 5, withoutRecord: 0 } }), /^The audit log can be read$/],
  ["no record", records({ state: "none" }), /^The audit log has no record of this host in the last 30 days \| /],
  ["no table", records({ state: "notLogged" }), /first record\. Either none was sent yet, or the account can't read/],
  ["Developer", records({ state: "notLoggedBySku" }), /^Hosts of the Developer SKU have no audit log$/],
  ["left out", records({ state: "leftOut" }), /^Azure left out this host's audit records \| /],
  ["a part", records({ state: "partial" }), /only part of the audit log \| Records might be missing\.$/],
  ["a row that can't be read", records({ state: "unreadable", verdict: "unchecked" }), /newest record can't be read/],
  [
    "refused though permitted, with Azure's words",
    records({ state: "refused", isPermitted: true, error: refused }),
    /^The account can't read the audit log \| Its roles permit it on the host\. .*insufficient access/,
  ],
  [
    "refused, and nothing known of roles: doesn't say that they permit it",
    records({ state: "refused", error: refused }),
    /^The account can't read the audit log \| (?!Its roles permit).*insufficient access/,
  ],
  [
    "throttled",
    records({ state: "failed", verdict: "unchecked", error: throttled }),
    /^Audit log \| Throttled by Azure; retry in 1 min\./,
  ],
  ["sent", logs({ verdict: "ok" }), /^BastionAuditLogs are sent to a Log Analytics workspace$/],
  ["not sent", logs({}), /^BastionAuditLogs aren't sent to a Log Analytics workspace \| Sessions are listed anyway\./],
  [
    "stored",
    logs({ storage: "stlogs" }),
    /\| They're stored in storage account stlogs, which Bastion Sessions doesn't read\./,
  ],
  [
    "no permission to read it",
    findingText({ ...NOTE, about: "action", action: "a/read", purpose: "auditLog" }).title,
    /^Missing permission to read its audit log \(who connected, and from where\)$/,
  ],
  [
    "permission to read the Activity Log",
    findingText({ ...NOTE, about: "action", action: "a/read", purpose: "activityLog", verdict: "ok" }).title,
    /^Granted: permission to read its activity log/,
  ],
  [
    "the Activity Log is one of the subscription",
    findingText({ ...NOTE, about: "action", action: "a/read", purpose: "activityLog" }).detail,
    /^None of the account's roles grants a\/read on the subscription, where Azure requires it\.$/,
  ],
  [
    "permissions of the subscription can't be read: says which check that is",
    findingText({
      ...NOTE,
      about: "action",
      action: "a/read",
      purpose: "activityLog",
      verdict: "unchecked",
      error: throttled,
    }).title,
    /^permission to read its activity log/,
  ],
];

describe("The audit log in a diagnosis", () => {
  for (const [what, said, expected] of table) {
    it(what, () => assert.match(said, expected));
  }
});
