import { l10n } from "vscode";
import type { ActivityGap, HistoryGap } from "../../../core/history/history.ts";
import type { IncidentGap } from "../../../core/incident/incident.ts";
import { utcTime } from "../../../core/text/timeFormat.ts";
import { errorText } from "../../../words/errorText.ts";
import { formatNumber, namesOf } from "../../../words/format.ts";

/** Hosts that a sentence names; the rest is counted. */
const NAMED_HOSTS = 20;

/** What is missing, for a reader in any time zone. */
export function incidentGapText(gap: IncidentGap): string {
  switch (gap.kind) {
    case "auditLog":
      return auditText(gap.host, gap.gap);
    case "activityLog":
      return activityText(gap.subscription, gap.gap);
    case "noEntries":
      return l10n.t(
        "The audit log has no entries in this range of these hosts, which may also mean that they send none: {0}.",
        namesOf(gap.hosts, NAMED_HOSTS, (name) => name),
      );
    case "notAsked":
      return l10n.t("{0}: not read, since no signed-in account sees the host now.", gap.host);
    case "journalUnread":
      return l10n.t("The journal couldn't be read: {0}.", gap.code);
    case "journalTorn":
      return l10n.t("Damaged lines in the journal that can't be read: {0}.", formatNumber(gap.count));
    case "journalKept":
      return l10n.t("Journal entries from before {0} are deleted.", utc(gap.since));
    case "lag":
      return l10n.t(
        "Since {0}, entries may still be missing: the audit log is up to 15 minutes late, the Activity Log up to 20.",
        utc(gap.since),
      );
    case "activityKept":
      return l10n.t("Azure keeps the Activity Log for 90 days: nothing from before {0}.", utc(gap.since));
    case "auditKept":
      return l10n.t("A workspace may keep the audit log for a shorter time than this range.");
    case "beforeRange":
      return l10n.t(
        "Connections that began before the range and didn't end in it aren't included. Both logs can lose entries.",
      );
    case "otherJournals":
      return l10n.t(
        "The journals of other machines aren't included: disconnects from there appear only in the Activity Log.",
      );
    case "otherHosts":
      return l10n.t("Bastion hosts that were deleted, or that these accounts don't see, aren't included.");
    case "note":
      return gap.text;
  }
}

function auditText(host: string, gap: HistoryGap): string {
  switch (gap.kind) {
    case "notLogged":
      return l10n.t("{0}: no audit log in a workspace that these accounts can read.", host);
    case "notLoggedBySku":
      return l10n.t("{0}: hosts of this SKU write no audit log.", host);
    case "leftOut":
      return l10n.t("{0}: no permission to read its audit log.", host);
    case "partial":
      return l10n.t("{0}: Azure returned only part of the audit log.", host);
    case "cut":
      return l10n.t("{0}: the audit log has too many entries. It is complete since {1}.", host, utc(gap.since));
    case "unreadable":
      return l10n.t("{0}: entries of the audit log that couldn't be read: {1}.", host, formatNumber(gap.count));
    case "failed":
      return l10n.t("{0}: the audit log couldn't be read. {1}.", host, errorText(gap.error).what);
  }
}

function activityText(subscription: string, gap: ActivityGap): string {
  switch (gap.kind) {
    case "failed":
      return l10n.t("{0}: its Activity Log couldn't be read. {1}.", subscription, errorText(gap.error).what);
    case "cut":
      return gap.since === undefined
        ? l10n.t("{0}: the Activity Log has too many events. Some are missing.", subscription)
        : l10n.t("{0}: the Activity Log has too many events. It is complete since {1}.", subscription, utc(gap.since));
    case "unreadable":
      return l10n.t(
        "{0}: some events of its Activity Log couldn't be read ({1}).",
        subscription,
        formatNumber(gap.count),
      );
  }
}

function utc(ms: number): string {
  return utcTime(new Date(ms));
}
