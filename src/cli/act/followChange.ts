/** Follows what was sent, whatever it changes, until its outcome is known or the user has had enough. */
import * as l10n from "@vscode/l10n";
import type { EntryLine } from "../../core/journal/journalFormat.ts";
import type { EntryRecord } from "../../core/journal/journalRecord.ts";
import { EXIT } from "../exitCode.ts";
import { unchanged, type ChangeWords } from "./change.ts";

/** What is under way. */
interface ChangeRun<Outcome> {
  /** Resolves when it is known what Azure says. */
  readonly outcomes: Promise<Outcome>;
  /** Resolves when it was looked whether that is so. */
  readonly looked: Promise<void>;
}

export interface FollowOptions {
  /** How many items are sent. */
  readonly all: number;
  /** Stops it: Ctrl+C. */
  readonly signal: AbortSignal;
  /** Told how many of how many items Azure has answered for. */
  readonly onProgress: (answered: number, all: number) => void;
}

/** What came of a change. */
export interface ChangeEnd<Entry> {
  /** With the outcome of each item; `undefined` if none was left to send. */
  readonly entry?: Entry;
  /** It was stopped before all was known: a later start looks up the rest. */
  readonly isCutShort: boolean;
  /** Why something is missing in the journal; `undefined` while nothing is. */
  readonly journalFailure?: unknown;
}

/** Waits until the first line of a record is on the disk. @throws CommandError if it can't be written: nothing is sent then */
export async function whenJournaled(begun: Promise<void>, words: Pick<ChangeWords, "nothing">): Promise<void> {
  try {
    await begun;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw unchanged(words, EXIT.failed, l10n.t("The journal couldn't be written: {0}.", code));
  }
}

/** Something that happens while a change is under way. */
interface ChangeEvent {
  readonly kind: string;
  /** Of an answer: of the items that Azure has answered for. */
  readonly results?: readonly unknown[];
}

/**
 * Sends, and waits for the outcome. Once Azure has answered for everything, the signal ends the looking. What happens after
 * that is written down no more: the journal may be closed, and a later start looks it up.
 * @param send begins to send; `lifetime` ends what watches it
 */
export async function followChange<Entry, Event extends ChangeEvent>(
  record: Pick<EntryRecord<EntryLine["kind"], Entry>, "entry" | "failure" | "end" | "whenWritten">,
  recorder: { readonly record: (event: Event) => void },
  { all, signal, onProgress }: FollowOptions,
  send: (hooks: { readonly lifetime: AbortSignal; readonly onEvent: (event: Event) => void }) => ChangeRun<unknown>,
): Promise<ChangeEnd<Entry>> {
  const life = new AbortController();
  const answers = Promise.withResolvers<undefined>();
  let answered = 0;
  const onEvent = (event: Event) => {
    if (life.signal.aborted) {
      return;
    }
    recorder.record(event);
    if (event.results) {
      answered += event.results.length;
      onProgress(answered, all);
      if (answered >= all) {
        answers.resolve(undefined);
      }
    }
  };
  const run = send({ lifetime: life.signal, onEvent });
  const whole = Promise.all([run.outcomes, run.looked]).then(() => false);
  const isCutShort = await Promise.race([whole, answers.promise.then(() => aborted(signal)).then(() => true)]);
  life.abort();
  record.end();
  await record.whenWritten();
  const { entry, failure } = record;
  return {
    isCutShort,
    ...(entry && { entry }),
    ...(failure !== undefined && { journalFailure: failure }),
  };
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) {
      resolve();
    }
  });
}
