import { l10n } from "vscode";
import type { AzureError } from "../../../core/azure/http/azureError.ts";
import { errorEvidence } from "../../../core/doctor/finding.ts";
import type { CheckVerdict } from "../../../core/doctor/verdict.ts";
import { hiddenIdentities, type TenantState } from "../../../core/inventory/directoryState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { identityKey, type Identity } from "../../../core/model/identity.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { wholeErrorText } from "../../../words/errorText.ts";
import { remedyText } from "./remedyText.ts";
import type { Report, ReportEntry } from "./report.ts";
import { formatNumber } from "../../../words/format.ts";
import { plural } from "../../../words/plural.ts";

/**
 * Why hosts may be missing from the view: what came of the search, account by account. It makes no request.
 * @param isSelected whether a subscription is among those that the user wants to see
 */
export function searchReport(
  inventory: Pick<Inventory, "accounts" | "searchProblems" | "enumerated" | "names">,
  isSelected: (identity: Identity, subscriptionId: string) => boolean,
  at: Date,
): Report {
  const accounts = [...inventory.accounts.values()];
  const hidden = new Set(hiddenIdentities(inventory).map(identityKey));
  const unread = inventory.searchProblems.flatMap((searchProblem) =>
    searchProblem.kind === "accounts"
      ? [failedEntry("accounts", l10n.t("VS Code's accounts couldn't be read"), searchProblem.error)]
      : [],
  );
  const noAccount = entry(
    "accounts",
    inventory.enumerated ? "error" : "unchecked",
    l10n.t("No account is signed in"),
    l10n.t("Sign in with the account that can see your bastion hosts in the Azure portal."),
  );
  const entries = accounts.flatMap(({ account, signInNeeded, error, unreadable, tenants }) => {
    const name = messageText(account.label);
    return [
      ...(signInNeeded
        ? [
            entry(
              "account",
              "error",
              l10n.t("{0}: access isn't allowed yet", name),
              l10n.t("Click its row in the view. VS Code then asks you to allow access for that account."),
            ),
          ]
        : []),
      ...(error ? [failedEntry("tenants", l10n.t("{0}: the tenants couldn't be listed", name), error)] : []),
      ...(unreadable > 0
        ? [entry("tenants", "unchecked", l10n.t("{0}: some of its tenants couldn't be read", name), "")]
        : []),
      ...[...tenants.values()].flatMap((tenant) => {
        const where = `${name}, ${messageText(inventory.names.tenant(tenant.identity.tenant))}`;
        return [
          ...tenantEntries(tenant, where, inventory.names),
          ...(hidden.has(identityKey(tenant.identity)) ? [hiddenEntry(where)] : []),
          ...deselectedEntries(tenant, isSelected, where),
        ];
      }),
    ];
  });
  return {
    title: l10n.t("the bastion host search"),
    at,
    entries: [...unread, ...(accounts.length + unread.length === 0 ? [noAccount] : []), ...entries],
  };
}

function tenantEntries(
  { signInNeeded, subscriptions, hosts, refusals }: TenantState,
  name: string,
  names: Names,
): readonly ReportEntry[] {
  const subscriptionName = (id: string) => messageText(names.subscription(id));
  if (signInNeeded) {
    return [
      entry(
        "tenant",
        "error",
        l10n.t("{0}: the tenant requires a separate sign-in", name),
        l10n.t("Click its row in the view to sign in."),
      ),
    ];
  }
  const states = (subscriptions.known ?? []).filter(({ state }) => state !== undefined && state !== "Enabled");
  const found = hosts.known?.length ?? 0;
  const isEmpty = subscriptions.known?.length === 0 && subscriptions.unreadable === 0;
  return [
    ...(subscriptions.error
      ? [failedEntry("subscriptions", l10n.t("{0}: the subscriptions couldn't be listed", name), subscriptions.error)]
      : []),
    ...(isEmpty
      ? [
          entry(
            "subscriptions",
            "warning",
            l10n.t("{0}: no subscriptions", name),
            l10n.t("The account has no role in any subscription of this tenant, or this is the wrong tenant."),
          ),
        ]
      : []),
    ...states.map(({ subscriptionId, state }) =>
      entry(
        "subscription",
        "warning",
        l10n.t("Subscription {0}: {1}", subscriptionName(subscriptionId), messageText(state ?? "")),
        l10n.t(
          "Azure refuses operations in a disabled subscription, and might soon refuse them in one that's in the Warned or PastDue state.",
        ),
      ),
    ),
    ...(hosts.error
      ? [failedEntry("hosts", l10n.t("{0}: the search for bastion hosts failed", name), hosts.error)]
      : []),
    ...refusals.map(({ subscriptionId, error }) =>
      failedEntry(
        "hosts",
        l10n.t("Subscription {0}: the bastion hosts couldn't be listed", subscriptionName(subscriptionId)),
        error,
      ),
    ),
    ...(hosts.unreadable + subscriptions.unreadable > 0
      ? [entry("hosts", "unchecked", l10n.t("{0}: part of the response from Azure couldn't be read", name), "")]
      : []),
    ...(hosts.known ? [hostCount(name, found)] : []),
  ];
}

/** Why the tenant's problems have no rows. */
function hiddenEntry(name: string): ReportEntry {
  return entry(
    "selection",
    "warning",
    l10n.t("{0}: tenant hidden by you", name),
    l10n.t("Its problems have no rows in the view. Use Show Hidden Tenants… to bring them back."),
  );
}

/** Subscriptions that the user has left out, which is easily forgotten. */
function deselectedEntries(
  { identity, subscriptions }: TenantState,
  isSelected: (identity: Identity, subscriptionId: string) => boolean,
  name: string,
): readonly ReportEntry[] {
  const deselected = (subscriptions.known ?? []).filter(
    ({ subscriptionId }) => !isSelected(identity, subscriptionId),
  ).length;
  return deselected > 0
    ? [
        entry(
          "selection",
          "warning",
          l10n.t("{0}: subscriptions not selected: {1}", name, formatNumber(deselected)),
          l10n.t("Hosts in these subscriptions aren't shown in the view. Use Select Subscriptions… to show them."),
        ),
      ]
    : [];
}

function hostCount(name: string, found: number): ReportEntry {
  if (found > 0) {
    const title =
      found === 1
        ? l10n.t("{0}: 1 bastion host", name)
        : plural("{0}: {1} bastion hosts", found, name, formatNumber(found));
    return entry("hosts", "ok", title, "");
  }
  return entry(
    "hosts",
    "note",
    l10n.t("{0}: no bastion hosts were found", name),
    l10n.t(
      "A new host can take a few minutes to appear. To see a host, the account needs Microsoft.Network/bastionHosts/read on it.",
    ),
  );
}

function entry(check: string, verdict: CheckVerdict, title: string, detail: string): ReportEntry {
  return { check, verdict, title, detail, evidence: [], remedies: [] };
}

function failedEntry(check: string, title: string, error: AzureError): ReportEntry {
  const remedies = error.kind === "notAllowed" ? [{ text: remedyText("askForRead"), commands: [] }] : [];
  return { check, verdict: "error", title, detail: wholeErrorText(error), evidence: errorEvidence(error), remedies };
}
