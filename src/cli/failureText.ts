/** A failure in the user's words, short enough for a line. */
import * as l10n from "@vscode/l10n";
import type { AzureError } from "../core/azure/http/azureError.ts";

/** What happened, with the permission that is missing where Azure names it. */
export function failureText({ kind, facts }: AzureError): string {
  switch (kind) {
    case "unreachable":
      return l10n.t("Azure couldn't be reached");
    case "timedOut":
      return l10n.t("Azure didn't respond in time");
    case "unreadable":
      return l10n.t("Unexpected response");
    case "throttled":
      return l10n.t("Throttled by Azure");
    case "notAllowed":
      return facts.action === undefined ? l10n.t("Not allowed") : l10n.t("Missing permission: {0}", facts.action);
    case "signInNeeded":
      return l10n.t("Sign in to Azure again");
    case "notFound":
      return l10n.t("Not found in Azure");
    case "failed":
      return facts.code === undefined
        ? l10n.t("Azure returned an error")
        : l10n.t("Azure returned an error: {0}", facts.code);
    case "cancelled":
      return l10n.t("Cancelled");
  }
}
