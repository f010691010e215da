/** Titles of columns, as the table, the history, exports and the command line have them. */
import * as l10n from "@vscode/l10n";
import type { HistoryColumn } from "../core/model/history/historyFields.ts";
import type { ColumnId } from "../core/model/session/sessionFields.ts";
import { perLanguage } from "./language.ts";

/** Those of sessions. */
export const sessionTitles = perLanguage((): Readonly<Record<ColumnId, string>> => ({
  user: l10n.t("User"),
  person: l10n.t("Person"),
  from: l10n.t("Client address"),
  vm: l10n.t("Target VM"),
  host: l10n.t("Bastion host"),
  protocol: l10n.t("Protocol"),
  started: l10n.t("Started"),
  duration: l10n.t("Duration"),
  ip: l10n.t("Target IP"),
  resourceGroup: l10n.t("Resource group"),
  subscription: l10n.t("Subscription"),
  state: l10n.t("State"),
  sku: l10n.t("SKU"),
  location: l10n.t("Location"),
}));

/** Those of the history, which has most fields of a session. */
export const historyTitles = perLanguage((): Readonly<Record<HistoryColumn, string>> => {
  const { user, person, from, vm, host, protocol, started, duration, ip, subscription } = sessionTitles();
  return {
    user,
    person,
    from,
    vm,
    host,
    protocol,
    started,
    duration,
    ip,
    subscription,
    client: l10n.t("Client"),
    ended: l10n.t("Ended"),
    end: l10n.t("How it ended"),
  };
});

/** What every export of what Azure said has last: when Azure said so. */
export function asOfTitle(): string {
  return l10n.t("As of (UTC)");
}
