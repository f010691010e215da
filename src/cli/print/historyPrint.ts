/** The history as rows: the columns and their names are those of the extension's history and its exports. */
import type { PastEntry } from "../../core/history/historyRecord.ts";
import {
  HISTORY_COLUMNS,
  historyColumn,
  historyExportName,
  historyText,
  historyValue,
  type HistoryColumn,
  type HistoryFormat,
  type HistoryRecord,
} from "../../core/model/history/historyFields.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import type { TextColumn } from "./textTable.ts";
import { timeText } from "./valueText.ts";
import { asOfTitle, historyTitles } from "../../words/columnTitles.ts";
import { formatDuration, unknown } from "../../words/format.ts";
import { loggedEndTexts } from "../../words/stateTexts.ts";

/** An entry of the history to be printed. */
export interface PastRecord {
  readonly entry: PastEntry;
  readonly record: HistoryRecord;
  readonly asOf: Date;
  readonly hostId: string | undefined;
}

/** The columns of CSV, Markdown and JSON; what tells of a person is there if people are wanted. */
export function historyExport(withPeople: boolean): ExportColumn<PastRecord>[] {
  const titles = historyTitles();
  return [
    ...wanted(withPeople).map((column) => ({
      name: historyExportName(column),
      title: titles[column],
      value: ({ record }: PastRecord) => historyValue(column, record),
      isAmount: historyColumn(column).isAmount === true,
    })),
    { name: "asOf", title: asOfTitle(), value: ({ asOf }) => asOf.toISOString() },
  ];
}

/** What a program knows an entry by. */
export const HISTORY_IDS: readonly Pick<ExportColumn<PastRecord>, "name" | "value">[] = [
  { name: "hostId", value: ({ entry, hostId }) => hostId ?? entry.logged.hostKey },
  {
    name: "targetResourceId",
    value: ({ entry }) => (entry.kind === "activity" ? undefined : entry.logged.targetResourceId),
  },
  { name: "tunnelId", value: ({ entry }) => (entry.kind === "connection" ? entry.logged.tunnelId : undefined) },
];

/** The columns of the table for people. */
export function historyColumns(withPeople: boolean): TextColumn<PastRecord>[] {
  const titles = historyTitles();
  const format: HistoryFormat = { end: endFormat(), time: timeText, duration: formatDuration };
  return wanted(withPeople)
    .filter((column) => historyColumn(column).isHidden !== true)
    .map((column) => ({
      title: titles[column],
      text: ({ record }: PastRecord) => historyText(column, record, format) ?? unknown(),
      isAmount: historyColumn(column).isAmount === true,
    }));
}

function wanted(withPeople: boolean): readonly HistoryColumn[] {
  return HISTORY_COLUMNS.filter((column) => withPeople || historyColumn(column).isPersonal !== true);
}

/** How a connection ended; nothing else is read here. */
function endFormat(): HistoryFormat["end"] {
  const texts = loggedEndTexts();
  return ({ end }) => (end === "failed" || end === "ended" ? texts[end] : texts.open);
}
