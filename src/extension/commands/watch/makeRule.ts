import { l10n } from "vscode";
import { ruleFor } from "../../../core/watch/newRule.ts";
import { showInformationMessage } from "../../ui/messages.ts";
import type { App } from "../app.ts";
import { asNode } from "../commandRows.ts";
import { draftAbout, questionsOf, topicOf, type RuleTopic } from "./ruleQuestions.ts";
import { askSteps } from "./ruleSteps.ts";
import { subjectName, subjectsOfRow, type RowSubject } from "./ruleSubjects.ts";
import { addRule, rulesToAddTo } from "./writeRule.ts";

/** Makes a rule about what a row is about. */
export async function watchRow(app: App, row: unknown, kind: RowSubject["kind"]): Promise<void> {
  const node = asNode(row);
  const subject = node && subjectsOfRow(app, node).find((one) => one.kind === kind);
  const topic = subject && topicOf(app, subject);
  if (topic) {
    await makeRule(app, topic);
  } else {
    void showInformationMessage(
      subject
        ? l10n.t("No rule can name {0}: it contains characters that a filter can't.", subjectName(subject))
        : l10n.t("Azure didn't return what to watch, or the session has ended."),
    );
  }
}

/** Makes a rule about a topic; the user is asked for one if there is none. */
export async function makeRule(app: App, topic?: RuleTopic): Promise<void> {
  const existing = rulesToAddTo();
  if (!existing) {
    return;
  }
  const picked = await askSteps(
    (draft) => questionsOf(app, draft, topic !== undefined, existing),
    topic ? draftAbout(topic) : {},
  );
  const { topic: about, kind, value, name } = picked ?? {};
  if (about && kind !== undefined && name !== undefined) {
    await addRule(app, ruleFor({ name, match: about.match, kind, ...(value !== undefined && { value }) }));
  }
}
