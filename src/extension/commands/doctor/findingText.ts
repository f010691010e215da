import { l10n } from "vscode";
import { capacity, instances, isDeveloper } from "../../../core/model/capacity.ts";
import type { Finding, RemedyKind } from "../../../core/doctor/finding.ts";
import type { ActionPurpose } from "../../../core/doctor/permissions.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, unknown } from "../../ui/format.ts";
import { formatSessionCount } from "../../ui/sessionText.ts";
import { azureSays, errorText } from "../../ui/errorText.ts";
import type { FindingText } from "./report.ts";
import { trafficText } from "./trafficText.ts";

/** A finding in the user's words. */
export function findingText(finding: Finding): FindingText {
  if (finding.verdict === "unchecked" && finding.error) {
    const { what, why } = errorText(finding.error);
    return { title: nameOf(finding), detail: `${what}. ${why}` };
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
      return finding.verdict === "ok"
        ? { title: l10n.t("BastionAuditLogs are sent to a Log Analytics workspace"), detail: "" }
        : {
            title: l10n.t("BastionAuditLogs aren't sent to a Log Analytics workspace"),
            detail: l10n.t("Sessions are listed without these logs, but there's no history of ended sessions."),
          };
    case "traffic":
      return trafficText(finding.result);
    default:
      return hostText(finding);
  }
}

function stateOf(state: string | undefined): string {
  return state === undefined ? unknown() : messageText(state);
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
    case "action":
      return l10n.t("Account permissions");
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
    case "list":
      return l10n.t("Session list");
    case "auditLogs":
      return l10n.t("Diagnostic settings");
    case "host":
    case "hostMissing":
    case "sku":
    case "zones":
    case "privateOnly":
      return l10n.t("Bastion host");
  }
}

function hostText(finding: Finding): FindingText {
  switch (finding.about) {
    case "host":
      return {
        title: l10n.t("Provisioning state: {0}", stateOf(finding.state)),
        detail:
          finding.verdict === "ok" ? "" : l10n.t("Until the state is Succeeded, the host might not list sessions."),
      };
    case "hostMissing":
      return {
        title: l10n.t("Bastion host not found in Azure"),
        detail: l10n.t("It might have just been deleted. Refresh to see the current state."),
      };
    case "sku":
      return skuText(finding);
    case "zones":
      return {
        title: l10n.t("Availability zones: {0}", finding.zones.map((zone) => messageText(zone)).join(", ")),
        detail: "",
      };
    case "privateOnly":
      return {
        title: l10n.t("Private-only: the host has no public IP address"),
        detail: l10n.t(
          "Users reach the host through private networks. Internet traffic isn't needed and wasn't checked.",
        ),
      };
    case "noSubnet":
      return finding.verdict === "note"
        ? {
            title: l10n.t("No dedicated subnet"),
            detail: l10n.t(
              "A Developer host is shared and isn't in one of your subnets, so the network checks don't apply.",
            ),
          }
        : {
            title: l10n.t("Azure didn't return a subnet for this host"),
            detail: l10n.t("Nothing is known about its network."),
          };
    case "subnet":
      return {
        title: l10n.t("Subnet name: {0}", stateOf(finding.name)),
        detail: finding.verdict === "ok" ? "" : l10n.t("The subnet's name must be AzureBastionSubnet."),
      };
    case "subnetSize":
      return {
        title: finding.mask === undefined ? l10n.t("Subnet size: unknown") : l10n.t("Subnet size: /{0}", finding.mask),
        detail:
          finding.verdict === "error"
            ? l10n.t(
                "The subnet must be /26 or larger. Hosts from before November 2021 might still run in a /27, but can't be scaled.",
              )
            : "",
      };
    case "subnetsLeftOut":
      return {
        title: l10n.t("Subnets not checked: {0}", formatNumber(finding.count)),
        detail: l10n.t("Real bastion hosts don't have this many subnets."),
      };
    case "noSecurityGroup":
      return {
        title: l10n.t("No network security group is associated with the subnet"),
        detail: l10n.t("So no network security group can block the traffic that the host needs."),
      };
    case "routeTable":
      return finding.attached
        ? {
            title: l10n.t("A route table is associated with the subnet"),
            detail: l10n.t(
              "Azure Bastion doesn't support route tables on AzureBastionSubnet. A default route that points elsewhere cuts the host off from Azure.",
            ),
          }
        : { title: l10n.t("No route table is associated with the subnet"), detail: "" };
    default:
      return { title: nameOf(finding), detail: "" };
  }
}

function skuText(finding: Finding & { readonly about: "sku" }): FindingText {
  const title = l10n.t("SKU: {0}", finding.sku === undefined ? unknown() : messageText(finding.sku));
  if (isDeveloper(finding)) {
    return {
      title,
      detail: l10n.t("A shared host that connects to one target VM at a time. It might not list its sessions."),
    };
  }
  const [count, size] = [instances(finding), capacity(finding)];
  return {
    title,
    detail:
      count === undefined || size === undefined
        ? ""
        : l10n.t(
            "{0} instances, for about {1} RDP or {2} SSH sessions at a time.",
            formatNumber(count),
            formatNumber(size.rdp),
            formatNumber(size.ssh),
          ),
  };
}

function actionText({ action, purpose, verdict, error }: Finding & { readonly about: "action" }): FindingText {
  const what = purposeText(purpose);
  const advice =
    purpose === "runCommand"
      ? l10n.t(
          "This permission is assigned on the target VMs rather than on the host, so the account might still have it there.",
        )
      : "";
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
          l10n.t("None of the account's roles grants {0} on this host.", action),
          advice,
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
    metrics: l10n.t("permission to show its metrics in the sessions table"),
    runCommand: l10n.t("permission to run commands on target VMs"),
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
    title: l10n.t("The sessions can be listed: {0}", formatSessionCount(sessions)),
    detail:
      unreadable > 0
        ? l10n.t("Azure returned entries that don't match its own session format. They're counted here but not shown.")
        : "",
  };
}

/** What a proposal is. */
export function remedyText(kind: RemedyKind): string {
  return {
    openRule: l10n.t("Add a security rule that allows it, with a higher priority than the rule that denies it:"),
    changeRule: l10n.t(
      "No priority is free ahead of the rule that denies it. Give that rule a higher priority number, or narrow it.",
    ),
    registerProvider: l10n.t("Register the resource provider:"),
    grantRole: l10n.t(
      "Save the role definition at the end of this report as role.json, create the role, and assign it. The built-in Network Contributor role also works, but grants much more.",
    ),
    dissociateRouteTable: l10n.t("Dissociate the route table from the subnet:"),
    newSubnet: l10n.t("A bastion host can't be moved. Recreate it in a valid AzureBastionSubnet."),
    sendAuditLogs: l10n.t("Send them to your Log Analytics workspace:"),
    askForRead: l10n.t("To enable this check, request the action named here."),
    subscriptionOwner: l10n.t("The subscription's owner can see the reason in the Azure portal."),
    retryLater: l10n.t("Try again shortly. The request ID is in the log."),
    lookAtState: l10n.t("Check the host and its activity log in the Azure portal."),
  }[kind];
}
