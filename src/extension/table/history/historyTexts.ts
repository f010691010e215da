import { l10n } from "vscode";
import type { HistoryColumn, HistoryRecord } from "../../../core/model/history/historyFields.ts";
import { historyTitles } from "../../../words/columnTitles.ts";
import { fill } from "../../../words/format.ts";
import type { HistoryTextKey } from "./historyProtocol.ts";
import { pluralTexts } from "../pluralTexts.ts";
import { pluralForms } from "../../../words/plural.ts";
import { loggedEndTexts } from "../../../words/stateTexts.ts";

type HistoryTexts = Readonly<Record<HistoryTextKey, string>>;

/** The history's texts in the user's language. */
export function historyTexts(): HistoryTexts {
  return { ...columnTexts(), ...endTexts(), ...controlTexts(), ...pictureTexts() };
}

/** The columns by their names. */
function columnTexts(): Readonly<Record<`history.${HistoryColumn}`, string>> {
  const titles = Object.entries(historyTitles()).map(([column, title]) => [`history.${column}`, title]);
  return Object.fromEntries(titles) as ReturnType<typeof columnTexts>;
}

/** How a connection ended, in words. */
export function endText({ end, because, outcome }: Pick<HistoryRecord, "end" | "because" | "outcome">): string {
  const texts = endTexts();
  if (outcome !== undefined) {
    const key = outcome === "failed" ? "history.end.outcomeFailed" : "history.end.outcomeRejected";
    return fill(texts[key], texts[`history.end.${end}`]);
  }
  if (because === undefined) {
    return texts[`history.end.${end}`];
  }
  return fill(end === "byUs" ? texts["history.end.byUsBecause"] : texts[`history.end.${end}`], because);
}

function endTexts() {
  const { failed, ended, open } = loggedEndTexts();
  return {
    "history.end.live": l10n.t("still connected"),
    "history.end.failed": failed,
    "history.end.byUs": l10n.t("disconnected by us"),
    "history.end.byUsBecause": l10n.t("disconnected by us: {0}"),
    "history.end.probablyBy": l10n.t("probably disconnected by {0}"),
    "history.end.ended": ended,
    "history.end.open": open,
    "history.end.disconnected": l10n.t("disconnected sessions"),
    "history.end.listed": l10n.t("listed sessions"),
    "history.end.changed": l10n.t("changed the host"),
    "history.end.deleted": l10n.t("deleted the host"),
    "history.end.linksCreated": l10n.t("created shareable links"),
    "history.end.linksRead": l10n.t("read shareable links"),
    "history.end.linksDeleted": l10n.t("deleted shareable links"),
    "history.end.outcomeFailed": l10n.t("{0}: failed"),
    "history.end.outcomeRejected": l10n.t("{0}: rejected by Azure"),
  } satisfies Partial<HistoryTexts>;
}

function controlTexts() {
  const titles = historyTitles();
  return {
    "history.label": l10n.t("History"),
    "history.group.none": l10n.t("No grouping"),
    "history.group.person": titles.person,
    "history.group.vm": titles.vm,
    "history.group.host": titles.host,
    "history.range": l10n.t("Time range"),
    "history.range.1h": l10n.t("Last hour"),
    "history.range.1d": l10n.t("Last day"),
    "history.range.7d": l10n.t("Last 7 days"),
    "history.range.30d": l10n.t("Last 30 days"),
    "history.range.90d": l10n.t("Last 90 days"),
    "history.filter": l10n.t("Filter History"),
    "history.filterHint": l10n.t("Text, person:, from:10.0.0.0/8, user:, vm:, host:, >4h"),
    "history.gone": l10n.t("This entry is no longer in the selected time range."),
    "history.rowsNone": l10n.t("no entries"),
    "history.rowsOne": l10n.t("1 entry"),
    ...pluralTexts("history.rowsMany", pluralForms("{0} entries")),
    "history.reading": l10n.t("Reading the audit log"),
    "history.nothing": l10n.t("The audit log has no connections in this time range."),
    "history.noMatch": l10n.t("No matching entries."),
    "history.diagnose": l10n.t("Diagnose…"),
    "history.gaps": l10n.t("Notes on what may be missing: {0}"),
    "history.showSession": l10n.t("Show Session"),
    "history.activity": l10n.t("Activity Log"),
    "history.activityHint": l10n.t(
      "Also show who listed, disconnected, or changed hosts: one more request for each subscription",
    ),
  } satisfies Partial<HistoryTexts>;
}

function pictureTexts() {
  const titles = historyTitles();
  return {
    "history.timeline": l10n.t("Timeline"),
    "history.timelineKeys": l10n.t("Zoom with + and −, move with the arrow keys, and press 0 to show the whole range."),
    "history.timelineText": l10n.t("{0} to {1}"),
    "history.lanes": l10n.t("A lane for each"),
    "history.lanes.person": titles.person,
    "history.lanes.vm": titles.vm,
    "history.others": l10n.t("Others"),
    "history.whole": l10n.t("Show Whole Range"),
    "history.zoomIn": l10n.t("Zoom In"),
    "history.zoomOut": l10n.t("Zoom Out"),
    "history.hours": l10n.t("Connections by Weekday and Hour"),
    "history.hoursText": l10n.t("Most connections started on {0} at {1}: {2}."),
    "history.hourCell": l10n.t("{0} {1}: {2}"),
    "history.weekday": l10n.t("Weekday"),
    "history.hour": l10n.t("Hour"),
    "history.failures": l10n.t("Failed Sign-Ins by Address"),
    "history.failuresText": l10n.t("{0}: {1}, user names tried: {2}"),
    "history.addresses": l10n.t("New Addresses"),
    "history.addressesText": l10n.t("Addresses that a person used for the first time within this time range."),
    "history.newAddress": l10n.t("{0} from {1}, first at {2}"),
    ...pluralTexts("history.attempts", pluralForms("{0} failed sign-ins")),
    "history.attemptOne": l10n.t("1 failed sign-in"),
    ...pluralTexts("history.connections", pluralForms("{0} connections")),
    "history.connectionOne": l10n.t("1 connection"),
    "history.noFailures": l10n.t("No failed sign-ins in this time range."),
    "history.noAddresses": l10n.t("No new addresses in this time range."),
    "history.more": l10n.t("and {0} more"),
    "history.laneText": l10n.t("{0}: {1}, {2}"),
  } satisfies Partial<HistoryTexts>;
}
