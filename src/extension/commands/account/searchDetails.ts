import { l10n } from "vscode";
import { hiddenIdentities, type AccountState, type TenantState } from "../../../core/inventory/directoryState.ts";
import type { Inventory } from "../../../core/inventory/inventory.ts";
import { countFound } from "../../../core/model/count.ts";
import { identityKey, tenantName } from "../../../core/model/identity.ts";
import { markdownText } from "../../../core/text/markdown.ts";
import { utcTime } from "../../../core/text/timeFormat.ts";
import { errorText } from "../../../words/errorText.ts";
import { hiddenNotes } from "../../ui/choiceNotes.ts";
import { formatCount, formatNumber, SEPARATOR, unknown } from "../../../words/format.ts";
import { plural } from "../../../words/plural.ts";

/** Where bastion hosts were searched, as Markdown: accounts, their tenants, and the subscriptions of each. */
export function searchDetails(
  inventory: Pick<Inventory, "accounts" | "enumerated" | "searchProblems">,
  at: Date,
): string {
  const { accounts, enumerated, searchProblems } = inventory;
  const hidden = new Set(hiddenIdentities(inventory).map(identityKey));
  const unread = searchProblems.flatMap((problem) =>
    problem.kind === "accounts" ? [`${l10n.t("VS Code accounts")}: ${escape(errorText(problem.error).what)}`] : [],
  );
  const none = enumerated ? l10n.t("Nothing searched: no account is signed in") : l10n.t("searching…");
  const paragraphs = [
    `# ${l10n.t("Search details")}`,
    `${l10n.t("As of {0}.", utcTime(at))} ${l10n.t("Accounts, their tenants, and each tenant's subscriptions")}`,
    ...unread,
    ...hiddenNotes(inventory),
    ...(accounts.size + unread.length === 0 ? [none] : []),
    ...[...accounts.values()].flatMap((account) => accountParagraphs(account, hidden)),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** @param hidden which tenants the user has hidden, by {@link identityKey} */
function accountParagraphs(state: AccountState, hidden: ReadonlySet<string>): readonly string[] {
  const { account, signInNeeded, error, tenants } = state;
  const status = [
    ...(signInNeeded ? [l10n.t("not searched: access not allowed yet")] : []),
    ...(error ? [escape(errorText(error).what)] : []),
  ];
  const [text = tenants.size === 0 ? tenantCount(state) : undefined] = status;
  return [
    `## ${escape(account.label)}`,
    ...(text === undefined ? [] : [text]),
    ...[...tenants.values()].flatMap((tenant) => tenantParagraphs(tenant, hidden.has(identityKey(tenant.identity)))),
  ];
}

function tenantParagraphs(state: TenantState, isHidden: boolean): readonly string[] {
  const { identity, searching, signInNeeded, hosts, subscriptions, refusals } = state;
  const { tenant } = identity;
  const counts = [
    subscriptions.error
      ? escape(errorText(subscriptions.error).what)
      : l10n.t(
          "subscriptions: {0}",
          formatCount(countFound(subscriptions.known?.length, subscriptions.unreadable === 0)),
        ),
    hosts.error
      ? escape(errorText(hosts.error).what)
      : l10n.t(
          "bastion hosts: {0}",
          formatCount(countFound(hosts.known?.length, hosts.unreadable === 0 && refusals.length === 0)),
        ),
    ...(searching ? [l10n.t("searching…")] : []),
  ];
  return [
    `### ${escape(tenantName(tenant))}`,
    [
      ...(signInNeeded ? [l10n.t("not searched: sign-in required")] : counts),
      ...(isHidden ? [l10n.t("hidden by you")] : []),
      `${l10n.t("Tenant")}: ${escape(tenant.tenantId)}`,
    ].join(SEPARATOR),
    ...(signInNeeded ? [] : subscriptionTable(state)),
  ];
}

function subscriptionTable(state: TenantState): readonly string[] {
  const { hosts, subscriptions, refusals } = state;
  const refused = new Map(refusals.map(({ subscriptionId, error }) => [subscriptionId, error]));
  const rows = (subscriptions.known ?? []).map(({ subscriptionId, displayName, state: subscriptionState }) => {
    const error = refused.get(subscriptionId);
    const found = hosts.known?.filter((host) => host.subscriptionId === subscriptionId).length;
    const isComplete = !hosts.error && hosts.unreadable === 0;
    return [
      escape(displayName ?? subscriptionId),
      error ? escape(errorText(error).what) : formatCount(countFound(found, isComplete)),
      escape(subscriptionState ?? unknown()),
      escape(subscriptionId),
    ];
  });
  const head = [l10n.t("Subscription"), l10n.t("Bastion hosts"), l10n.t("State"), l10n.t("Subscription ID")];
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return rows.length > 0 ? [lines.join("\n")] : [];
}

/** How many tenants an account has, as far as that is known. */
export function tenantCount({ searching, unreadable, tenants: { size } }: AccountState): string {
  const known = size === 1 ? l10n.t("1 tenant") : plural("{0} tenants", size, formatNumber(size));
  const found = countFound(size, unreadable === 0);
  const count = found.kind === "exact" ? known : l10n.t("tenants: {0}", formatCount(found));
  return [...(searching && size === 0 ? [] : [count]), ...(searching ? [l10n.t("searching…")] : [])].join(SEPARATOR);
}

function escape(text: string): string {
  return markdownText(text);
}
