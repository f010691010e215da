import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { newAccount, newTenant } from "../../../../src/core/inventory/directoryState.ts";
import type { JournalEntry } from "../../../../src/core/journal/journalEntry.ts";
import { armKey } from "../../../../src/core/model/armId.ts";
import { cloudFromSettings } from "../../../../src/core/model/cloud.ts";
import { parseFilter } from "../../../../src/core/model/session/sessionFilter.ts";
import { ruleAlert } from "../../../../src/core/watch/alert/ruleAlert.ts";
import type { WatchRule } from "../../../../src/core/watch/watchRule.ts";
import { importWithStub } from "../vscodeStub.ts";

const { alertMarkdown, entryMarkdown, journalMarkdown, reportMarkdown, searchDetails, waysBackMarkdown, waysBackOf } =
  await importWithStub(async () => ({
    ...(await import("../../../../src/extension/commands/journal/entryMarkdown.ts")),
    ...(await import("../../../../src/extension/commands/journal/journalMarkdown.ts")),
    ...(await import("../../../../src/extension/commands/doctor/reportText.ts")),
    ...(await import("../../../../src/extension/commands/account/searchDetails.ts")),
    ...(await import("../../../../src/extension/commands/watch/alertMarkdown.ts")),
    ...(await import("../../../../src/extension/commands/waysBack/waysBack.ts")),
    ...(await import("../../../../src/extension/commands/waysBack/waysBackMarkdown.ts")),
  }));

const at = "2026-03-01T10:00:00.000Z";

function entry(text: string): JournalEntry {
  const session = {
    hostId: text,
    hostName: text,
    actor: { account: text, tenant: text, tenantId: text },
    session: { sessionId: text, userName: text, targetHostName: text, targetIpAddress: text, protocol: text },
    verdict: "failed",
    message: text,
    failure: text,
    requestId: text,
    listed: { listed: true, at: text, afterwards: true },
    reconnected: { at: text, hostId: text },
  } as const;
  return {
    id: text,
    at,
    by: text,
    reason: text,
    ticket: text,
    sessions: [session],
    warnings: [{ kind: "warned", entry: text, at: text, targetId: text, failure: text }],
  } as unknown as JournalEntry;
}

function waysBack(text: string): string {
  const { sessions, ...rest } = entry(text);
  const gone = sessions.map((one) => ({
    ...one,
    actor: { ...one.actor, tenantId: "t" },
    verdict: "disconnected" as const,
    session: { ...one.session, person: text, confidence: "exact" },
  }));
  const host = { id: text, key: armKey(text), name: text, subscriptionId: text, resourceGroup: text };
  const ways = waysBackOf(
    { ...rest, sessions: gone },
    { cloud: cloudFromSettings(undefined, undefined), host: () => host },
  );
  return ways ? waysBackMarkdown(ways, "##") : "";
}

function report(text: string): string {
  const finding = {
    check: text,
    title: text,
    detail: text,
    evidence: [{ what: "state", value: text }],
    remedies: [{ text, commands: [["az", text]], portalUrl: "https://portal.contoso.example/#resource/x" }],
  } as const;
  return reportMarkdown({
    title: text,
    hostId: text,
    at: new Date(at),
    actingAs: text,
    entries: (["error", "ok"] as const).map((verdict) => ({ ...finding, verdict })),
    role: {
      Name: text,
      IsCustom: true,
      Description: text,
      Actions: [text],
      NotActions: [text],
      AssignableScopes: [text],
    },
  });
}

function search(text: string): string {
  const account = { id: "a", label: text };
  const error = new AzureError({ kind: "failed", detail: text, code: text, azureMessage: text, maybeReceived: false });
  const tenant = {
    ...newTenant(account, { tenantId: text, displayName: text }),
    subscriptions: {
      known: [{ subscriptionId: text, displayName: text, state: text }, { subscriptionId: "refused" }],
      unreadable: 0,
    },
    hosts: { error, unreadable: 0 },
    refusals: [{ subscriptionId: "refused", error }],
  };
  const accounts = new Map([["a", { ...newAccount(account), error, tenants: new Map([["t", tenant]]) }]]);
  return searchDetails({ accounts, enumerated: true, searchProblems: [{ kind: "accounts", error }] }, new Date(at));
}

function alert(text: string): string {
  const match = parseFilter(`user:"${text}" subscription:"${text}"`);
  const rule: WatchRule = { key: text, name: text, trigger: { kind: "connects" }, ...(match && { match }) };
  const scope = { id: "/subscriptions/s", subscriptionId: "s", resourceGroup: "rg", location: "westeurope" };
  return alertMarkdown(rule, ruleAlert(rule, scope, text), text);
}

/** Each kind of document, with a text in every field that comes from outside. */
export const documents: Readonly<Record<string, (text: string) => string>> = {
  "a diagnosis": report,
  "the outcome of a disconnect": (text) => entryMarkdown(entry(text), { isMissingInJournal: true }),
  "the ways back of a disconnect": waysBack,
  "the journal": (text) =>
    journalMarkdown({ entries: [entry(text)], linkDeletions: [], torn: [{ file: text, line: 1 }] }),
  "search details": search,
  "an alert in Azure": alert,
};
