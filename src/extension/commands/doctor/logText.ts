import { l10n } from "vscode";
import type { Finding } from "../../../core/doctor/finding.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { azureSays, errorText } from "../../../words/errorText.ts";
import { formatDuration, formatNumber } from "../../../words/format.ts";
import type { FindingText } from "./report.ts";

type AuditRecords = Finding & { readonly about: "auditRecords" };

/** Whether the audit log is kept where it can be asked. */
export function auditLogsText({ verdict, storage }: Finding & { readonly about: "auditLogs" }): FindingText {
  if (verdict === "ok") {
    return { title: l10n.t("BastionAuditLogs are sent to a Log Analytics workspace"), detail: "" };
  }
  const stored =
    storage === undefined
      ? ""
      : l10n.t("They're stored in storage account {0}, which Bastion Sessions doesn't read.", messageText(storage));
  return {
    title: l10n.t("BastionAuditLogs aren't sent to a Log Analytics workspace"),
    detail: [
      stored,
      l10n.t(
        "Sessions are listed anyway. Without these logs, it's unknown who connected, from where, and who was connected before.",
      ),
    ]
      .filter(Boolean)
      .join(" "),
  };
}

/** What the audit log has of the host. */
export function auditRecordsText(finding: AuditRecords): FindingText {
  const { state, isPermitted, error } = finding;
  switch (state) {
    case "read":
      return { title: readTitle(finding), detail: recordsText(finding) };
    case "none":
      return {
        title: l10n.t("The audit log has no record of this host in the last 30 days"),
        detail: l10n.t(
          "Records arrive a few minutes late. Some connections, such as those of native clients, might have no record.",
        ),
      };
    case "partial":
      return {
        title: l10n.t("Azure returned only part of the audit log"),
        detail: l10n.t("Records might be missing."),
      };
    case "unreadable":
      return {
        title: l10n.t("The audit log's newest record can't be read"),
        detail: l10n.t("It isn't in Azure's documented format."),
      };
    case "notLogged":
      return {
        title: l10n.t("No workspace that the account can read has audit records"),
        detail: l10n.t(
          "Azure creates the table MicrosoftAzureBastionAuditLogs with the first record. Either none was sent yet, or the account can't read the workspace.",
        ),
      };
    case "notLoggedBySku":
      return { title: l10n.t("Hosts of the Developer SKU have no audit log"), detail: "" };
    case "leftOut":
      return {
        title: l10n.t("Azure left out this host's audit records"),
        detail: l10n.t("The account can't read them in the workspace that they're sent to."),
      };
    case "refused":
      return {
        title: l10n.t("The account can't read the audit log"),
        detail: isPermitted ? permittedText(error) : ((error && errorText(error).why) ?? ""),
      };
    case "failed":
      return { title: l10n.t("Audit log"), detail: "" };
  }
}

/** The account's roles on the host grant what Azure refuses. */
function permittedText(error: AuditRecords["error"]): string {
  const why = l10n.t(
    "Its roles permit it on the host. The workspace might require its own permissions, or Azure might require the role on the subscription.",
  );
  return [why, error ? azureSays(error) : ""].filter(Boolean).join(" ");
}

function readTitle({ age }: AuditRecords): string {
  return age === undefined
    ? l10n.t("The audit log can be read")
    : l10n.t("The audit log can be read; its newest record is {0} old", formatDuration(age));
}

function recordsText({ records }: AuditRecords): string {
  return records === undefined || records.withoutRecord === 0
    ? ""
    : l10n.t(
        "Sessions without a record: {0} of {1}. Some connections, such as those of native clients, might have no record, and Azure can lose records.",
        formatNumber(records.withoutRecord),
        formatNumber(records.sessions),
      );
}
