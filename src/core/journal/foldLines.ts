import { present } from "../text/json.ts";
import type { EntryLine } from "./journalFormat.ts";
import type { AnsweredOf, JournalActor } from "./lineShape.ts";
import { compareText } from "../model/order.ts";

/** How lines of one kind of entry become entries. */
export interface LineFolding<Draft, Entry> {
  /** The draft that a first line begins; `undefined` for any other line. */
  readonly begin: (line: EntryLine) => Draft | undefined;
  readonly add: (draft: Draft, line: EntryLine) => void;
  readonly entryOf: (draft: Draft) => Entry;
}

/** What is known of one item of an entry, such as a session: the outcome, and whether it is still there. */
export interface ItemOutcome {
  actor: JournalActor;
  verdict?: string;
  answeredAt?: string;
  message?: string;
  failure?: string;
  requestId?: string;
  listed?: { readonly listed: boolean; readonly at: string; readonly afterwards: boolean };
}

/**
 * Entries from the lines of all files, in whatever order: the oldest entry first. Lines of an entry whose beginning is not
 * there (it was deleted, or torn) are left aside.
 */
export function foldLines<Draft, Entry extends { readonly at: string; readonly id: string }>(
  lines: readonly EntryLine[],
  { begin, add, entryOf }: LineFolding<Draft, Entry>,
): readonly Entry[] {
  const drafts = new Map<string, Draft>();
  for (const line of lines) {
    const draft = drafts.has(line.entry) ? undefined : begin(line);
    if (draft) {
      drafts.set(line.entry, draft);
    }
  }
  for (const line of lines.toSorted((a, b) => compareText(a.at, b.at))) {
    const draft = drafts.get(line.entry);
    if (draft) {
      add(draft, line);
    }
  }
  return [...drafts.values()].map(entryOf).sort((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id));
}

/** Takes over what Azure answered about an item. */
export function applyAnswer(
  item: ItemOutcome | undefined,
  { at: answeredAt, actor, requestId, failure }: AnsweredOf<string>,
  { verdict, message }: { readonly verdict: string; readonly message?: string },
): void {
  Object.assign(item ?? {}, { verdict, answeredAt, ...present({ actor, message, requestId, failure }) });
}

/** Takes over what listing again has shown of an item. */
export function applyListed(
  item: ItemOutcome | undefined,
  line: { readonly at: string; readonly afterwards?: true },
  listed: boolean,
): void {
  const afterwards = line.afterwards === true;
  // The process that asked has looked at the right time; one that comes later adds what that one did not know.
  if (item && !(afterwards && item.listed?.afterwards === false)) {
    item.listed = { listed, at: line.at, afterwards };
  }
}
