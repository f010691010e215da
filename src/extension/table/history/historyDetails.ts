import { l10n } from "vscode";
import { HISTORY_COLUMNS, historyText } from "../../../core/model/history/historyFields.ts";
import { plainText } from "../../../core/text/plainText.ts";
import { formatDuration, formatSecond, unknown } from "../../ui/format.ts";
import type { ExtensionMessage } from "../protocol.ts";
import type { HistoryRow } from "./historyProtocol.ts";
import type { PastEntry } from "./historyRows.ts";
import { endText, historyTitles } from "./historyTexts.ts";

/** Everything that the log has of an entry. */
export function historyDetails(
  row: HistoryRow,
  { logged, ...entry }: PastEntry,
  hasSession: boolean,
): ExtensionMessage & { readonly type: "details" } {
  const titles = historyTitles();
  const format = { end: endText, time: (ms: number) => formatSecond(new Date(ms)), duration: formatDuration };
  const known = HISTORY_COLUMNS.map((column) => [titles[column], historyText(column, row, format)] as const);
  const tunnelId = entry.kind === "connection" && "tunnelId" in logged ? logged.tunnelId : undefined;
  const others: readonly (readonly [string, string | undefined])[] = [
    [l10n.t("User agent"), logged.userAgent],
    [l10n.t("Resource ID"), logged.targetResourceId],
    [l10n.t("Resource type"), logged.resourceType],
    [l10n.t("Tunnel ID"), tunnelId],
  ];
  return {
    type: "details",
    face: "history",
    row: row.id,
    title: row.person ?? row.user ?? unknown(),
    fields: [...known, ...others]
      .filter(([, text]) => text !== "")
      .map(([name, text]) => [name, text === undefined ? unknown() : plainText(text, 500)] as const),
    ...(hasSession && { hasSession: true as const }),
  };
}
