import { l10n } from "vscode";
import type { ActivityGap, HistoryGap } from "../../../core/history/history.ts";
import { plainText } from "../../../core/text/plainText.ts";
import { errorText } from "../../../words/errorText.ts";
import { formatNumber, formatSecond } from "../../../words/format.ts";

/** Why nothing, or not everything, is known of a host's connections. */
export function gapText(host: string, gap: HistoryGap): string {
  return plainText(textOf(host, gap), 300);
}

function textOf(host: string, gap: HistoryGap): string {
  switch (gap.kind) {
    case "notLogged":
      return l10n.t("{0}: no audit log in a workspace that you can read.", host);
    case "notLoggedBySku":
      return l10n.t("{0}: hosts of this SKU write no audit log.", host);
    case "leftOut":
      return l10n.t("{0}: you don't have permission to read its audit log.", host);
    case "partial":
      return l10n.t("{0}: Azure returned only part of the audit log.", host);
    case "cut":
      return l10n.t("{0}: too many entries. Only those since {1} are shown.", host, formatSecond(new Date(gap.since)));
    case "unreadable":
      return l10n.t("{0}: some entries couldn't be read ({1}).", host, formatNumber(gap.count));
    case "failed":
      return l10n.t("{0}: {1}.", host, errorText(gap.error).what);
  }
}

/** Why the Activity Log of a subscription has nothing, or not everything. */
export function activityGapText(subscription: string, gap: ActivityGap): string {
  return plainText(activityTextOf(subscription, gap), 300);
}

function activityTextOf(subscription: string, gap: ActivityGap): string {
  switch (gap.kind) {
    case "failed":
      return gap.error.kind === "notAllowed"
        ? l10n.t("{0}: you don't have permission to read its Activity Log.", subscription)
        : l10n.t("{0}: its Activity Log couldn't be read. {1}.", subscription, errorText(gap.error).what);
    case "cut":
      return gap.since === undefined
        ? l10n.t("{0}: its Activity Log has too many events. Some aren't shown.", subscription)
        : l10n.t(
            "{0}: its Activity Log has too many events. Only those since {1} are shown.",
            subscription,
            formatSecond(new Date(gap.since)),
          );
    case "unreadable":
      return l10n.t(
        "{0}: some events of its Activity Log couldn't be read ({1}).",
        subscription,
        formatNumber(gap.count),
      );
  }
}

/** Whether a diagnosis of a host of the subscription may name a remedy. */
export function canDiagnoseActivity(gap: ActivityGap): boolean {
  return gap.kind === "failed" && gap.error.kind === "notAllowed";
}

/** Whether a diagnosis of the host may name a remedy. */
export function canDiagnose({ kind }: HistoryGap): boolean {
  return kind === "notLogged" || kind === "leftOut" || kind === "failed";
}
