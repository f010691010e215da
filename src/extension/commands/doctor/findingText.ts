import { l10n } from "vscode";
import { capacity, instances, isDeveloper } from "../../../core/model/capacity.ts";
import type { Finding, RemedyKind } from "../../../core/doctor/finding.ts";
import type { ActionPurpose } from "../../../core/doctor/permissions.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { unknown } from "../../ui/format.ts";
import { formatSessionCount } from "../../ui/sessionText.ts";
import { errorText } from "../../ui/errorText.ts";
import type { FindingText } from "./report.ts";
import { trafficText } from "./trafficText.ts";

/** A finding in the user's words. */
export function findingText(finding: Finding): FindingText {
  if (finding.verdict === "unchecked" && finding.error) {
    const { what, why } = errorText(finding.error);
    return { title: l10n.t("{0}: could not be checked", nameOf(finding)), detail: `${what}. ${why}` };
  }
  switch (finding.about) {
    case "signIn":
      return finding.error
        ? failed(l10n.t("Not signed in"), finding.error)
        : { title: l10n.t("Signed in"), detail: "" };
    case "subscription":
      return {
        title: l10n.t("Subscription: {0}", stateOf(finding.state)),
        detail:
          finding.verdict === "ok"
            ? ""
            : l10n.t(
                "Azure refuses work in a subscription that is disabled, and may soon do so in one that is warned or past due.",
              ),
      };
    case "provider":
      return {
        title: l10n.t("Resource provider Microsoft.Network: {0}", stateOf(finding.state)),
        detail:
          finding.verdict === "ok" ? "" : l10n.t("Until it is registered, the subscription can have no bastion host."),
      };
    case "permissions":
      return { title: nameOf(finding), detail: "" };
    case "action":
      return actionText(finding);
    case "list":
      return listText(finding);
    case "auditLogs":
      return finding.verdict === "ok"
        ? { title: l10n.t("BastionAuditLogs are sent to a workspace"), detail: "" }
        : {
            title: l10n.t("BastionAuditLogs are not sent to a workspace"),
            detail: l10n.t("Sessions are listed without them, but there is no history of sessions that have ended."),
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
      return l10n.t("State of the subscription");
    case "provider":
      return l10n.t("Registration of Microsoft.Network");
    case "permissions":
    case "action":
      return l10n.t("Permissions of the account");
    case "subnet":
    case "subnetSize":
    case "noSubnet":
    case "subnetsLeftOut":
      return l10n.t("Subnet");
    case "networkSpace":
      return l10n.t("Address space of the virtual network");
    case "securityGroup":
    case "noSecurityGroup":
    case "traffic":
      return l10n.t("Network security group");
    case "routeTable":
      return l10n.t("Route table");
    case "list":
      return l10n.t("List of sessions");
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
        detail: finding.verdict === "ok" ? "" : l10n.t("Until it is Succeeded, the host may list no sessions."),
      };
    case "hostMissing":
      return {
        title: l10n.t("The bastion host is not there"),
        detail: l10n.t("It may have been deleted a moment ago. Refresh to see what is there now."),
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
        title: l10n.t("Private-only: the host has no public address"),
        detail: l10n.t(
          "Users reach it through private networks. Traffic from the Internet is not needed and not checked.",
        ),
      };
    case "noSubnet":
      return finding.verdict === "note"
        ? {
            title: l10n.t("No subnet of its own"),
            detail: l10n.t(
              "A Developer host is shared and in no subnet of yours: the checks of the network do not apply.",
            ),
          }
        : { title: l10n.t("Azure names no subnet of this host"), detail: l10n.t("Nothing is known of its network.") };
    case "subnet":
      return {
        title: l10n.t("Name of the subnet: {0}", stateOf(finding.name)),
        detail: finding.verdict === "ok" ? "" : l10n.t("It must be AzureBastionSubnet."),
      };
    case "subnetSize":
      return {
        title:
          finding.mask === undefined
            ? l10n.t("Size of the subnet: unknown")
            : l10n.t("Size of the subnet: /{0}", finding.mask),
        detail:
          finding.verdict === "error"
            ? l10n.t(
                "It must be /26 or larger. Hosts from before November 2021 may still run in a /27, but cannot be scaled.",
              )
            : "",
      };
    case "subnetsLeftOut":
      return {
        title: l10n.t("Subnets that were not looked at: {0}", finding.count),
        detail: l10n.t("No real host has so many."),
      };
    case "noSecurityGroup":
      return {
        title: l10n.t("No network security group on the subnet"),
        detail: l10n.t("So none can block what the host needs."),
      };
    case "routeTable":
      return finding.attached
        ? {
            title: l10n.t("A route table is on the subnet"),
            detail: l10n.t(
              "Azure Bastion supports none on AzureBastionSubnet. A default route that leads elsewhere cuts the host off from Azure.",
            ),
          }
        : { title: l10n.t("No route table on the subnet"), detail: "" };
    default:
      return { title: nameOf(finding), detail: "" };
  }
}

function skuText(finding: Finding & { readonly about: "sku" }): FindingText {
  const title = l10n.t("SKU: {0}", finding.sku === undefined ? unknown() : messageText(finding.sku));
  if (isDeveloper(finding)) {
    return {
      title,
      detail: l10n.t(
        "A shared host that connects to one machine at a time. Whether it lists its sessions is not certain.",
      ),
    };
  }
  const [count, size] = [instances(finding), capacity(finding)];
  return {
    title,
    detail:
      count === undefined || size === undefined
        ? ""
        : l10n.t("{0} instances, for about {1} RDP or {2} SSH sessions at a time.", count, size.rdp, size.ssh),
  };
}

function actionText({ action, purpose, verdict }: Finding & { readonly about: "action" }): FindingText {
  const what = purposeText(purpose);
  const advice =
    purpose === "runCommand"
      ? l10n.t("It is granted at the machines rather than at the host, so it may be permitted there all the same.")
      : "";
  switch (verdict) {
    case "ok":
      return { title: l10n.t("Permitted: {0}", what), detail: "" };
    case "unchecked":
      return {
        title: l10n.t("Could not be told: {0}", what),
        detail: l10n.t("A part of the account's permissions could not be read."),
      };
    default:
      return {
        title: l10n.t("Not permitted: {0}", what),
        detail: [l10n.t("No role of the account grants {0} here.", action), advice].filter(Boolean).join(" "),
      };
  }
}

function purposeText(purpose: ActionPurpose): string {
  return {
    seeHosts: l10n.t("seeing the host"),
    listSessions: l10n.t("listing its sessions"),
    disconnect: l10n.t("disconnecting sessions"),
    metrics: l10n.t("plotting its metrics in the sessions table"),
    runCommand: l10n.t("running commands on machines"),
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
          "The roles of the account permit it: a deny assignment or a condition may stand against it, or a role that was granted minutes ago does not count yet.",
        )
      : "";
    return {
      title: l10n.t("The sessions could not be listed: {0}", what),
      detail: [why, contradiction].filter(Boolean).join(" "),
    };
  }
  return {
    title: l10n.t("The sessions can be listed: {0}", formatSessionCount(sessions)),
    detail:
      unreadable > 0
        ? l10n.t(
            "Azure listed entries that are not sessions as Azure describes them. They are counted here and not shown.",
          )
        : "",
  };
}

/** What a proposal is. */
export function remedyText(kind: RemedyKind): string {
  return {
    openRule: l10n.t("Add a rule that allows it, ahead of the one that denies it:"),
    changeRule: l10n.t(
      "No priority is left ahead of the rule that denies it. Give that rule a higher number, or narrow it.",
    ),
    registerProvider: l10n.t("Register the resource provider:"),
    grantRole: l10n.t(
      "Save the role definition at the end of this report as role.json, create the role, and assign it. Network Contributor permits all that concerns bastion hosts too, and much more.",
    ),
    dissociateRouteTable: l10n.t("Take the route table off the subnet:"),
    newSubnet: l10n.t("A host cannot move: it has to be created anew in a right subnet."),
    sendAuditLogs: l10n.t("Send them to a workspace of yours:"),
    askForRead: l10n.t("To have this checked, ask for the action that is named here."),
    subscriptionOwner: l10n.t("Its owner can see the reason in the portal."),
    retryLater: l10n.t("Try again a little later. The log has the request ID."),
    lookAtState: l10n.t("Look at the host in the portal, and at its activity log."),
  }[kind];
}
