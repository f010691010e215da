import { l10n } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";
import { messageText } from "../../core/text/plainText.ts";
import { formatDuration } from "./format.ts";

/** A failure in the user's words. */
export interface ErrorText {
  /** What happened, in a few words: fit for a row. */
  readonly what: string;
  /** Why, as far as it is known, and what to do about it. */
  readonly why: string;
}

/** What happened, why, and what to do, with Azure's own message as plain text. */
export function errorText(error: AzureError): ErrorText {
  const { kind, facts } = error;
  const azureSays = facts.azureMessage ? l10n.t("Azure says: {0}", messageText(facts.azureMessage, 1000)) : "";
  const withAzure = (advice: string) => [advice, azureSays].filter(Boolean).join(" ");
  switch (kind) {
    case "unreachable":
      return {
        what: l10n.t("Azure could not be reached"),
        why: l10n.t("The connection failed or broke. Check the network, the VPN and the proxy, then retry."),
      };
    case "timedOut":
      return {
        what: l10n.t("Azure did not answer in time"),
        why: withAzure(l10n.t("The outcome is not known. Retry, or look at the log.")),
      };
    case "unreadable":
      return unreadableText(facts.code, withAzure);
    case "throttled":
      return {
        what:
          facts.retryAfterMs === undefined
            ? l10n.t("Azure asks to wait")
            : l10n.t("Azure asks to wait {0}", formatDuration(Math.ceil(facts.retryAfterMs / 60_000))),
        why: withAzure(l10n.t("It has too many requests, or is not available. Wait, then retry.")),
      };
    case "notAllowed":
      return notAllowedText(error, withAzure);
    case "signInNeeded":
      return {
        what: l10n.t("Azure wants you to sign in again"),
        why: withAzure(l10n.t("The sign-in has expired or is not enough for this.")),
      };
    case "notFound":
      return {
        what: l10n.t("Azure does not find it"),
        why: withAzure(l10n.t("It may have been deleted a moment ago. Refresh to see what is there now.")),
      };
    case "failed":
      return (
        ownFailureText(error) ?? {
          what: facts.code ? l10n.t("Azure refused: {0}", messageText(facts.code)) : l10n.t("Azure refused"),
          why:
            azureSays ||
            (facts.requestId === undefined
              ? l10n.t("Azure gave no reason.")
              : l10n.t("Azure gave no reason. The log has the request ID.")),
        }
      );
    case "cancelled":
      return facts.maybeReceived
        ? { what: l10n.t("Cancelled"), why: l10n.t("It was cancelled before Azure answered.") }
        : {
            what: l10n.t("Not done"),
            why: l10n.t("It was cancelled, or what it concerns is no longer known. Nothing has changed in Azure."),
          };
  }
}

/** The words for a failure on our side. `undefined` if Azure refused, which it does with a status of 400 or above, or an id. */
function ownFailureText({ facts }: AzureError): ErrorText | undefined {
  const isRefusal = facts.status === undefined ? facts.requestId !== undefined : facts.status >= 400;
  if (isRefusal) {
    return undefined;
  }
  switch (facts.code) {
    case "SignInFailed":
      return {
        what: l10n.t("VS Code's sign-in failed"),
        why: l10n.t("Without it Azure cannot be asked. Retry, or sign in anew in the Accounts menu of VS Code."),
      };
    case "InvalidHostId":
      return {
        what: l10n.t("The resource ID is not that of a bastion host"),
        why: l10n.t("Nothing was sent to Azure. Refresh to see what is there now."),
      };
    case "Internal":
      return {
        what: l10n.t("Something unexpected went wrong"),
        why: l10n.t("It is a fault of this extension. The log has what is known of it."),
      };
    case "StatusUnreadable":
      return {
        what: l10n.t("The outcome could not be read"),
        why: l10n.t("Azure took the request on, and what came of it is not known. Retry, or look at the log."),
      };
    case "Truncated":
      return {
        what: l10n.t("Azure's answer is not complete"),
        why: l10n.t("Azure cut it short and gave no way to read the rest. Retry."),
      };
    default:
      return undefined;
  }
}

function unreadableText(code: string | undefined, withAzure: (advice: string) => string): ErrorText {
  if (code === "NoList") {
    return {
      what: l10n.t("Azure answered without a list"),
      why: l10n.t("That usually means that there is nothing to list, but it is not certain. Retry."),
    };
  }
  return {
    what: l10n.t("The answer could not be read"),
    why: withAzure(
      l10n.t(
        "It is not what Azure sends; a proxy or a sign-in page of the network may have answered instead. The log says what came.",
      ),
    ),
  };
}

function notAllowedText({ facts }: AzureError, withAzure: (advice: string) => string): ErrorText {
  if (!facts.action) {
    return { what: l10n.t("Not allowed"), why: withAzure(l10n.t("A role that permits it is missing.")) };
  }
  const action = messageText(facts.action);
  return {
    what: l10n.t("Not allowed: {0} is missing", action),
    why: l10n.t(
      "The account's role lacks the action {0} on the scope {1}.",
      action,
      messageText(facts.scope ?? "?", 1000),
    ),
  };
}
