import { randomUUID } from "node:crypto";
import { entriesOf, type JournalEntry } from "./journalEntry.ts";
import type { Journal } from "./journal.ts";
import type { ConfirmedLine, DisconnectLine, EntryLine } from "./journalFormat.ts";
import type { LinkDeletion } from "./linkDeletion.ts";
import { linkDeletionsOf } from "./linkEntries.ts";
import type { LinkLine, LinksConfirmedLine } from "./linkLines.ts";

/** A line without what the record adds to it: of which entry it is, and when it was written. */
export type NewLine = EntryLine extends infer Line
  ? Line extends EntryLine
    ? Omit<Line, "at" | "entry">
    : never
  : never;

type NewLineOf<Kind extends EntryLine["kind"]> = Extract<NewLine, { readonly kind: Kind }>;

/** What there is to know of one thing that was confirmed: kept for its report, and written to the journal. */
export class EntryRecord<Kind extends EntryLine["kind"], Entry> {
  readonly id = randomUUID();
  readonly #journal: Pick<Journal, "append">;
  readonly #now: () => Date;
  readonly #changed: () => void;
  readonly #entriesOf: (lines: readonly EntryLine[]) => readonly Entry[];
  readonly #lines: EntryLine[] = [];
  #failure: unknown;
  #hasEnded = false;
  #last: Promise<void> = Promise.resolve();

  /** @param changed called after everything that is added, and where it turns out that something could not be written */
  protected constructor(
    journal: Pick<Journal, "append">,
    now: () => Date,
    changed: () => void,
    entriesIn: (lines: readonly EntryLine[]) => readonly Entry[],
  ) {
    this.#journal = journal;
    this.#now = now;
    this.#changed = changed;
    this.#entriesOf = entriesIn;
  }

  /** All that is known by now; `undefined` before it has begun. */
  get entry(): Entry | undefined {
    return this.#entriesOf(this.#lines)[0];
  }

  /** Why something is missing in the journal; `undefined` while nothing is. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Whether nothing will be added any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Writes the first line; resolves when it is on disk. Throws what the file system throws, and then writes nothing more. */
  protected async beginWith(newLine: NewLineOf<Kind>): Promise<void> {
    const line = this.#stamp(newLine);
    this.#lines.push(line);
    try {
      await this.#journal.append(line);
    } catch (error) {
      this.#failure = error;
      throw error;
    } finally {
      this.#changed();
    }
  }

  /**
   * Adds something. It is written soon; {@link whenWritten} says when.
   * @param at when it was so, if that isn't now
   */
  add(newLine: NewLineOf<Kind>, at?: Date): void {
    const line = this.#stamp(newLine, at);
    this.#lines.push(line);
    // What has a gap in it is no record: after a failure nothing more is written.
    if (this.#failure === undefined) {
      this.#last = this.#journal.append(line).catch((error: unknown) => {
        this.#failure ??= error;
        this.#changed();
      });
    }
    this.#changed();
  }

  /** Resolves when everything that was added is on the disk, or could not be written. */
  async whenWritten(): Promise<void> {
    await this.#last;
  }

  /** To be called when nothing will be added any more. */
  end(): void {
    this.#hasEnded = true;
    this.#changed();
  }

  #stamp(line: NewLine, at?: Date): EntryLine {
    // Lines are read in the order of their times, which a clock that was set back must not turn around.
    const [now, last = ""] = [this.#now().toISOString(), this.#lines.at(-1)?.at];
    return { ...line, entry: this.id, at: at?.toISOString() ?? (now > last ? now : last) };
  }
}

/** What there is to know of one disconnect. */
export class JournalRecord extends EntryRecord<DisconnectLine["kind"], JournalEntry> {
  /** @param changed called after everything that is added, and where it turns out that something could not be written */
  constructor(journal: Pick<Journal, "append">, now: () => Date, changed: () => void) {
    super(journal, now, changed, entriesOf);
  }

  /**
   * Begins; resolves when it is on disk.
   * @throws what the file system throws; nothing of this disconnect is written from then on
   */
  begin(confirmed: Omit<ConfirmedLine, "at" | "entry" | "kind">): Promise<void> {
    return this.beginWith({ kind: "confirmed", ...confirmed });
  }
}

/** What there is to know of one deletion of shareable links. */
export class LinkRecord extends EntryRecord<LinkLine["kind"], LinkDeletion> {
  /** @param changed called after everything that is added, and where it turns out that something could not be written */
  constructor(journal: Pick<Journal, "append">, now: () => Date, changed: () => void) {
    super(journal, now, changed, linkDeletionsOf);
  }

  /**
   * Begins; resolves when it is on disk.
   * @throws what the file system throws; nothing of this deletion is written from then on
   */
  begin(confirmed: Omit<LinksConfirmedLine, "at" | "entry" | "kind">): Promise<void> {
    return this.beginWith({ kind: "linksConfirmed", ...confirmed });
  }
}
