import { l10n } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";

/** Where to look first when the sessions of a host cannot be listed, judging only by the failure; Diagnose finds out. */
export function troubleshootingHint(error: AzureError): string {
  return refusalHint(error) ?? failureHint(error);
}

/** Where Azure names the reason, no guess is needed: the hint says where to go from there. */
function refusalHint({ reason }: AzureError): string | undefined {
  switch (reason) {
    case "denyAssignment":
    case "policy":
    case "lock":
    case "disabledSubscription":
      return l10n.t("Another role doesn't help. Use Diagnose… to collect the details for the subscription's owner.");
    case "otherTenant":
      return l10n.t("Signing in again with this account doesn't help. Use Refresh to find the subscription's tenant.");
    case "wrongAudience":
      return l10n.t("Signing in again doesn't help. Open the cloud settings to change the audience.");
    case "missingRole":
      return l10n.t("Use Diagnose… to see what's missing and get a role definition.");
    case "missingRoleOrOldToken":
      return l10n.t(
        "Use Diagnose… to see what's missing and get a role definition. After a role was granted or activated, use Sign In Again for a Fresh Token in this row's menu.",
      );
    case undefined:
      return undefined;
  }
}

function failureHint({ kind, facts }: AzureError): string {
  const { status = 0, azureMessage = "" } = facts;
  const isRefused = (kind === "notAllowed" || kind === "failed") && status >= 400 && status < 500;
  if (isRefused && azureMessage !== "") {
    return l10n.t("Azure's message says why. Use Diagnose… to check the host.");
  }
  switch (kind) {
    case "notAllowed":
      return l10n.t("Likely cause: missing permission. Use Diagnose… to see which one and get a role definition.");
    case "notFound":
      return l10n.t("Likely cause: the host was deleted or moved. Use Diagnose… to check.");
    case "signInNeeded":
      return l10n.t("Likely cause: your sign-in has expired. Click the row to sign in again.");
    case "unreachable":
      return l10n.t("Likely cause: your network, VPN, or proxy. Use Diagnose… to check one step at a time.");
    case "throttled":
      return l10n.t("Likely cause: too many requests from this account. Wait, then retry.");
    case "unreadable":
      return facts.code === "NoList"
        ? networkHint()
        : l10n.t("Likely cause: a proxy or network sign-in page is responding instead of Azure.");
    case "timedOut":
    case "failed":
      return networkHint();
    case "cancelled":
      return "";
  }
}

function networkHint(): string {
  return l10n.t(
    "Likely cause: the host's state, or its network security group, which must allow inbound traffic from GatewayManager. Use Diagnose… to check both.",
  );
}
