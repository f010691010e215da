import { l10n } from "vscode";
import type { EntrySession } from "../../../core/journal/journalEntry.ts";
import type { JournalActor } from "../../../core/journal/journalFormat.ts";
import { BY_COMMAND_LINE, BY_COMMAND_LINE_YES, BY_MODEL_CONTEXT } from "../../../core/journal/requesters.ts";
import type { LinkDeletion } from "../../../core/journal/linkDeletion.ts";
import { markdownText } from "../../../core/text/markdown.ts";
import { utcTime } from "../../../core/text/timeFormat.ts";
import { unknown } from "../../../words/format.ts";
import { BY_LANGUAGE_MODEL } from "../../../core/journal/journalFormat.ts";

/** What is to be said of an entry besides what is in it. */
export interface EntryRemarks {
  /** The hosts are still being listed to see whether the sessions are gone. */
  readonly isChecking?: boolean;
  /** Some or all of it is missing in the journal. */
  readonly isMissingInJournal?: boolean;
  /** The section on how the users could connect again, as Markdown. */
  readonly waysBack?: string;
}

type Listed = NonNullable<EntrySession["listed"]>;

/** When and why something was confirmed, and as whom: a line each. */
export function confirmedFacts(
  { at, by, reason, ticket, notes = [] }: Omit<LinkDeletion, "id" | "machines">,
  items: readonly { readonly actor: JournalActor }[],
): readonly string[] {
  const actors = new Set(
    items.map(({ actor: { account, tenant, tenantId } }) =>
      l10n.t("{0} in tenant {1}", account, tenant === undefined ? tenantId : `${tenant} (${tenantId})`),
    ),
  );
  return [
    l10n.t("Confirmed: {0}", formatUtc(at)),
    ...requesterTexts(by),
    ...[...actors].map((actor) => l10n.t("Acting as: {0}", markdownText(actor))),
    ...(reason === undefined ? [] : [l10n.t("Reason: {0}", markdownText(reason))]),
    ...(ticket === undefined ? [] : [l10n.t("Ticket: {0}", markdownText(ticket))]),
    ...notes.map((note) => l10n.t("Note in the confirmation: {0}", markdownText(note, 4_000))),
  ];
}

/** A table, its cells being Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

/** What listing again has shown. @param time when, as it's to be written */
export function listedText({ listed, afterwards }: Omit<Listed, "at">, time: string): string {
  if (afterwards) {
    return listed
      ? l10n.t("still listed (checked later, at {0})", time)
      : l10n.t("no longer listed (checked later, at {0})", time);
  }
  return listed ? l10n.t("still listed at {0}", time) : l10n.t("no longer listed at {0}", time);
}

/** The same for a document, where nothing was seen too. */
export function seenText(listed: Listed | undefined, { isChecking = false }: EntryRemarks): string {
  const unseen = isChecking ? l10n.t("checking…") : unknown();
  return listed ? listedText(listed, formatUtc(listed.at)) : unseen;
}

/** A point in time of the journal, which may have been written by anything. */
export function formatUtc(at: string): string {
  return markdownText(utcTime(at));
}

/** A text of the journal for a table, or that there is none. */
export function text(value: string | undefined): string {
  return value === undefined || value === "" ? unknown() : markdownText(value);
}

/** Who asked for it, if that wasn't the user in VS Code. */
function requesterTexts(by: string): readonly string[] {
  switch (by) {
    case "user":
      return [];
    case BY_LANGUAGE_MODEL:
      return [l10n.t("Requested by: a language model tool")];
    case BY_MODEL_CONTEXT:
      return [l10n.t("Requested by: a language model, through the command line")];
    case BY_COMMAND_LINE:
      return [l10n.t("Requested by: the command line, confirmed at the terminal")];
    case BY_COMMAND_LINE_YES:
      return [l10n.t("Requested by: the command line, confirmed by --yes")];
    default:
      return [l10n.t("Requested by extension: {0}", markdownText(by))];
  }
}
