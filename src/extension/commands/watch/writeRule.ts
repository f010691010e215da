import { l10n } from "vscode";
import { messageText } from "../../../core/text/plainText.ts";
import type { WrittenRule } from "../../../core/watch/newRule.ts";
import { MOST_RULES } from "../../../core/watch/parseRules.ts";
import { showErrorMessage, showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { watchPaused, writeSetting, writtenWatchRules } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { editWatchRules, resumeWatch } from "./editWatchRules.ts";
import { plural } from "../../../words/plural.ts";

/**
 * The rules that there are, whatever is wrong with some; `undefined` if none can be added, which the user is told.
 * @param more how many are to be added
 */
export function rulesToAddTo(more = 1): readonly unknown[] | undefined {
  const existing = writtenWatchRules() ?? [];
  if (!Array.isArray(existing)) {
    void offerToEdit(l10n.t("No rule was added: the setting with the watch rules isn't a list. Correct it first."));
    return undefined;
  }
  if (existing.length >= MOST_RULES) {
    void offerToEdit(
      plural(
        "There are {0} watch rules, which is the maximum. Delete one first.",
        existing.length,
        String(existing.length),
      ),
    );
    return undefined;
  }
  if (existing.length + more > MOST_RULES) {
    const room = MOST_RULES - existing.length;
    void offerToEdit(l10n.t("There is room for {0} more watch rules. Select fewer, or delete some first.", room));
    return undefined;
  }
  return existing as readonly unknown[];
}

async function offerToEdit(text: string): Promise<void> {
  const edit = l10n.t("Edit Watch Rules");
  if ((await showWarningMessage(text, edit)) === edit) {
    await editWatchRules();
  }
}

/** What is said of rules that were added: while watching, and while that is paused. */
export interface AddedTexts {
  readonly watching: string;
  readonly paused: string;
}

/** Adds a rule behind those that there are by now, and says so. What the user wrote stays as it is. */
export async function addRule(app: Pick<App, "log">, rule: WrittenRule): Promise<void> {
  const name = messageText(rule.name);
  await addRules(app, [rule], {
    watching: l10n.t("Watching: {0}", name),
    paused: l10n.t("Rule added: {0}. Watching is paused.", name),
  });
}

/** The same for several rules at once. */
export async function addRules(
  { log }: Pick<App, "log">,
  rules: readonly WrittenRule[],
  texts: AddedTexts,
): Promise<void> {
  const existing = rulesToAddTo(rules.length);
  if (!existing) {
    return;
  }
  const edit = l10n.t("Edit Watch Rules");
  try {
    await writeSetting("watch.rules", [...existing, ...rules]);
  } catch {
    // Its text may quote the settings.
    log.error("add watch rule: VS Code couldn't write the user's settings");
    const text = l10n.t("No rule was added: VS Code couldn't write your settings. Save or correct them first.");
    if ((await showErrorMessage(text, edit)) === edit) {
      await editWatchRules();
    }
    return;
  }
  const resume = l10n.t("Resume Watching");
  const chosen = watchPaused()
    ? await showInformationMessage(texts.paused, resume, edit)
    : await showInformationMessage(texts.watching, edit);
  if (chosen === resume) {
    await resumeWatch();
  } else if (chosen === edit) {
    await editWatchRules();
  }
}
