import { l10n } from "vscode";
import type { Unsaid, UnsaidKind } from "../../../core/watch/alert/unsaid.ts";

/** What an alert lacks, in the few words that a notification has room for. The term is text from outside. */
export function unsaidLabel({ kind, text = "" }: Unsaid): string {
  const labels: Readonly<Record<UnsaidKind, string>> = {
    term: text,
    subscriptionNames: l10n.t("{0} in subscription names", text),
    more: l10n.t("more sessions than before"),
    returns: l10n.t("who was disconnected"),
    fullerOfSubscription: l10n.t("the size of each host"),
    fullerOfUnknownSize: l10n.t("the size of the host"),
    fullerByInstance: l10n.t("the sum of all instances"),
    matchOfHosts: l10n.t("other hosts"),
    tooLong: l10n.t("times over two days"),
    olderSessions: l10n.t("sessions older than two days"),
    olderAddresses: l10n.t("addresses older than two days"),
  };
  return labels[kind];
}

/** Why, and what the alert does instead. */
export function unsaidReason(kind: UnsaidKind): string {
  const reasons: Readonly<Record<UnsaidKind, string>> = {
    term: l10n.t("Azure's audit log doesn't have this. The alert ignores it, so it covers more than the rule."),
    subscriptionNames: l10n.t("Azure's audit log has no names of subscriptions. All other fields are searched."),
    more: l10n.t("Azure doesn't compare a host's sessions with the last count. A rule with 'connects' can be copied."),
    returns: l10n.t(
      "Only this computer's journal knows who was disconnected. The alert reports every disconnect by anyone instead.",
    ),
    fullerOfSubscription: l10n.t("How many sessions are too many depends on the host. Copy the rule for one host."),
    fullerOfUnknownSize: l10n.t("Azure didn't say how many instances the host has."),
    fullerByInstance: l10n.t(
      "The alert compares the average of each instance with its share, counting every session as RDP. With SSH sessions it fires early.",
    ),
    matchOfHosts: l10n.t("The alert is for the host that you selected, whatever 'match' says."),
    tooLong: l10n.t("Azure's log alerts look back two days at most, and the rule's time isn't shorter."),
    olderSessions: l10n.t("Azure's log alerts look back two days at most. Sessions that started earlier aren't seen."),
    olderAddresses: l10n.t(
      "Azure's log alerts look back two days at most. An address that was last used before that counts as new; the rule looks back 30 days.",
    ),
  };
  return reasons[kind];
}
