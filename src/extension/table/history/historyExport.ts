import { env, l10n } from "vscode";
import { formatDeepLink } from "../../../core/model/deepLink.ts";
import type { PastEntry } from "../../../core/history/historyRecord.ts";
import {
  historyColumn,
  historyExportName,
  historyValue,
  type HistoryColumn,
} from "../../../core/model/history/historyFields.ts";
import { present } from "../../../core/text/json.ts";
import type { ExportColumn } from "../../../core/text/tabularExport.ts";
import { asOfTitle, historyTitles } from "../../../words/columnTitles.ts";
import { formatNumber } from "../../../words/format.ts";
import { saveExport } from "../export/saveExport.ts";
import type { HistoryRow } from "./historyProtocol.ts";
import { plural } from "../../../words/plural.ts";

/** A row, and what the log has of it. */
export interface ExportedPast {
  readonly row: HistoryRow;
  readonly entry: PastEntry;
  /** When the log was read. */
  readonly asOf: Date;
  /** The host's. */
  readonly tenant?: string;
}

/** Columns for an export or a copy, with the titles that the user sees. The last one says when the log was read. */
export function historyExportColumns(columns: readonly HistoryColumn[]): ExportColumn<ExportedPast>[] {
  const titles = historyTitles();
  return [
    ...columns.map((column) => ({
      name: historyExportName(column),
      title: titles[column],
      value: ({ row }: ExportedPast) => historyValue(column, row),
      isAmount: historyColumn(column).isAmount === true,
    })),
    // A sentence on screen, but a cause and a reason for programs.
    ...(columns.includes("end")
      ? [{ name: "endReason", title: l10n.t("Reason"), value: ({ row }: ExportedPast) => row.because }]
      : []),
    { name: "asOf", title: asOfTitle(), value: ({ asOf }: ExportedPast) => asOf.toISOString() },
  ];
}

/** What a program knows a row by: names may be those of several things. */
const IDS: readonly Pick<ExportColumn<ExportedPast>, "name" | "value">[] = [
  { name: "hostId", value: ({ entry }) => entry.logged.hostKey },
  {
    name: "targetResourceId",
    value: ({ entry }) => (entry.kind === "activity" ? undefined : entry.logged.targetResourceId),
  },
  { name: "tunnelId", value: ({ entry }) => tunnelOf(entry) },
  { name: "deepLink", value: (past) => historyLink(past) },
];

/** The deep link to a connection in the history, or to the history of its host. */
export function historyLink({ entry, tenant }: Pick<ExportedPast, "entry" | "tenant">): string | undefined {
  const ids = present({ session: tunnelOf(entry), tenant });
  return formatDeepLink(env.uriScheme, { place: "history", host: entry.logged.hostKey, ...ids });
}

function tunnelOf(entry: PastEntry): string | undefined {
  return entry.kind === "connection" ? entry.logged.tunnelId : undefined;
}

/** Asks as what and to where, and whether people are to be in it. */
export function saveHistory(
  shown: readonly ExportedPast[],
  all: readonly ExportedPast[],
  columns: readonly HistoryColumn[],
): Promise<void> {
  const personal = columns.filter((column) => historyColumn(column).isPersonal).map(historyExportName);
  return saveExport({
    shown,
    all,
    columns: historyExportColumns(columns),
    // Who disconnected somebody is a person too.
    people: new Set([...personal, "endReason"]),
    ids: IDS,
    title: l10n.t("Export History"),
    warning: l10n.t("The history contains personal data: persons, user names and client addresses."),
    count: (rows) => (rows === 1 ? l10n.t("1 entry") : plural("{0} entries", rows, formatNumber(rows))),
    fileName: "bastion-history",
  });
}
