import { l10n } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";

/** Where to look first when the sessions of a host cannot be listed, from the failure alone; Diagnose finds out. */
export function troubleshootingHint({ kind, facts }: AzureError): string {
  switch (kind) {
    case "notAllowed":
      return l10n.t(
        "First guess: the account's role. Diagnose… in this row's menu says what is missing and gives a role that has it.",
      );
    case "notFound":
      return l10n.t("First guess: the host has been deleted or moved. Diagnose… in this row's menu looks at it.");
    case "signInNeeded":
      return l10n.t("First guess: the sign-in has expired. Click the row.");
    case "unreachable":
      return l10n.t(
        "First guess: your own network, VPN or proxy. Diagnose… in this row's menu asks again, one thing at a time.",
      );
    case "throttled":
      return l10n.t("First guess: too many requests from this account. Wait, then retry.");
    case "unreadable":
      return facts.code === "NoList"
        ? networkHint()
        : l10n.t("First guess: a proxy or a sign-in page of the network answers in Azure's place.");
    case "timedOut":
    case "failed":
      return networkHint();
    case "cancelled":
      return "";
  }
}

function networkHint(): string {
  return l10n.t(
    "First guess: the host's state, or its network security group, which must let Gateway Manager in. Diagnose… in this row's menu looks at both.",
  );
}
