import { l10n } from "vscode";
import type { JournalContents } from "../../../core/journal/journal.ts";
import { markdownText } from "../../../core/text/markdown.ts";
import { entryMarkdown } from "./entryMarkdown.ts";

/** The whole journal as Markdown, the newest entry first. */
export function journalMarkdown({ entries, torn }: JournalContents): string {
  const unreadable = torn.map(
    ({ file, line }) =>
      `- ${l10n.t("Line {0} of {1} can't be read: it was damaged by a crash or a full disk.", line, markdownText(file))}`,
  );
  const none = entries.length === 0 ? [l10n.t("The journal is empty."), ""] : [];
  return [
    `# ${l10n.t("Disconnect journal")}`,
    "",
    ...unreadable,
    ...(unreadable.length > 0 ? [""] : []),
    ...none,
    ...entries.toReversed().map((entry) => entryMarkdown(entry, {}, "##")),
  ].join("\n");
}
