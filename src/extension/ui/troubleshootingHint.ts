import { l10n } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";

/** Where to look first when the sessions of a host cannot be listed, judging only by the failure; Diagnose finds out. */
export function troubleshootingHint({ kind, facts }: AzureError): string {
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
