import { l10n } from "vscode";
import type { RemedyKind } from "../../../core/doctor/finding.ts";

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
    grantReadingRole: l10n.t(
      "Save the role definition at the end of this report as role.json, create the role, and assign it. The built-in Monitoring Reader role also works, but grants more.",
    ),
    grantBothRoles: l10n.t(
      "Save the role definition at the end of this report as role.json, create the role, and assign it. The built-in Network Contributor and Monitoring Reader roles together also work, but grant much more.",
    ),
    removeLock: l10n.t("Ask an owner to remove the lock, or to change it to a delete lock."),
    lookAtDeny: l10n.t(
      "Find out in the Azure portal, under Access control (IAM), who created it. A managed application or a deployment stack is usual.",
    ),
    activateRole: l10n.t(
      "Activate it in Privileged Identity Management in the Azure portal, then sign in again for a fresh token.",
    ),
    freshToken: l10n.t("Wait a few minutes, then sign in again for a fresh token."),
    dissociateRouteTable: l10n.t("Dissociate the route table from the subnet:"),
    newSubnet: l10n.t("A bastion host can't be moved. Recreate it in a valid AzureBastionSubnet."),
    sendAuditLogs: l10n.t("Send them to your Log Analytics workspace:"),
    openStorageAccount: l10n.t("Open the storage account in the Azure portal. It has the records as files."),
    openWorkspace: l10n.t(
      "Ask the workspace's owner for access, or to set its access control mode to 'Use resource or workspace permissions'.",
    ),
    setRecordingStorage: l10n.t(
      "Set the container for recordings, or turn off session recording, in the Azure portal.",
    ),
    askForRead: l10n.t("To enable this check, request the action named here."),
    subscriptionOwner: l10n.t("The subscription's owner can see the reason in the Azure portal."),
    retryLater: l10n.t("Try again shortly. The request ID is in the log."),
    reviewLinks: l10n.t(
      "To see which VMs have links, use Review Shareable Links… in this editor's title. Azure is asked only then, and logs it.",
    ),
    turnOffLinks: l10n.t("If links aren't wanted on this host, review them first, then turn off the feature:"),
    lookAtState: l10n.t("Check the host and its activity log in the Azure portal."),
  }[kind];
}
