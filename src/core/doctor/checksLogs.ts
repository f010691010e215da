/** Checks of the audit log, which says who connected and from where. Sessions are listed without it, so nothing is an error. */
import { isNotLogged } from "../azure/auditLog.ts";
import type { AzureError } from "../azure/http/azureError.ts";
import { parseResourceId, resourcePath, type ResourceId } from "../model/armId.ts";
import { isDeveloper } from "../model/capacity.ts";
import { az } from "../text/shell.ts";
import { unchecked } from "./checksAccess.ts";
import type { DiagnosticSetting, Facts, LogCall, SessionRecords } from "./facts.ts";
import {
  errorEvidence,
  evidence,
  type AuditRecordsState,
  type Finding,
  type Remedy,
  type Statement,
} from "./finding.ts";
import { idText } from "./network.ts";
import { AUDIT_LOG_ACTION, permits } from "./permissions.ts";

/** What the log is judged by. */
export type LogFacts = Pick<Facts, "diagnostics" | "auditLog" | "permissions" | "host" | "at">;

/** @param records what came of looking for the listed sessions in the log, where that was done */
export function logFindings(facts: LogFacts, host: ResourceId, records?: SessionRecords): readonly Finding[] {
  return [auditLogs(facts, host), ...auditRecords(facts, records)];
}

function auditLogs(facts: LogFacts, host: ResourceId): Finding {
  const { diagnostics: read } = facts;
  if (read.error) {
    return unchecked({ about: "auditLogs" }, read.error);
  }
  const settings = read.value;
  const sending = sendingSettings(settings);
  if (sending.length > 0) {
    return {
      about: "auditLogs",
      verdict: "ok",
      evidence: sending.flatMap(({ name, workspaceId }) => [
        ...evidence("setting", name),
        ...evidence("workspace", workspaceId),
      ]),
      remedies: [],
    };
  }
  const stored = settings.find(({ hasAuditLogs, storageAccountId }) => hasAuditLogs && storageAccountId !== undefined);
  const storage = parseResourceId(stored?.storageAccountId)?.name ?? stored?.storageAccountId;
  return {
    about: "auditLogs",
    ...(storage !== undefined && { storage }),
    verdict: "note",
    evidence: settings.flatMap(({ name, hasAuditLogs, storageAccountId }) => [
      ...evidence("setting", name),
      ...evidence("storageAccount", hasAuditLogs ? storageAccountId : undefined),
    ]),
    remedies: [
      ...(isDeveloperHost(facts) ? [] : [sendAuditLogs(settings, host)]),
      ...(storage === undefined ? [] : [openResource("openStorageAccount", stored?.storageAccountId)]),
    ],
  };
}

/** A new setting: one of a name that is taken would be replaced, with what it sends elsewhere. */
function sendAuditLogs(settings: readonly DiagnosticSetting[], host: ResourceId): Remedy {
  const taken = new Set(settings.map(({ name }) => name.toLowerCase()));
  const names = Array.from({ length: settings.length + 1 }, (_, index) =>
    index === 0 ? "bastion-audit-logs" : `bastion-audit-logs-${index + 1}`,
  );
  const workspace =
    "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.OperationalInsights/workspaces/NAME";
  const create = az("monitor diagnostic-settings create", {
    name: names.find((name) => !taken.has(name)) ?? "bastion-audit-logs",
    resource: idText(host),
    workspace,
    logs: "[{category:BastionAuditLogs,enabled:true}]",
  });
  return { kind: "sendAuditLogs", commands: [create], portal: `${resourcePath(host)}/diagnostics` };
}

function openResource(kind: Remedy["kind"], id: string | undefined): Remedy {
  const resource = parseResourceId(id);
  return { kind, commands: [], ...(resource && { portal: resourcePath(resource) }) };
}

/** Whether the log can be read, and how new its newest record is; nothing where a missing permission says it all. */
function auditRecords(facts: LogFacts, records: SessionRecords | undefined): readonly Finding[] {
  const state = stateOf(facts);
  if (state === "notLoggedBySku") {
    return [{ about: "auditRecords", state, verdict: "note", evidence: [], remedies: [] }];
  }
  const { auditLog: read, permissions } = facts;
  // Of a workspace that may not be read, Azure says that it has no table.
  const isByRole = state === "leftOut" || state === "notLogged" || (state === "refused" && isRoleRefusal(read.error));
  const isPermitted = !permissions.error && permits(permissions.value.entries, AUDIT_LOG_ACTION);
  if (isByRole && !isPermitted && !permissions.error && permissions.value.unreadable === 0) {
    return [];
  }
  const about = { about: "auditRecords", state, ...(isByRole && isPermitted && { isPermitted }) } as const;
  const sending = facts.diagnostics.error ? undefined : sendingSettings(facts.diagnostics.value)[0];
  const remedies =
    isByRole && (state !== "notLogged" || sending) ? [openResource("openWorkspace", sending?.workspaceId)] : [];
  if (!read.error) {
    return [recordsFinding({ ...about, remedies }, read.value, facts.at, records)];
  }
  const { error } = read;
  return [
    state === "failed"
      ? { ...unchecked(about, error), remedies: failureRemedies(error.kind) }
      : { ...about, verdict: "note", evidence: errorEvidence(error), remedies, error },
  ];
}

function recordsFinding(
  about: Extract<Statement, { about: "auditRecords" }> & Pick<Finding, "remedies">,
  { newest }: LogCall,
  at: number,
  records: SessionRecords | undefined,
): Finding {
  const without = records?.withoutRecord ?? 0;
  const verdict = about.state === "unreadable" ? "unchecked" : "note";
  return {
    ...about,
    ...(newest !== undefined && { age: Math.max(0, (at - newest) / 60_000) }),
    ...(records && { records }),
    verdict: about.state === "read" && without === 0 ? "ok" : verdict,
    evidence: [
      ...evidence("newestRecord", newest === undefined ? undefined : new Date(newest).toISOString()),
      ...evidence("sessionsWithoutRecord", without > 0 ? String(without) : undefined),
    ],
  };
}

/** Whether more permissions would help: another reason, such as a deny assignment, is one that Azure names. */
function isRoleRefusal(error: AzureError | undefined): boolean {
  const reason = error?.reason;
  return reason === undefined || reason === "missingRole" || reason === "missingRoleOrOldToken";
}

function stateOf(facts: LogFacts): AuditRecordsState {
  const { auditLog: read } = facts;
  const state = read.error ? errorState(read.error) : answerState(read.value);
  return isDeveloperHost(facts) && state !== "read" ? "notLoggedBySku" : state;
}

function errorState(error: AzureError): AuditRecordsState {
  if (isNotLogged(error)) {
    return "notLogged";
  }
  return error.kind === "notAllowed" ? "refused" : "failed";
}

function answerState({ hasRecord, isLeftOut, isPartial, isUnreadable }: LogCall): AuditRecordsState {
  if (isUnreadable) {
    return "unreadable";
  }
  // Without a record, what was left out or is missing may be the reason.
  if (isLeftOut && !hasRecord) {
    return "leftOut";
  }
  if (isPartial) {
    return "partial";
  }
  return hasRecord ? "read" : "none";
}

function isDeveloperHost({ host }: LogFacts): boolean {
  return !host.error && isDeveloper(host.value.host);
}

/** Those that send the log to a workspace. */
function sendingSettings(settings: readonly DiagnosticSetting[]): readonly DiagnosticSetting[] {
  return settings.filter(({ hasAuditLogs, workspaceId }) => hasAuditLogs && workspaceId !== undefined);
}

function failureRemedies(kind: AzureError["kind"]): readonly Remedy[] {
  const isPassing = kind === "throttled" || kind === "unreachable" || kind === "timedOut";
  return isPassing ? [{ kind: "retryLater", commands: [] }] : [];
}
