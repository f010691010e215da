import { l10n } from "vscode";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import { errorEvidence } from "../../../core/doctor/finding.ts";
import type { CheckVerdict } from "../../../core/doctor/verdict.ts";
import type { TenantState } from "../../../core/inventory/directoryState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { tenantName, type Identity } from "../../../core/model/identity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { errorText } from "../../ui/errorText.ts";
import { remedyText } from "./findingText.ts";
import type { Report, ReportEntry } from "./report.ts";

/**
 * Why hosts may be missing from the view: what came of the search, account by account. It makes no request.
 * @param isSelected whether a subscription is among those that the user wants to see
 */
export function searchReport(
  inventory: Pick<Inventory, "accounts" | "searchProblems" | "enumerated">,
  isSelected: (identity: Identity, subscriptionId: string) => boolean,
  at: Date,
): Report {
  const accounts = [...inventory.accounts.values()];
  const unread = inventory.searchProblems.flatMap((searchProblem) =>
    searchProblem.kind === "accounts"
      ? [failedEntry("accounts", l10n.t("The accounts of VS Code could not be read"), searchProblem.error)]
      : [],
  );
  const noAccount = entry(
    "accounts",
    inventory.enumerated ? "error" : "unchecked",
    l10n.t("No account is signed in"),
    l10n.t("Sign in with the account that sees your bastion hosts in the portal."),
  );
  const entries = accounts.flatMap(({ account, signInNeeded, error, unreadable, tenants }) => {
    const name = messageText(account.label);
    return [
      ...(signInNeeded
        ? [
            entry(
              "account",
              "error",
              l10n.t("{0}: access is not allowed yet", name),
              l10n.t("Click its row in the view: VS Code asks on behalf of that account."),
            ),
          ]
        : []),
      ...(error ? [failedEntry("tenants", l10n.t("{0}: the tenants could not be listed", name), error)] : []),
      ...(unreadable > 0
        ? [entry("tenants", "unchecked", l10n.t("{0}: a part of its tenants could not be read", name), "")]
        : []),
      ...[...tenants.values()].flatMap((tenant) => {
        const where = `${name}, ${messageText(tenantName(tenant.identity.tenant))}`;
        return [...tenantEntries(tenant, where), ...hiddenEntries(tenant, isSelected, where)];
      }),
    ];
  });
  return {
    title: l10n.t("the search for bastion hosts"),
    at,
    entries: [...unread, ...(accounts.length + unread.length === 0 ? [noAccount] : []), ...entries],
  };
}

function tenantEntries(
  { signInNeeded, subscriptions, hosts, refusals }: TenantState,
  name: string,
): readonly ReportEntry[] {
  if (signInNeeded) {
    return [
      entry(
        "tenant",
        "error",
        l10n.t("{0}: the tenant wants its own sign-in", name),
        l10n.t("Click its row in the view."),
      ),
    ];
  }
  const states = (subscriptions.known ?? []).filter(({ state }) => state !== undefined && state !== "Enabled");
  const found = hosts.known?.length ?? 0;
  const isEmpty = subscriptions.known?.length === 0 && subscriptions.unreadable === 0;
  return [
    ...(subscriptions.error
      ? [failedEntry("subscriptions", l10n.t("{0}: the subscriptions could not be listed", name), subscriptions.error)]
      : []),
    ...(isEmpty
      ? [
          entry(
            "subscriptions",
            "warning",
            l10n.t("{0}: no subscription", name),
            l10n.t("The account has no role in any subscription of this tenant, or this is the wrong tenant."),
          ),
        ]
      : []),
    ...states.map(({ displayName, subscriptionId, state }) =>
      entry(
        "subscription",
        "warning",
        l10n.t("Subscription {0}: {1}", messageText(displayName ?? subscriptionId), messageText(state ?? "")),
        l10n.t(
          "Azure refuses work in a subscription that is disabled, and may soon do so in one that is warned or past due.",
        ),
      ),
    ),
    ...(hosts.error
      ? [failedEntry("hosts", l10n.t("{0}: the bastion hosts could not be searched", name), hosts.error)]
      : []),
    ...refusals.map(({ subscriptionId, error }) =>
      failedEntry("hosts", l10n.t("Subscription {0}: the bastion hosts could not be listed", subscriptionId), error),
    ),
    ...(hosts.unreadable + subscriptions.unreadable > 0
      ? [entry("hosts", "unchecked", l10n.t("{0}: a part of Azure's answer could not be read", name), "")]
      : []),
    ...(hosts.known ? [hostCount(name, found)] : []),
  ];
}

/** Subscriptions that the user has left out, which is easily forgotten. */
function hiddenEntries(
  { identity, subscriptions }: TenantState,
  isSelected: (identity: Identity, subscriptionId: string) => boolean,
  name: string,
): readonly ReportEntry[] {
  const hidden = (subscriptions.known ?? []).filter(
    ({ subscriptionId }) => !isSelected(identity, subscriptionId),
  ).length;
  return hidden > 0
    ? [
        entry(
          "selection",
          "warning",
          l10n.t("{0}: subscriptions that are not selected: {1}", name, hidden),
          l10n.t("Their hosts are left out of the view. Select Subscriptions… brings them back."),
        ),
      ]
    : [];
}

function hostCount(name: string, found: number): ReportEntry {
  if (found > 0) {
    const title = found === 1 ? l10n.t("{0}: 1 bastion host", name) : l10n.t("{0}: {1} bastion hosts", name, found);
    return entry("hosts", "ok", title, "");
  }
  return entry(
    "hosts",
    "note",
    l10n.t("{0}: no bastion host was found", name),
    l10n.t(
      "A new host can take a few minutes to show up. A host is seen by whoever has Microsoft.Network/bastionHosts/read on it.",
    ),
  );
}

function entry(check: string, verdict: CheckVerdict, title: string, detail: string): ReportEntry {
  return { check, verdict, title, detail, evidence: [], remedies: [] };
}

function failedEntry(check: string, title: string, error: AzureError): ReportEntry {
  const { what, why } = errorText(error);
  const remedies = error.kind === "notAllowed" ? [{ text: remedyText("askForRead"), commands: [] }] : [];
  return { check, verdict: "error", title, detail: `${what}. ${why}`, evidence: errorEvidence(error), remedies };
}
