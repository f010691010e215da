import { randomUUID } from "node:crypto";
import { entriesOf, type JournalEntry } from "./journalEntry.ts";
import type { Journal } from "./journal.ts";
import type { ConfirmedLine, EntryLine } from "./journalFormat.ts";

/** A line without what the record adds to it: of which entry it is, and when it was written. */
export type NewLine = EntryLine extends infer Line
  ? Line extends EntryLine
    ? Omit<Line, "at" | "entry">
    : never
  : never;

/** What there is to know of one disconnect: kept for its report, and written to the journal. */
export class JournalRecord {
  readonly id = randomUUID();
  readonly #journal: Pick<Journal, "append">;
  readonly #now: () => Date;
  readonly #lines: EntryLine[] = [];
  readonly #changed: () => void;
  #failure: unknown;
  #hasEnded = false;
  #last: Promise<void> = Promise.resolve();

  /** @param changed called after everything that is added, and where it turns out that something could not be written */
  constructor(journal: Pick<Journal, "append">, now: () => Date, changed: () => void) {
    this.#journal = journal;
    this.#now = now;
    this.#changed = changed;
  }

  /** All that is known by now; `undefined` before it has begun. */
  get entry(): JournalEntry | undefined {
    return entriesOf(this.#lines)[0];
  }

  /** Why something is missing in the journal; `undefined` while nothing is. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Whether nothing will be added any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /**
   * Begins; resolves when it is on disk.
   * @throws what the file system throws; nothing of this disconnect is written from then on
   */
  async begin(confirmed: Omit<ConfirmedLine, "at" | "entry" | "kind">): Promise<void> {
    const line = this.#stamp({ kind: "confirmed", ...confirmed });
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
  add(newLine: NewLine, at?: Date): void {
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
