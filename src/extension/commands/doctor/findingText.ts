import { l10n } from "vscode";
import type { Finding } from "../../../core/doctor/finding.ts";
import type { ActionPurpose } from "../../../core/doctor/permissions.ts";
import { atLeast, exactly } from "../../../core/model/count.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatSessionCount } from "../../../words/sessionText.ts";
import { azureSays, errorText, wholeErrorText } from "../../../words/errorText.ts";
import { hostText, stateOf } from "./hostText.ts";
import { auditLogsText, auditRecordsText } from "./logText.ts";
import type { FindingText } from "./report.ts";
import { restrictionText } from "./restrictionText.ts";
import { trafficText } from "./trafficText.ts";

/** A finding in the user's words. */
export function findingText(finding: Finding): FindingText {
  if (finding.verdict === "unchecked" && finding.error) {
    return { title: nameOf(finding), detail: wholeErrorText(finding.error) };
  }
  switch (finding.about) {
    case "signIn":
      return finding.error
        ? failed(l10n.t("Not signed in"), finding.error)
        : { title: l10n.t("Signed in"), detail: "" };
    case "subscription":
      return {
        title: l10n.t("Subscription state: {0}", stateOf(finding.state)),
        detail:
          finding.verdict === "ok"
            ? ""
            : l10n.t(
                "Azure refuses operations in a disabled subscription, and might soon refuse them in one that's in the Warned or PastDue state.",
              ),
      };
    case "provider":
      return {
        title: l10n.t("Resource provider Microsoft.Network: {0}", stateOf(finding.state)),
        detail:
          finding.verdict === "ok"
            ? ""
            : l10n.t("Until the provider is registered, the subscription can't have a bastion host."),
      };
    case "permissions":
      return { title: nameOf(finding), detail: "" };
    case "action":
      return actionText(finding);
    case "list":
      return listText(finding);
    case "auditLogs":
      return auditLogsText(finding);
    case "auditRecords":
      return auditRecordsText(finding);
    case "traffic":
      return trafficText(finding.result);
    default:
      return restrictionText(finding) ?? hostText(finding) ?? { title: nameOf(finding), detail: "" };
  }
}

function failed(title: string, error: NonNullable<Finding["error"]>): FindingText {
  return { title, detail: errorText(error).why };
}

/** What a finding is about, if there is nothing else to say of it. */
function nameOf(finding: Finding): string {
  switch (finding.about) {
    case "signIn":
      return l10n.t("Sign-in");
    case "subscription":
      return l10n.t("Subscription state");
    case "provider":
      return l10n.t("Microsoft.Network registration");
    case "permissions":
      return l10n.t("Account permissions");
    case "action":
      return purposeText(finding.purpose);
    case "locks":
    case "lock":
      return l10n.t("Locks");
    case "denyAssignments":
    case "denyAssignment":
      return l10n.t("Deny assignments");
    case "eligibleRoles":
      return l10n.t("Eligible roles");
    case "eligibleRole":
      return l10n.t("Eligible role {0}", messageText(finding.roleName));
    case "subnet":
    case "subnetSize":
    case "noSubnet":
    case "subnetsLeftOut":
      return l10n.t("Subnet");
    case "networkSpace":
      return l10n.t("Virtual network address space");
    case "securityGroup":
    case "noSecurityGroup":
    case "traffic":
      return l10n.t("Network security group");
    case "routeTable":
      return l10n.t("Route table");
    case "recording":
      return l10n.t("Session recording");
    case "shareableLinks":
      return l10n.t("Shareable links");
    case "list":
      return l10n.t("Session list");
    case "auditLogs":
      return l10n.t("Diagnostic settings");
    case "auditRecords":
      return l10n.t("Audit log");
    case "host":
    case "hostMissing":
    case "sku":
    case "zones":
    case "privateOnly":
      return l10n.t("Bastion host");
  }
}

function actionText({ action, purpose, verdict, error }: Finding & { readonly about: "action" }): FindingText {
  const what = purposeText(purpose);
  switch (verdict) {
    case "ok":
      return { title: l10n.t("Granted: {0}", what), detail: "" };
    case "unchecked":
      return {
        title: what,
        detail: l10n.t("Some of the account's permissions couldn't be read."),
      };
    default:
      return {
        title: l10n.t("Missing {0}", what),
        detail: [
          purpose === "activityLog"
            ? l10n.t("None of the account's roles grants {0} on the subscription, where Azure requires it.", action)
            : l10n.t("None of the account's roles grants {0} on this host.", action),
          purpose === "runCommand"
            ? l10n.t(
                "This permission is assigned on the target VMs rather than on the host, so the account might still have it there.",
              )
            : "",
          purpose === "readLinks" || purpose === "deleteLinks"
            ? l10n.t("It's optional: Copy Role Definition asks whether to add it.")
            : "",
          error ? azureSays(error) : "",
        ]
          .filter(Boolean)
          .join(" "),
      };
  }
}

function purposeText(purpose: ActionPurpose): string {
  return {
    seeHosts: l10n.t("permission to see the host"),
    listSessions: l10n.t("permission to list its sessions"),
    disconnect: l10n.t("permission to disconnect sessions"),
    metrics: l10n.t("permission to show its metrics and approximate count"),
    auditLog: l10n.t("permission to read its audit log (who connected, and from where)"),
    activityLog: l10n.t("permission to read its activity log (who listed, disconnected, or changed it)"),
    runCommand: l10n.t("permission to run commands on target VMs"),
    readLinks: l10n.t("permission to list its shareable links"),
    deleteLinks: l10n.t("permission to delete its shareable links"),
  }[purpose];
}

function listText({
  error,
  permitted,
  sessions = 0,
  unreadable = 0,
}: Finding & { readonly about: "list" }): FindingText {
  if (error) {
    const { what, why } = errorText(error);
    const contradiction = permitted
      ? l10n.t(
          "The account's roles permit it. A deny assignment or a condition might block it, or a role that was assigned minutes ago might not be in effect yet.",
        )
      : "";
    return {
      title: l10n.t("The sessions couldn't be listed: {0}", what),
      detail: [why, contradiction].filter(Boolean).join(" "),
    };
  }
  return {
    title: l10n.t(
      "The sessions can be listed: {0}",
      formatSessionCount(unreadable > 0 ? atLeast(sessions) : exactly(sessions)),
    ),
    detail:
      unreadable > 0
        ? l10n.t("Azure returned entries that don't match its own session format. They're counted here but not shown.")
        : "",
  };
}
