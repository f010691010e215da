import { l10n, type QuickPickItem } from "vscode";
import {
  DEFAULT_VALUES,
  filterProblems,
  freeName,
  isValue,
  matchFor,
  nameProblem,
  triggersFor,
  type RuleSubject,
} from "../../../core/watch/newRule.ts";
import type { TriggerKind } from "../../../core/watch/watchRule.ts";
import { showInputStep } from "../../ui/messages.ts";
import type { App } from "../app.ts";
import { showPickStep, type Step } from "./ruleSteps.ts";
import { storedText, subjectKind, subjectName, subjectsOfRow } from "./ruleSubjects.ts";
import { triggerName, triggerText } from "./triggerTexts.ts";

type Known = Pick<App, "inventory" | "viewOptions" | "treeSelection">;

/** What is to be watched. */
export interface RuleTopic {
  readonly subject: RuleSubject;
  readonly match: string;
  /** The triggers that it can have. */
  readonly kinds: readonly TriggerKind[];
}

/** A rule as far as it is picked. */
export interface RuleDraft {
  readonly topic?: RuleTopic;
  /** Whether the user types what is watched. */
  readonly isTyped?: boolean;
  readonly kind?: TriggerKind;
  readonly value?: string;
  readonly name?: string;
}

type RuleStep = Step<RuleDraft>;

/** What is to be watched about a subject; `undefined` where no filter can name it. */
export function topicOf({ inventory }: Pick<App, "inventory">, subject: RuleSubject): RuleTopic | undefined {
  const names = [...inventory.hosts].map(({ host }) => host.name);
  const match = matchFor(subject, names);
  return match === undefined ? undefined : { subject, match, kinds: triggersFor(subject, match) };
}

/** A rule of which only that is picked; its trigger too, where there is no choice. */
export function draftAbout(topic: RuleTopic): RuleDraft {
  const [kind, ...others] = topic.kinds;
  return { topic, ...(kind && others.length === 0 && { kind }) };
}

/**
 * The questions of a rule, given what is picked.
 *
 * @param isAboutRow whether the user called for it on a row, so that what is watched is known
 * @param existing the rules that there are
 */
export function questionsOf(
  app: Known,
  { topic, isTyped, kind }: RuleDraft,
  isAboutRow: boolean,
  existing: readonly unknown[],
): readonly RuleStep[] {
  const hasValue = kind === undefined || DEFAULT_VALUES[kind] !== undefined;
  return [
    ...(isAboutRow ? [] : [askSubject(app)]),
    ...(isTyped ? [askFilter(app)] : []),
    ...(topic?.kinds.length === 1 ? [] : [askTrigger]),
    ...(hasValue ? [askValue] : []),
    askName(existing),
  ];
}

interface TopicItem extends QuickPickItem {
  readonly topic?: RuleTopic;
}

function askSubject(app: Known): RuleStep {
  return async (_draft, place) => {
    const node = app.treeSelection.now[0];
    const { filter } = app.viewOptions;
    const ofRow = (node ? subjectsOfRow(app, node) : []).flatMap((subject): TopicItem[] => {
      const topic = topicOf(app, subject);
      return topic ? [{ label: subjectName(subject), description: subjectKind(subject), topic }] : [];
    });
    const filterTopic = filter && topicOf(app, { kind: "filter", text: filter.text });
    const everything = topicOf(app, { kind: "everything" });
    const items: TopicItem[] = [
      ...ofRow,
      ...(filterTopic && filterProblems(filterTopic.match).length === 0
        ? [{ label: subjectName(filterTopic.subject), description: l10n.t("current filter"), topic: filterTopic }]
        : []),
      ...(everything ? [{ label: l10n.t("Everything"), description: l10n.t("all hosts"), topic: everything }] : []),
      { label: l10n.t("Type a filter…") },
    ];
    const title = l10n.t("Add Watch Rule");
    const chosen = await showPickStep({ ...place, title, placeholder: l10n.t("Select what to watch"), items });
    if (typeof chosen === "string") {
      return chosen;
    }
    return chosen.topic ? draftAbout(chosen.topic) : { isTyped: true };
  };
}

function askFilter(app: Known): RuleStep {
  return async (_draft, place) => {
    const answer = await showInputStep({
      ...place,
      title: l10n.t("Add Watch Rule"),
      prompt: l10n.t("Filter such as vm:prod person:ann@contoso.com host:bas-prod. Every term must match."),
      value: app.viewOptions.filter?.text ?? "",
      objection: filterObjection,
    });
    if (typeof answer === "string") {
      return answer;
    }
    const topic = topicOf(app, { kind: "filter", text: answer.text });
    return topic ? { ...draftAbout(topic), isTyped: true } : "back";
  };
}

function filterObjection(text: string): string | undefined {
  const [problem] = filterProblems(text.trim());
  if (text.trim() === "") {
    return l10n.t("Enter a filter.");
  }
  return problem && "text" in problem ? l10n.t("{0} isn't a term of a filter.", problem.text) : undefined;
}

const askTrigger: RuleStep = async (draft, place) => {
  const items = (draft.topic?.kinds ?? []).map((kind) => {
    const { label, source } = triggerText(kind);
    return { label, detail: source, trigger: kind };
  });
  const chosen = await showPickStep({
    ...place,
    title: titleOf(draft),
    placeholder: l10n.t("Select when to be told"),
    items,
  });
  return typeof chosen === "string" ? chosen : { ...draft, kind: chosen.trigger };
};

const askValue: RuleStep = async (draft, place) => {
  const { kind } = draft;
  if (kind === undefined) {
    return "back";
  }
  const { prompt, objection } = triggerText(kind);
  const answer = await showInputStep({
    ...place,
    title: titleOf(draft),
    prompt,
    value: DEFAULT_VALUES[kind] ?? "",
    objection: (text) => (isValue(kind, text) ? undefined : objection),
  });
  return typeof answer === "string" ? answer : { ...draft, value: answer.text.trim() };
};

function askName(existing: readonly unknown[]): RuleStep {
  return async (draft, place) => {
    const { topic, kind, value = "" } = draft;
    if (!topic || kind === undefined) {
      return "back";
    }
    const proposed = l10n.t("{0}: {1}", subjectName(topic.subject), triggerName(kind, value));
    const answer = await showInputStep({
      ...place,
      title: titleOf(draft),
      prompt: l10n.t("Name of the rule. {0}", storedText(topic.subject, kind)),
      value: freeName(proposed, existing),
      objection: (text) => nameObjection(text, existing),
    });
    return typeof answer === "string" ? answer : { ...draft, name: answer.text };
  };
}

function nameObjection(name: string, existing: readonly unknown[]): string | undefined {
  switch (nameProblem(name, existing)?.kind) {
    case undefined:
      return undefined;
    case "noName":
      return l10n.t("Enter a name.");
    case "nameTaken":
      return l10n.t("Another rule has this name.");
    default:
      return l10n.t("Enter a shorter name.");
  }
}

function titleOf({ topic }: RuleDraft): string {
  return topic ? l10n.t("Watch {0}", subjectName(topic.subject)) : l10n.t("Add Watch Rule");
}
