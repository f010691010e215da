import { l10n } from "vscode";
import { DISCONNECT_WINDOW_MS } from "../../../core/history/activity.ts";
import type { PastEntry } from "../../../core/history/historyRecord.ts";
import { HISTORY_COLUMNS, historyText } from "../../../core/model/history/historyFields.ts";
import { plainText } from "../../../core/text/plainText.ts";
import { historyTitles } from "../../../words/columnTitles.ts";
import { formatDuration, formatNumber, formatSecond, unknown } from "../../../words/format.ts";
import type { ExtensionMessage } from "../protocol.ts";
import type { HistoryRow } from "./historyProtocol.ts";
import { endText } from "./historyTexts.ts";

type Field = readonly [name: string, text: string | undefined];

/** Everything that the log has of an entry. */
export function historyDetails(
  row: HistoryRow,
  entry: PastEntry,
  hasSession: boolean,
): ExtensionMessage & { readonly type: "details" } {
  const titles = historyTitles();
  const format = { end: endText, time: (ms: number) => formatSecond(new Date(ms)), duration: formatDuration };
  const known = HISTORY_COLUMNS.map((column) => [titles[column], historyText(column, row, format)] as const);
  return {
    type: "details",
    face: "history",
    row: row.id,
    title: row.person ?? row.user ?? unknown(),
    fields: [...known, ...ruleOf(row), ...othersOf(entry)]
      .filter(([, text]) => text !== "")
      .map(([name, text]) => [name, text === undefined ? unknown() : plainText(text, 500)] as const),
    ...(hasSession && { hasSession: true as const }),
  };
}

/** Why somebody is named as who probably disconnected it. */
function ruleOf({ end, because = "" }: HistoryRow): readonly Field[] {
  const rule = l10n.t(
    "Azure logged a disconnect of this host's sessions by {0} within {1} seconds of the end.",
    because,
    formatNumber(DISCONNECT_WINDOW_MS / 1_000),
  );
  return end === "probablyBy" ? [[l10n.t("Reason"), rule]] : [];
}

/** What has no column. */
function othersOf(entry: PastEntry): readonly Field[] {
  if (entry.kind === "activity") {
    const { correlationId, requestId } = entry.logged;
    return [
      [l10n.t("Correlation ID"), correlationId],
      [l10n.t("Request ID"), requestId],
    ];
  }
  const { logged } = entry;
  return [
    [l10n.t("User agent"), logged.userAgent],
    [l10n.t("Resource ID"), logged.targetResourceId],
    [l10n.t("Resource type"), logged.resourceType],
    [l10n.t("Tunnel ID"), entry.kind === "connection" ? entry.logged.tunnelId : undefined],
  ];
}
