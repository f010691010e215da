import { l10n } from "vscode";
import { historyTexts } from "./history/historyTexts.ts";
import type { ExportTitles } from "./export/tableExport.ts";
import type { Texts } from "./protocol.ts";
import { pluralTexts } from "./pluralTexts.ts";
import { asOfTitle, sessionTitles } from "../../words/columnTitles.ts";
import { durationTexts, unknown } from "../../words/format.ts";
import { pluralForms } from "../../words/plural.ts";
import { blankTexts, stateTexts } from "../../words/stateTexts.ts";

/** The page's texts in the user's language: it has no `l10n` of its own. */
export function pageTexts(): Texts {
  return {
    ...sessionTitles(),
    ...controlTexts(),
    ...stateTexts(),
    ...blankTexts(),
    ...statusTexts(),
    ...overviewTexts(),
    ...metricsTexts(),
    ...historyTexts(),
    face: l10n.t("View"),
    "face.sessions": l10n.t("Sessions"),
    "face.history": l10n.t("History"),
    ...durationTexts(),
  };
}

/** The columns of what is copied or exported. */
export function exportTitles(): ExportTitles {
  return { ...sessionTitles(), asOf: asOfTitle() };
}

function controlTexts() {
  const titles = sessionTitles();
  return {
    "group.none": l10n.t("No grouping"),
    "group.user": titles.user,
    "group.person": titles.person,
    "group.vm": titles.vm,
    "group.host": titles.host,
    "group.subscription": titles.subscription,
    table: l10n.t("Sessions"),
    filter: l10n.t("Filter Sessions"),
    filterHint: l10n.t("Text, user:, vm:, host:, protocol:rdp, >4h"),
    clearFilter: l10n.t("Clear Filter"),
    groupBy: l10n.t("Group by"),
    columns: l10n.t("Columns"),
    export: l10n.t("Export…"),
    refresh: l10n.t("Refresh"),
    overview: l10n.t("Overview"),
    details: l10n.t("Details"),
    ended: l10n.t("This session is no longer listed."),
    close: l10n.t("Close"),
    moveLeft: l10n.t("Move {0} Left"),
    moveRight: l10n.t("Move {0} Right"),
  } satisfies Partial<Texts>;
}

function statusTexts() {
  return {
    unknown: unknown(),
    asOf: l10n.t("as of {0}"),
    countFiltered: l10n.t("{0} of {1}"),
    selected: l10n.t("{0} selected"),
    searching: l10n.t("Loading sessions"),
    loading: l10n.t("Loading sessions: {0} of {1} hosts"),
    notKnown: l10n.t("No sessions loaded."),
    noMatch: l10n.t("No matching sessions."),
    showView: l10n.t("Show in Sessions View"),
    scope: l10n.t("Only {0}"),
    sessionsNone: l10n.t("no sessions"),
    sessionsOne: l10n.t("1 session"),
    ...pluralTexts("sessionsMany", pluralForms("{0} sessions")),
    atLeast: l10n.t("at least {0}"),
    atLeastAbout: l10n.t("at least about {0}"),
    about: l10n.t("about {0}"),
  } satisfies Partial<Texts>;
}

function overviewTexts() {
  return {
    sessions: l10n.t("Sessions"),
    users: l10n.t("Users"),
    machines: l10n.t("Target VMs"),
    longest: l10n.t("Longest"),
    capacity: l10n.t("Capacity"),
    capacityText: l10n.t("{0}: {1} of {2} {3} sessions in use"),
    capacityUnknown: l10n.t("{0}, {2}: {1}, capacity unknown"),
    unread: l10n.t("couldn't be read"),
    reading: l10n.t("listing sessions…"),
    durations: l10n.t("Durations"),
    durationsText: l10n.t("{0}: {1}"),
    observed: l10n.t("Since opened"),
    observedText: l10n.t("{0} at {1}"),
    observedPartly: l10n.t("{0} at {1}; hosts not read: {2}"),
    observedSoon: l10n.t("One sample per minute since this table was opened."),
  } satisfies Partial<Texts>;
}

function metricsTexts() {
  return {
    "range.1h": l10n.t("Last hour"),
    "range.6h": l10n.t("Last 6 hours"),
    "range.24h": l10n.t("Last 24 hours"),
    "range.7d": l10n.t("Last 7 days"),
    "range.30d": l10n.t("Last 30 days"),
    history: l10n.t("Host metrics"),
    historyRange: l10n.t("Time range"),
    historySource: l10n.t("{0}-minute averages from Azure Monitor (a few minutes delayed)"),
    historyLoading: l10n.t("Loading metrics from Azure Monitor…"),
    historyEmpty: l10n.t("Azure Monitor has no data for this host and time range."),
    cpu: l10n.t("CPU (%)"),
    memory: l10n.t("Memory (%)"),
    valueAt: l10n.t("{0} at {1}"),
    noValueAt: l10n.t("no value at {0}"),
    lowestHighest: l10n.t("Lowest: {0}. Highest: {1}."),
    noPlots: l10n.t("The chart couldn't be drawn."),
    linksPossible: l10n.t("Shareable links: possible"),
    retry: l10n.t("Retry"),
  } satisfies Partial<Texts>;
}
