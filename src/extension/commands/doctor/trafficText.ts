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
        ? l10n.t("Port {0} from {1} is partly allowed", port, tag)
        : l10n.t("Port {0} to {1} is partly allowed", port, tag);
    case "notAll":
      return isIn
        ? l10n.t("Port {0} from {1} isn't fully allowed", port, tag)
        : l10n.t("Port {0} to {1} isn't fully allowed", port, tag);
    case "undecided":
      return isIn
        ? l10n.t("whether port {0} from {1} is allowed", port, tag)
        : l10n.t("whether port {0} to {1} is allowed", port, tag);
  }
}

function remark({ requirement, outcome, elsewhere, because, isBorrowed }: RequirementResult): string {
  if (because !== undefined) {
    return because === "unreadable"
      ? l10n.t("The network security group has rules that couldn't be read.")
      : l10n.t("The network security group has too many rules to check them all.");
  }
  if (elsewhere !== undefined) {
    return elsewhere === "denied"
      ? l10n.t(
          "All such traffic is allowed within the host's virtual network and its peered networks, but not in other connected networks.",
        )
      : l10n.t(
          "All such traffic is allowed within the host's virtual network and its peered networks. Whether it's allowed in other connected networks is unknown.",
        );
  }
  if (isBorrowed) {
    return l10n.t(
      "Allowed only by your Internet rule, so it will be blocked when you narrow that rule. Add a separate rule for GatewayManager, as Microsoft recommends.",
    );
  }
  if (outcome === "partly" && requirement.id === "usersIn443") {
    return l10n.t("You can limit this port to your addresses. Users at other addresses can't connect.");
  }
  if (outcome === "notAll") {
    return l10n.t("The rules below allow fewer addresses than {0} stands for.", requirement.tag);
  }
  return outcome === "undecided"
    ? l10n.t("This depends on which addresses the rules below cover, and the extension can't determine that.")
    : "";
}

/** What it is needed for. */
function purpose(id: Requirement["id"]): string {
  switch (id) {
    case "usersIn443":
      return l10n.t("Users reach the host through this port.");
    case "gatewayManagerIn443":
      return l10n.t(
        "Azure manages the host through this port. Without it, sessions can't be reliably started or listed.",
      );
    case "gatewayManagerIn4443":
      return l10n.t(
        "Microsoft's page on session monitoring from February 2020 requires this port; later pages require only 443. Older deployments might need it: open it if all other checks pass and sessions still aren't listed.",
      );
    case "loadBalancerIn443":
      return l10n.t("Azure's health probes reach the host through this port.");
    case "dataIn8080":
    case "dataIn5701":
    case "dataOut8080":
    case "dataOut5701":
      return l10n.t("The host's instances communicate with each other through this port.");
    case "targetsOut22":
    case "targetsOut3389":
      return l10n.t("The host reaches the target VMs through this port.");
    case "azureOut443":
      return l10n.t("The host reaches Azure through this port, for example to send its logs.");
    case "internetOut80":
      return l10n.t("This port is used for session validation, shareable links, and certificate checks.");
  }
}
