import { homedir } from "node:os";
import { l10n, Uri, window, workspace, type QuickPickItem } from "vscode";
import { toCsv, toJson, toMarkdown, type ExportColumn } from "../../../core/text/tabularExport.ts";
import { notifyExportFailure } from "../../ui/fileError.ts";
import { askWhetherPeople } from "../../ui/peopleChoice.ts";

export interface Exported<Row> {
  /** The rows that the filter lets through, in their order on screen. */
  readonly shown: readonly Row[];
  readonly all: readonly Row[];
  readonly columns: readonly ExportColumn<Row>[];
  /** The names of columns that tell of the people behind sessions, where a row has one. */
  readonly people: ReadonlySet<string>;
  /** For the files that programs read. */
  readonly ids: readonly Pick<ExportColumn<Row>, "name" | "value">[];
  readonly title: string;
  /** Says what personal data the file will have. */
  readonly warning: string;
  /** How many rows these are. */
  readonly count: (rows: number) => string;
  /** Without extension. */
  readonly fileName: string;
}

type Rows = "shown" | "all";

/** Names that are the same in every language. */
const FORMATS = [
  ["CSV", "csv"],
  ["JSON", "json"],
  ["Markdown", "md"],
] as const;

interface Choice extends QuickPickItem {
  readonly rows: Rows;
  readonly extension: (typeof FORMATS)[number][1];
}

/** Asks what is to be exported, as what, and to where; then writes it. */
export async function saveExport<Row>(exported: Exported<Row>): Promise<void> {
  const { title, ids, people } = exported;
  const chosen = await window.showQuickPick(choices(exported), { title, placeHolder: exported.warning });
  const isWithPeople = chosen && (people.size > 0 ? await askWhetherPeople(title) : true);
  const target =
    chosen &&
    isWithPeople !== undefined &&
    (await window.showSaveDialog({
      title,
      defaultUri: defaultUri(`${exported.fileName}.${chosen.extension}`),
      filters: { [chosen.label]: [chosen.extension] },
    }));
  if (!target) {
    return;
  }
  const rows = exported[chosen.rows];
  const columns = exported.columns.filter(({ name }) => isWithPeople || !people.has(name));
  const text = {
    csv: () => toCsv(rows, [...columns, ...ids], ""),
    json: () => toJson(rows, [...columns, ...ids]),
    md: () => toMarkdown(rows, columns),
  }[chosen.extension]();
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  } catch (error) {
    notifyExportFailure(error);
  }
}

function choices({ shown, all, count }: Pick<Exported<unknown>, "shown" | "all" | "count">): Choice[] {
  const formats = (rows: Rows, description: string): Choice[] =>
    FORMATS.map(([label, extension]) => ({ label, description, rows, extension }));
  const everything = formats("all", l10n.t("all: {0}", count(all.length)));
  return shown.length === all.length
    ? everything
    : [...formats("shown", l10n.t("matching the filter: {0}", count(shown.length))), ...everything];
}

function defaultUri(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  return Uri.joinPath(folder, name);
}
