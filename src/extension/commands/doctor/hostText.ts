import { l10n } from "vscode";
import type { Finding } from "../../../core/doctor/finding.ts";
import type { CheckVerdict } from "../../../core/doctor/verdict.ts";
import type { LinkSupport } from "../../../core/model/linkSupport.ts";
import { capacity, instances, isDeveloper } from "../../../core/model/capacity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatNumber, unknown } from "../../../words/format.ts";
import type { FindingText } from "./report.ts";
import { plural } from "../../../words/plural.ts";

/** A finding about the host or its network in the user's words; `undefined` if it is about something else. */
export function hostText(finding: Finding): FindingText | undefined {
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
    case "recording":
      return finding.verdict === "ok"
        ? { title: l10n.t("Session recordings have a storage container"), detail: "" }
        : {
            title: l10n.t("Sessions are recorded, but no storage container is known"),
            detail: l10n.t(
              "Without a container, the host refuses every connection. Azure doesn't show a container that was set with a SAS URL.",
            ),
          };
    case "shareableLinks":
      return linksText(finding.support);
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
        detail: sizeText(finding.verdict),
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
      return undefined;
  }
}

function linksText(support: LinkSupport): FindingText {
  switch (support) {
    case "possible":
      return {
        title: l10n.t("Shareable links are possible on this host"),
        detail: l10n.t(
          "With a link and an account of the VM, a person connects without signing in to Azure, also after a disconnect. Whether there are any links wasn't checked.",
        ),
      };
    case "unknown":
      return {
        title: l10n.t("Unknown whether shareable links are possible"),
        detail: l10n.t("Azure didn't say whether the feature is on."),
      };
    case "off":
      return { title: l10n.t("Shareable links are turned off"), detail: "" };
    case "notInSku":
      return { title: l10n.t("Shareable links aren't available in this SKU"), detail: "" };
  }
}

function sizeText(verdict: CheckVerdict): string {
  switch (verdict) {
    case "error":
      return l10n.t("The subnet must be /26 or larger. Only hosts from before November 2021 can run in a /27.");
    case "note":
      return l10n.t(
        "A host from before November 2021 keeps working in a /27. To add instances, it needs a subnet of /26 or larger.",
      );
    default:
      return "";
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
        : plural(
            "{0} instances, for about {1} RDP or {2} SSH sessions at a time.",
            count,
            formatNumber(count),
            formatNumber(size.rdp),
            formatNumber(size.ssh),
          ),
  };
}

/** A state as Azure wrote it. */
export function stateOf(state: string | undefined): string {
  return state === undefined ? unknown() : messageText(state);
}
