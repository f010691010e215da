import { strict as assert } from "node:assert";
import { AzureError, type AzureErrorFacts } from "../../../../src/core/azure/http/azureError.ts";
import { errorFromResponse } from "../../../../src/core/azure/http/errorResponse.ts";
import { logFindings, type LogFacts } from "../../../../src/core/doctor/checksLogs.ts";
import type { DiagnosticSetting, HostDetails, LogCall } from "../../../../src/core/doctor/facts.ts";
import type { Finding } from "../../../../src/core/doctor/finding.ts";
import { parseBastionHostId } from "../../../../src/core/model/armId.ts";
import { HOST } from "../azure/testArm.ts";

const AT = Date.UTC(2026, 7, 20, 10);
const GROUP = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers";
const WORKSPACE = `${GROUP}/Microsoft.OperationalInsights/workspaces/log`;
const STORAGE = `${GROUP}/Microsoft.Storage/storageAccounts/stlogs`;

const sent: DiagnosticSetting = { name: "to-workspace", hasAuditLogs: true, workspaceId: WORKSPACE };
const stored: DiagnosticSetting = { name: "to-storage", hasAuditLogs: true, storageAccountId: STORAGE };
const call: LogCall = {
  hasRecord: true,
  newest: AT - 720_000,
  isPartial: false,
  isLeftOut: false,
  isUnreadable: false,
};
const nothing: LogCall = { ...call, hasRecord: false };
const { newest: _, ...undated } = call;

const failure = (kind: AzureErrorFacts["kind"], more: Partial<AzureErrorFacts> = {}): AzureError =>
  new AzureError({ kind, detail: "x", maybeReceived: true, ...more });
/** A refusal in Azure's own form. */
const refusal = (status: number, body: unknown): AzureError =>
  errorFromResponse({ status, headers: new Map<string, string>(), body: { type: "json", value: body } }, 0);

const reader = { entries: [{ actions: ["*/read"], notActions: [] }], unreadable: 0 };
const lister = {
  entries: [{ actions: ["Microsoft.Network/bastionHosts/getActiveSessions/action"], notActions: [] }],
  unreadable: 0,
};
const sku = (name: string) => ({ value: { host: { sku: name } } as HostDetails });

function facts(more: Partial<LogFacts> = {}): LogFacts {
  return {
    diagnostics: { value: [sent] },
    auditLog: { value: call },
    permissions: { value: reader },
    host: sku("Standard"),
    at: AT,
    ...more,
  };
}

const ID = parseBastionHostId(HOST)!;
const found = (more: Partial<LogFacts>, ...records: readonly Parameters<typeof logFindings>[2][]) =>
  logFindings(facts(more), ID, ...records);
const about = (findings: readonly Finding[], what: Finding["about"]) => findings.find((one) => one.about === what);

const missingTable = {
  error: {
    message: "The request had some invalid properties",
    code: "BadArgumentError",
    innererror: {
      code: "SemanticError",
      message: "A semantic error occurred.",
      innererror: { code: "SEM0100", message: "'where' operator: Failed to resolve table" },
    },
  },
};
const insufficient = {
  error: { code: "InsufficientAccessError", message: "The provided credentials have insufficient access." },
};
const denied = { error: { code: "DenyAssignmentAuthorizationFailed", message: "no" } };

/** State, verdict, and remedies of the records' finding; `-` where there is none. */
const states: readonly (readonly [what: string, more: Partial<LogFacts>, found: string])[] = [
  ["a record", {}, "read ok"],
  ["a record without a time", { auditLog: { value: undated } }, "read ok"],
  ["a record, of a host that was left out elsewhere", { auditLog: { value: { ...call, isLeftOut: true } } }, "read ok"],
  ["no record", { auditLog: { value: nothing } }, "none note"],
  ["a record that can't be read", { auditLog: { value: { ...nothing, isUnreadable: true } } }, "unreadable unchecked"],
  ["a part, with a record", { auditLog: { value: { ...call, isPartial: true } } }, "partial note"],
  ["a part, without", { auditLog: { value: { ...nothing, isPartial: true } } }, "partial note"],
  ["left out", { auditLog: { value: { ...nothing, isLeftOut: true } } }, "leftOut note openWorkspace"],
  [
    "left out, and the role lacks the permission, which is told",
    { auditLog: { value: { ...nothing, isLeftOut: true } }, permissions: { value: lister } },
    "-",
  ],
  [
    "no table, though a setting sends",
    { auditLog: { error: refusal(400, missingTable) } },
    "notLogged note openWorkspace",
  ],
  [
    "no table, and no setting",
    { auditLog: { error: refusal(400, missingTable) }, diagnostics: { value: [stored] } },
    "notLogged note",
  ],
  [
    "no table, and the role lacks the permission, which is told",
    { auditLog: { error: refusal(400, missingTable) }, permissions: { value: lister } },
    "-",
  ],
  [
    "no table, as Resource Manager's own text",
    { auditLog: { error: refusal(400, { code: "BadArgumentError", message: "SEM0100: no such table" }) } },
    "notLogged note openWorkspace",
  ],
  ["another fault of the query", { auditLog: { error: refusal(400, insufficient) } }, "failed unchecked"],
  [
    "refused, though the role permits it",
    { auditLog: { error: refusal(403, insufficient) } },
    "refused note openWorkspace",
  ],
  [
    "refused, and the role lacks the permission, which is told",
    { auditLog: { error: refusal(403, insufficient) }, permissions: { value: lister } },
    "-",
  ],
  [
    "refused, and roles that can't be read",
    { auditLog: { error: refusal(403, insufficient) }, permissions: { error: failure("notAllowed") } },
    "refused note openWorkspace",
  ],
  [
    "refused, and a role that can't be read",
    { auditLog: { error: refusal(403, insufficient) }, permissions: { value: { entries: [], unreadable: 1 } } },
    "refused note openWorkspace",
  ],
  [
    "refused by a deny assignment, which no workspace changes",
    { auditLog: { error: refusal(403, denied) }, permissions: { value: lister } },
    "refused note",
  ],
  ["throttled", { auditLog: { error: refusal(429, insufficient) } }, "failed unchecked retryLater"],
  ["a lost connection", { auditLog: { error: failure("unreachable") } }, "failed unchecked retryLater"],
  ["too slow", { auditLog: { error: failure("timedOut") } }, "failed unchecked retryLater"],
  ["a gateway's timeout", { auditLog: { error: refusal(504, {}) } }, "failed unchecked"],
  ["an answer that is none", { auditLog: { error: failure("unreadable") } }, "failed unchecked"],
  ["not found", { auditLog: { error: refusal(404, {}) } }, "failed unchecked"],
  ["Developer: no record", { auditLog: { value: nothing }, host: sku("developer") }, "notLoggedBySku note"],
  [
    "Developer: no table",
    { auditLog: { error: refusal(400, missingTable) }, host: sku("Developer") },
    "notLoggedBySku note",
  ],
  ["Developer: a record all the same", { host: sku("Developer") }, "read ok"],
  ["a host that can't be read", { auditLog: { value: nothing }, host: { error: failure("failed") } }, "none note"],
];

describe("what is said of the audit log", () => {
  for (const [what, more, expected] of states) {
    it(what, () => {
      const records = about(found(more), "auditRecords");
      const said = records?.about === "auditRecords" && [records.state, records.verdict];
      const remedies = records?.remedies.map(({ kind }) => kind) ?? [];
      assert.equal(said ? [...said, ...remedies].join(" ") : "-", expected);
    });
  }

  it("gives the age of the newest record by this machine's clock, and never one below zero", () => {
    const records = about(found({}), "auditRecords");
    assert.deepEqual(records?.about === "auditRecords" && [records.age, records.evidence], [
      12,
      [{ what: "newestRecord", value: "2026-08-20T09:48:00.000Z" }],
    ]);
    const ahead = about(found({ auditLog: { value: { ...call, newest: AT + 60_000 } } }), "auditRecords");
    assert.equal(ahead?.about === "auditRecords" && ahead.age, 0);
  });

  it("is a note where listed sessions have no record", () => {
    const records = about(found({}, { sessions: 5, withoutRecord: 2 }), "auditRecords");
    assert.equal(records?.verdict, "note");
    assert.deepEqual(records.evidence[1], { what: "sessionsWithoutRecord", value: "2" });
    assert.equal(about(found({}, { sessions: 5, withoutRecord: 0 }), "auditRecords")?.verdict, "ok");
  });

  it("says that the roles permit it only where they do", () => {
    const refused = { auditLog: { error: refusal(403, insufficient) } };
    const isPermitted = (more: Partial<LogFacts>) => {
      const records = about(found({ ...refused, ...more }), "auditRecords");
      return records?.about === "auditRecords" ? records.isPermitted : undefined;
    };
    assert.equal(isPermitted({}), true);
    assert.equal(isPermitted({ permissions: { error: failure("failed") } }), undefined);
  });

  it("leads to the workspace that the host's setting names", () => {
    const leftOut = { auditLog: { value: { ...nothing, isLeftOut: true } } };
    const portal = (settings: readonly DiagnosticSetting[]) =>
      about(found({ ...leftOut, diagnostics: { value: settings } }), "auditRecords")?.remedies[0]?.portal;
    assert.deepEqual([portal([stored, sent]), portal([stored])], [WORKSPACE, undefined]);
  });
});

const settings = (...value: readonly DiagnosticSetting[]) => about(found({ diagnostics: { value } }), "auditLogs")!;

describe("what is said of diagnostic settings", () => {
  it("names every setting that sends to a workspace", () => {
    const { verdict, evidence } = settings(sent, { ...sent, name: "second" }, stored);
    assert.deepEqual(
      [verdict, evidence.map(({ value }) => value)],
      ["ok", ["to-workspace", WORKSPACE, "second", WORKSPACE]],
    );
  });

  it("names the storage account where the logs only go there, and leads to it", () => {
    const finding = settings(stored);
    assert.ok(finding.about === "auditLogs");
    assert.deepEqual([finding.verdict, finding.storage], ["note", "stlogs"]);
    assert.deepEqual(
      finding.remedies.map(({ kind, portal }) => [kind, portal]),
      [
        ["sendAuditLogs", `${HOST}/diagnostics`],
        ["openStorageAccount", STORAGE],
      ],
    );
    assert.ok(finding.evidence.some(({ what, value }) => what === "storageAccount" && value === STORAGE));
  });

  it("says nothing of a storage account that gets something else", () => {
    const finding = settings({ ...stored, hasAuditLogs: false });
    assert.equal(finding.about === "auditLogs" && finding.storage, undefined);
    assert.deepEqual(finding.evidence, [{ what: "setting", value: "to-storage" }]);
  });

  const odd = "https://x.example/)](evil)";
  it("makes no link of what is no resource's ID", () => {
    const { remedies } = settings({ ...stored, storageAccountId: odd });
    assert.equal(remedies[1]?.portal, undefined);
  });

  const taken: readonly (readonly [names: readonly string[], name: string])[] = [
    [[], "bastion-audit-logs"],
    [["other"], "bastion-audit-logs"],
    [["Bastion-Audit-Logs"], "bastion-audit-logs-2"],
    [["bastion-audit-logs-2", "bastion-audit-logs", "x"], "bastion-audit-logs-3"],
  ];
  for (const [names, name] of taken) {
    it(`proposes ${name} beside ${names.join(", ") || "none"}: a setting is never replaced`, () => {
      const [remedy] = settings(...names.map((one) => ({ ...stored, name: one }))).remedies;
      const [command = []] = remedy?.commands ?? [];
      assert.equal(command[command.indexOf("--name") + 1], name);
      assert.equal(command[command.indexOf("--resource") + 1], HOST);
    });
  }

  it("proposes none for a Developer host, which would send nothing", () => {
    const { remedies } = about(found({ diagnostics: { value: [] }, host: sku("Developer") }), "auditLogs")!;
    assert.deepEqual(remedies, []);
  });
});
