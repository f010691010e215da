import { l10n } from "vscode";
import type { JournalContents } from "../../../core/journal/journal.ts";
import { markdownText } from "../../../core/text/markdown.ts";
import { entryMarkdown } from "./entryMarkdown.ts";
import { linksMarkdown } from "./linksMarkdown.ts";

/** The whole journal as Markdown, the newest entry first. */
export function journalMarkdown({ entries, linkDeletions, torn }: JournalContents): string {
  const unreadable = torn.map(
    ({ file, line }) =>
      `- ${l10n.t("Line {0} of {1} can't be read: it was damaged by a crash or a full disk.", line, markdownText(file))}`,
  );
  const all = [
    ...entries.map((entry) => ({ at: entry.at, text: () => entryMarkdown(entry, {}, "##") })),
    ...linkDeletions.map((deletion) => ({ at: deletion.at, text: () => linksMarkdown(deletion, {}, "##") })),
  ].sort((a, b) => (a.at < b.at ? 1 : -Number(a.at > b.at)));
  const none = all.length === 0 ? [l10n.t("The journal is empty."), ""] : [];
  return [
    `# ${l10n.t("Journal of disconnects and deleted links")}`,
    "",
    ...unreadable,
    ...(unreadable.length > 0 ? [""] : []),
    ...none,
    ...all.map(({ text }) => text()),
  ].join("\n");
}
