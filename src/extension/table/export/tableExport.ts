import { exportName, exportValue, columnOf, type ColumnId } from "../../../core/model/session/sessionFields.ts";
import type { ExportColumn } from "../../../core/text/tabularExport.ts";
import type { HostRow, SessionRow } from "../protocol.ts";

/** A row together with its host, and the minutes that it has lasted by now. */
export interface ExportedRow {
  readonly row: SessionRow;
  readonly host: HostRow;
  readonly minutes: number | undefined;
  /** When Azure said so. */
  readonly asOf: Date | undefined;
  readonly ids: ExportedIds;
}

/** What a program knows a row by: names may be those of several things. */
interface ExportedIds {
  readonly hostId: string;
  /** The host's. */
  readonly subscriptionId: string | undefined;
  readonly targetResourceId: string | undefined;
  readonly sessionId: string | undefined;
  /** To the session, or to its host where Azure gave the session no ID. */
  readonly deepLink: string | undefined;
}

/** What the user sees the columns called, and the one that is always there. */
export type ExportTitles = Readonly<Record<ColumnId | "asOf", string>>;

/** The IDs of each row, for the files that programs read. They have no titles, since no table on screen shows them. */
export const ID_COLUMNS: readonly Pick<ExportColumn<ExportedRow>, "name" | "value">[] = (
  ["hostId", "subscriptionId", "targetResourceId", "sessionId", "deepLink"] as const
).map((name) => ({ name, value: ({ ids }) => ids[name] }));

/**
 * Columns for an export or a copy, with the titles that the user sees. The last one can't be hidden: when the row was
 * listed, in UTC, since the reader of a file sees no view that would say so.
 */
export function exportColumns(columns: readonly ColumnId[], titles: ExportTitles): ExportColumn<ExportedRow>[] {
  return [
    ...columns.map((column) => ({
      name: exportName(column),
      title: titles[column],
      value: ({ row, host, minutes }: ExportedRow) => exportValue(column, { ...row, on: host }, minutes),
      isAmount: columnOf(column).isAmount === true,
    })),
    { name: "asOf", title: titles.asOf, value: ({ asOf }) => asOf?.toISOString() },
  ];
}
