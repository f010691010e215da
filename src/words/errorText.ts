import * as l10n from "@vscode/l10n";
import type { AzureError } from "../core/azure/http/azureError.ts";
import { messageText } from "../core/text/plainText.ts";
import { formatDuration, sentences } from "./format.ts";

/** A failure in the user's words. */
export interface ErrorText {
  /** What happened, in a few words: fit for a row. */
  readonly what: string;
  /** Why, as far as it is known, and what to do about it. */
  readonly why: string;
}

/** Azure's own message as plain text; empty if there is none. */
export function azureSays({ facts }: AzureError): string {
  return facts.azureMessage ? l10n.t("Azure says: {0}", messageText(facts.azureMessage, 4000)) : "";
}

/** What happened and why, in one text. */
export function wholeErrorText(error: AzureError): string {
  const { what, why } = errorText(error);
  return sentences(what, why);
}

/** What happened, why, and what to do, with Azure's own message as plain text: it is never left out. */
export function errorText(error: AzureError): ErrorText {
  const { what, why } = refusalText(error) ?? failureText(error);
  return { what, why: [why, azureSays(error)].filter(Boolean).join(" ") };
}

/** The words for a failure, Azure's own apart. */
function failureText(error: AzureError): ErrorText {
  const { kind, facts } = error;
  switch (kind) {
    case "unreachable":
      return {
        what: l10n.t("Azure couldn't be reached"),
        why: l10n.t("The connection failed or was lost. Check your network, VPN, and proxy, then retry."),
      };
    case "timedOut":
      return {
        what: l10n.t("Azure didn't respond in time"),
        why: l10n.t("The outcome is unknown. Retry, or check the log."),
      };
    case "unreadable":
      return unreadableText(facts.code);
    case "throttled":
      return {
        what:
          facts.retryAfterMs === undefined
            ? l10n.t("Throttled by Azure")
            : l10n.t("Throttled by Azure; retry in {0}", formatDuration(Math.ceil(facts.retryAfterMs / 60_000))),
        why: l10n.t("Azure received too many requests or isn't available. Wait, then retry."),
      };
    case "notAllowed":
      return {
        what: l10n.t("Not allowed"),
        why: facts.azureMessage
          ? l10n.t("Azure refused the request.")
          : l10n.t("Azure refused the request. A missing role is the usual reason."),
      };
    case "signInNeeded":
      return {
        what: l10n.t("Sign in to Azure again"),
        why: l10n.t("Your sign-in has expired or isn't sufficient for this operation."),
      };
    case "notFound":
      return {
        what: l10n.t("Not found in Azure"),
        why: l10n.t("It might have just been deleted. Refresh to see the current state."),
      };
    case "failed":
      return ownFailureText(error) ?? azureFailureText(error);
    case "cancelled":
      return facts.maybeReceived
        ? { what: l10n.t("Cancelled"), why: l10n.t("It was cancelled before Azure responded.") }
        : {
            what: l10n.t("Not done"),
            why: l10n.t("It was cancelled, or the bastion host is no longer known. Nothing was changed in Azure."),
          };
  }
}

function azureFailureText({ facts }: AzureError): ErrorText {
  const noReason =
    facts.requestId === undefined
      ? l10n.t("Azure gave no reason.")
      : l10n.t("Azure gave no reason. The request ID is in the log.");
  return {
    what: facts.code
      ? l10n.t("Azure returned an error: {0}", messageText(facts.code))
      : l10n.t("Azure returned an error"),
    why: facts.azureMessage ? "" : noReason,
  };
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
        what: l10n.t("VS Code couldn't sign you in"),
        why: l10n.t("Azure requires a sign-in. Retry, or sign in again from VS Code's Accounts menu."),
      };
    case "InvalidHostId":
      return {
        what: l10n.t("The resource ID doesn't belong to a bastion host"),
        why: l10n.t("Nothing was sent to Azure. Refresh to see the current state."),
      };
    case "Internal":
      return {
        what: l10n.t("An unexpected error occurred"),
        why: l10n.t("This is a bug in Bastion Sessions. See the log for details."),
      };
    case "StatusUnreadable":
      return {
        what: l10n.t("The outcome couldn't be read"),
        why: l10n.t("Azure accepted the request, but its outcome is unknown. Retry, or check the log."),
      };
    case "Truncated":
      return {
        what: l10n.t("Azure's response is incomplete"),
        why: l10n.t("Azure truncated the response and provided no way to read the rest. Retry."),
      };
    default:
      return undefined;
  }
}

function unreadableText(code: string | undefined): ErrorText {
  if (code === "NoList") {
    return {
      what: l10n.t("Azure returned no list"),
      why: l10n.t("This usually means there's nothing to list, but that isn't certain. Retry."),
    };
  }
  return {
    what: l10n.t("Unexpected response"),
    why: l10n.t(
      "It isn't what Azure sends; a proxy or network sign-in page might have responded instead. See the log.",
    ),
  };
}

/** The words for a refusal whose reason Azure names: each has a remedy of its own. */
function refusalText(error: AzureError): ErrorText | undefined {
  switch (error.reason) {
    case "denyAssignment":
      return {
        what: l10n.t("Blocked by a deny assignment"),
        why: l10n.t("It overrides every role. Ask its owner to exclude this account or remove it."),
      };
    case "policy":
      return {
        what: l10n.t("Blocked by a policy"),
        why: l10n.t("A role doesn't change that. Ask the policy's owner for an exemption."),
      };
    case "lock":
      return {
        what: l10n.t("Blocked by a lock"),
        why: l10n.t("A read-only lock also blocks listing sessions. Ask an owner to remove the lock, then retry."),
      };
    case "disabledSubscription":
      return {
        what: l10n.t("The subscription is disabled"),
        why: l10n.t("Azure refuses this until the subscription's owner enables it again."),
      };
    case "otherTenant":
      return {
        what: l10n.t("The subscription belongs to another tenant"),
        why: l10n.t(
          "It might have moved, which can take Azure an hour. Refresh to search again, or use an account of its tenant.",
        ),
      };
    case "wrongAudience":
      return {
        what: l10n.t("The token is for another cloud"),
        why: l10n.t("Check managementEndpointUrl in the cloud settings."),
      };
    case "missingRole":
      return missingRoleText(error);
    case "missingRoleOrOldToken": {
      const { what, why } = missingRoleText(error);
      const refresh = l10n.t("If you were given a role recently, sign in again for a fresh token.");
      return { what, why: `${why} ${refresh}` };
    }
    case undefined:
      return undefined;
  }
}

function missingRoleText({ facts }: AzureError): ErrorText {
  if (!facts.action) {
    return { what: l10n.t("Not allowed"), why: l10n.t("The account needs a role that permits this operation.") };
  }
  const action = messageText(facts.action);
  return {
    what: l10n.t("Missing permission: {0}", action),
    why: l10n.t(
      "The account has no role that permits {0} on the scope {1}.",
      action,
      messageText(facts.scope ?? "?", 1000),
    ),
  };
}
