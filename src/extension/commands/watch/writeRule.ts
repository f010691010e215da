import { l10n } from "vscode";
import { messageText } from "../../../core/text/plainText.ts";
import type { WrittenRule } from "../../../core/watch/newRule.ts";
import { MOST_RULES } from "../../../core/watch/parseRules.ts";
import { showErrorMessage, showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { watchPaused, writeSetting, writtenWatchRules } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { editWatchRules, resumeWatch } from "./editWatchRules.ts";
import { plural } from "../../../words/plural.ts";

/** The rules that there are, whatever is wrong with some; `undefined` if none can be added, which the user is told. */
export function rulesToAddTo(): readonly unknown[] | undefined {
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
  return existing as readonly unknown[];
}

async function offerToEdit(text: string): Promise<void> {
  const edit = l10n.t("Edit Watch Rules");
  if ((await showWarningMessage(text, edit)) === edit) {
    await editWatchRules();
  }
}

/** Adds a rule behind those that there are by now, and says so. What the user wrote stays as it is. */
export async function addRule({ log }: Pick<App, "log">, rule: WrittenRule): Promise<void> {
  const existing = rulesToAddTo();
  if (!existing) {
    return;
  }
  const edit = l10n.t("Edit Watch Rules");
  try {
    await writeSetting("watch.rules", [...existing, rule]);
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
  const name = messageText(rule.name);
  const chosen = watchPaused()
    ? await showInformationMessage(l10n.t("Rule added: {0}. Watching is paused.", name), resume, edit)
    : await showInformationMessage(l10n.t("Watching: {0}", name), edit);
  if (chosen === resume) {
    await resumeWatch();
  } else if (chosen === edit) {
    await editWatchRules();
  }
}
