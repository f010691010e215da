import { l10n } from "vscode";
import type { Requirement, RequirementResult } from "../../../core/doctor/requirements.ts";
import type { FindingText } from "./report.ts";

/** What a network security group does with something that the host needs. */
export function trafficText(result: RequirementResult): FindingText {
  const { requirement, outcome } = result;
  const remarks = [remark(result), outcome === "allowed" && !result.isBorrowed ? "" : purpose(requirement.id)];
  return { title: title(requirement, outcome), detail: remarks.filter(Boolean).join(" ") };
}

function title({ direction, port, tag }: Requirement, outcome: RequirementResult["outcome"]): string {
  const isIn = direction === "inbound";
  switch (outcome) {
    case "allowed":
      return isIn ? l10n.t("Port {0} from {1} is allowed", port, tag) : l10n.t("Port {0} to {1} is allowed", port, tag);
    case "denied":
      return isIn ? l10n.t("Port {0} from {1} is denied", port, tag) : l10n.t("Port {0} to {1} is denied", port, tag);
    case "partly":
      return isIn
        ? l10n.t("Port {0} from {1} is allowed in part", port, tag)
        : l10n.t("Port {0} to {1} is allowed in part", port, tag);
    case "undecided":
      return isIn
        ? l10n.t("Port {0} from {1}: could not be decided", port, tag)
        : l10n.t("Port {0} to {1}: could not be decided", port, tag);
  }
}

function remark({ requirement, outcome, elsewhere, because, isBorrowed }: RequirementResult): string {
  if (because !== undefined) {
    return because === "unreadable"
      ? l10n.t("The group has rules that could not be read.")
      : l10n.t("The group has too many rules to try them all.");
  }
  if (elsewhere !== undefined) {
    return elsewhere === "denied"
      ? l10n.t(
          "Within the host's own network and those peered with it all is allowed; other networks that are connected are not.",
        )
      : l10n.t(
          "Within the host's own network and those peered with it all is allowed; of other networks that are connected it cannot be told.",
        );
  }
  if (isBorrowed) {
    return l10n.t(
      "It comes in by a rule for the Internet alone, and will not once that rule is narrowed to your addresses. Microsoft asks for a rule of its own.",
    );
  }
  if (outcome === "partly" && requirement.id === "usersIn443") {
    return l10n.t("It may be narrowed to your addresses. Users from other addresses cannot connect.");
  }
  return outcome === "undecided"
    ? l10n.t("It depends on which addresses the rules below stand for, and that cannot be told from here.")
    : "";
}

/** What it is needed for. */
function purpose(id: Requirement["id"]): string {
  switch (id) {
    case "usersIn443":
      return l10n.t("Users reach the host through this port.");
    case "gatewayManagerIn443":
      return l10n.t(
        "Azure manages the host through this port; without it, sessions can be neither made nor listed reliably.",
      );
    case "gatewayManagerIn4443":
      return l10n.t(
        "Microsoft's page on session monitoring of February 2020 asks for this port, later ones for 443 alone. Older deployments may need it: open it if all else is well and sessions are still not listed.",
      );
    case "loadBalancerIn443":
      return l10n.t("Azure's health probes reach the host through this port.");
    case "dataIn8080":
    case "dataIn5701":
    case "dataOut8080":
    case "dataOut5701":
      return l10n.t("The instances of the host talk to each other through this port.");
    case "targetsOut22":
    case "targetsOut3389":
      return l10n.t("The host reaches the machines through this port.");
    case "azureOut443":
      return l10n.t("The host reaches Azure through this port, for its logs among other things.");
    case "internetOut80":
      return l10n.t("It is used for validating sessions, for shareable links and for checking certificates.");
  }
}
