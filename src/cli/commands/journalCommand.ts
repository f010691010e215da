/** `journal`: what was disconnected, and which links were deleted, from this machine. */
import * as l10n from "@vscode/l10n";
import { Journal, type JournalContents } from "../../core/journal/journal.ts";
import type { EntrySession, JournalEntry } from "../../core/journal/journalEntry.ts";
import type { LinkDeletion, LinkMachine } from "../../core/journal/linkDeletion.ts";
import { compareText } from "../../core/model/order.ts";
import { targetName } from "../../core/model/session/target.ts";
import { journalCsv, journalJson, withoutPeople } from "../../core/journal/journalExport.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import { utcTime } from "../../core/text/timeFormat.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { conclude, sayNone } from "../fleet/fleet.ts";
import type { Gap } from "../fleet/incomplete.ts";
import { journalFolder } from "../journalFolder.ts";
import { columnsOf, print, type FormatOptions } from "../print/output.ts";
import { outcomeText } from "../print/outcomeText.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of the journal. */
export interface JournalOptions extends FormatOptions {
  /** Its folder. */
  readonly journal?: string;
  readonly people?: boolean;
}

/** A session that was to be disconnected, or a VM whose links were to be deleted. */
interface Row {
  readonly entry: JournalEntry | LinkDeletion;
  readonly session?: EntrySession;
  readonly machine?: LinkMachine;
}

/** Prints the journal. It is only read. @throws CommandError */
export async function journalCommand(options: JournalOptions, runtime: Runtime): Promise<ExitCode> {
  const { terminal } = runtime;
  const read = await readJournal(await journalFolder(options.journal, runtime), runtime);
  const contents = options.people === true ? read : withoutPeople(read);
  if (options.json === true) {
    await terminal.write(journalJson(contents));
  } else if (options.csv === true) {
    await terminal.write(journalCsv(contents.entries, contents.linkDeletions));
  } else {
    const rows = rowsOf(contents);
    const exported = columns(options.people === true);
    await print(terminal, options, {
      rows,
      exported,
      columns: columnsOf(exported, {
        verdict: ({ session, machine }) => outcomeText((session ?? machine)?.verdict ?? "unknown"),
      }),
      ids: [],
      json: () => undefined,
    });
  }
  const gaps = tornGaps(contents);
  sayNone(runtime, [...contents.entries, ...contents.linkDeletions], gaps, l10n.t("The journal is empty."));
  return conclude(runtime, gaps, true);
}

async function readJournal(folder: string, { clock }: Runtime): Promise<JournalContents> {
  await using journal = new Journal(folder, clock);
  try {
    return await journal.read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new CommandError(EXIT.failed, l10n.t("The journal couldn't be read: {0}.", code));
  }
}

/** In the order of time. */
function rowsOf({ entries, linkDeletions }: Pick<JournalContents, "entries" | "linkDeletions">): readonly Row[] {
  const rows: readonly Row[] = [
    ...entries.flatMap((entry) => entry.sessions.map((session) => ({ entry, session }))),
    ...linkDeletions.flatMap((entry) => entry.machines.map((machine) => ({ entry, machine }))),
  ];
  return rows.toSorted((a, b) => compareText(a.entry.at, b.entry.at));
}

function columns(withPeople: boolean): ExportColumn<Row>[] {
  const text = (value: string | undefined) => (value === undefined ? undefined : plainText(value));
  const vmOf = ({ session, machine }: Row) =>
    session ? session.session.targetHostName : machine && targetName({ targetResourceId: machine.vmId });
  return [
    { name: "confirmedAt", title: l10n.t("Confirmed"), value: ({ entry }) => utcTime(entry.at) },
    { name: "user", title: l10n.t("User"), value: ({ session }) => text(session?.session.userName) },
    ...(withPeople
      ? [{ name: "person", title: l10n.t("Person"), value: ({ session }: Row) => text(session?.session.person) }]
      : []),
    { name: "vm", title: l10n.t("Target VM"), value: (row) => text(vmOf(row)) },
    {
      name: "host",
      title: l10n.t("Bastion host"),
      value: ({ session, machine }) => text((session ?? machine)?.hostName),
    },
    { name: "links", title: l10n.t("Links"), value: ({ machine }) => machine && String(machine.links.length) },
    {
      name: "verdict",
      title: l10n.t("Outcome"),
      value: ({ session, machine }) => (session ?? machine)?.verdict ?? "unknown",
    },
    { name: "reason", title: l10n.t("Reason"), value: ({ entry }) => text(entry.reason) },
    { name: "ticket", title: l10n.t("Ticket"), value: ({ entry }) => text(entry.ticket) },
  ];
}

function tornGaps({ torn }: JournalContents): readonly Gap[] {
  return torn.map(({ file, line }) => ({
    incomplete: { what: "journal", reason: `${file}:${line}` },
    words: l10n.t("{0}, line {1}", file, line),
  }));
}
