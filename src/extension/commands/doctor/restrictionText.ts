import { l10n } from "vscode";
import type { Finding } from "../../../core/doctor/finding.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { FindingText } from "./report.ts";

/** A finding about locks, deny assignments, or eligible roles; `undefined` if it is about something else. */
export function restrictionText(finding: Finding): FindingText | undefined {
  switch (finding.about) {
    case "locks":
      return finding.verdict === "ok"
        ? { title: l10n.t("No locks on the host, its resource group, or its subscription"), detail: "" }
        : { title: l10n.t("Locks"), detail: l10n.t("Some locks couldn't be read.") };
    case "denyAssignments":
      return finding.verdict === "ok"
        ? { title: l10n.t("No deny assignment blocks what the extension does on the host"), detail: "" }
        : { title: l10n.t("Deny assignments"), detail: l10n.t("Some deny assignments couldn't be read.") };
    case "eligibleRoles":
      return finding.verdict === "ok"
        ? { title: l10n.t("No role needs to be activated"), detail: "" }
        : { title: l10n.t("Eligible roles"), detail: l10n.t("Some of the account's eligible roles couldn't be read.") };
    case "lock":
      return lockText(finding);
    case "denyAssignment":
      return denyText(finding);
    case "eligibleRole":
      return eligibleText(finding);
    default:
      return undefined;
  }
}

function lockText({ name, level, verdict, isListed }: Finding & { readonly about: "lock" }): FindingText {
  if (verdict === "ok") {
    return {
      title: l10n.t("Delete lock {0}", messageText(name)),
      detail: l10n.t("It keeps the host from being deleted, and doesn't affect sessions."),
    };
  }
  if (verdict === "unchecked") {
    return {
      title: l10n.t("Lock {0}: {1}", messageText(name), messageText(level)),
      detail: l10n.t("What a lock of this level blocks is unknown."),
    };
  }
  return {
    title: l10n.t("Read-only lock {0}", messageText(name)),
    detail: isListed
      ? l10n.t("Sessions were listed anyway, but the lock might block disconnecting them.")
      : l10n.t("A read-only lock blocks listing and disconnecting sessions, whatever roles the account has."),
  };
}

function denyText({ name, verdict, isSpared }: Finding & { readonly about: "denyAssignment" }): FindingText {
  const title = l10n.t("Deny assignment {0}", messageText(name));
  if (isSpared) {
    return { title, detail: l10n.t("It doesn't apply to this account: the host's sessions were listed.") };
  }
  return {
    title,
    detail:
      verdict === "unchecked"
        ? l10n.t("It blocks the actions below for some users. Whether this account is among them is unknown.")
        : l10n.t("It blocks the actions below, whatever roles the account has."),
  };
}

function eligibleText({ roleName, verdict, isActive }: Finding & { readonly about: "eligibleRole" }): FindingText {
  if (verdict === "unchecked") {
    return {
      title: l10n.t("Eligible role {0}", messageText(roleName)),
      detail: l10n.t("What this role grants couldn't be read completely."),
    };
  }
  return isActive
    ? {
        title: l10n.t("Role {0} is active, but not in effect", messageText(roleName)),
        detail: l10n.t("Azure lists the role as active, and doesn't grant its actions to this sign-in yet."),
      }
    : {
        title: l10n.t("Role {0} is eligible, but not active", messageText(roleName)),
        detail: l10n.t("Once active, it grants the missing actions below."),
      };
}
