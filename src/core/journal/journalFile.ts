/** The files of the journal: what they look like, and what is in them. */
import { entriesOf, type JournalEntry } from "./journalEntry.ts";
import { parseLine, type EntryLine, type FileLine } from "./journalFormat.ts";
import type { LinkDeletion } from "./linkDeletion.ts";
import { linkDeletionsOf } from "./linkEntries.ts";

/** One file of the journal, as read. */
export interface JournalFile {
  readonly name: string;
  /** Left out where its first line could not be read. */
  readonly head?: FileLine;
  readonly lines: readonly EntryLine[];
  /** Numbers of the lines that cannot be read, counted from 1. */
  readonly torn: readonly number[];
}

/** All that could be read of the journal. */
export interface JournalContents {
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
  /** The oldest first. */
  readonly linkDeletions: readonly LinkDeletion[];
  /** Lines that are there and cannot be read: a crash or a full disk tore them. */
  readonly torn: readonly { readonly file: string; readonly line: number }[];
}

/** Whether the process that writes this file is alive. */
export function isAlive(leases: ReadonlySet<string>, { head }: JournalFile): boolean {
  return head !== undefined && leases.has(head.lease);
}

/** The IDs of the entries that a file begins. */
export function begunIn({ lines }: JournalFile): readonly string[] {
  return lines.filter(({ kind }) => kind === "confirmed" || kind === "linksConfirmed").map(({ entry }) => entry);
}

export function headOf({ at }: EntryLine, lease: string): FileLine {
  return { kind: "file", version: 1, at, lease };
}

export function lineOf(line: object): string {
  return `${JSON.stringify(line)}\n`;
}

export function parseFile(name: string, text: string): JournalFile & { readonly endsWhole: boolean } {
  const lines: EntryLine[] = [];
  const torn: number[] = [];
  let head: FileLine | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = parseLine(raw);
    if (line?.kind === "file") {
      head ??= line;
    } else if (line) {
      lines.push(line);
    } else if (raw !== "") {
      torn.push(index + 1);
    }
  }
  return { name, lines, torn, endsWhole: text.endsWith("\n"), ...(head && { head }) };
}

export function contentsOf(files: readonly JournalFile[]): JournalContents {
  const torn = files.flatMap(({ name: file, torn: numbers }) => numbers.map((line) => ({ file, line })));
  const lines = files.flatMap((file) => file.lines);
  return { entries: entriesOf(lines), linkDeletions: linkDeletionsOf(lines), torn };
}
