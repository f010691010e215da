/** Whether the terms of a rule's `match` can be true of what its trigger waits for. */
import type { StrictTerm } from "../model/session/strictFilter.ts";
import { isAboutHosts } from "./parseTrigger.ts";
import type { RuleProblem, Trigger } from "./watchRule.ts";

/** The problems of terms that nothing would ever match. */
export function termProblems(terms: readonly StrictTerm[], trigger: Trigger): readonly RuleProblem[] {
  if (isAboutHosts(trigger)) {
    return problemsOf("termNeedsSessions", terms, (term) => !isAboutHost(term));
  }
  const isNever = ({ scope }: StrictTerm) =>
    (scope === "length" && trigger.kind !== "longerThan") || (scope === "person" && trigger.kind === "linkUsed");
  return problemsOf("termNotForTrigger", terms, isNever);
}

function problemsOf(
  kind: "termNeedsSessions" | "termNotForTrigger",
  terms: readonly StrictTerm[],
  isWrong: (term: StrictTerm) => boolean,
): readonly RuleProblem[] {
  return terms.filter(isWrong).map(({ text }) => ({ kind, text }));
}

/** A text without a field is looked for in the host's name, resource group and subscription. */
function isAboutHost({ scope, wanted }: StrictTerm): boolean {
  switch (scope) {
    case "host":
    case "subscription":
    case "group":
      return true;
    case "id":
      return isHostId(wanted);
    case "anywhere":
      return !wanted.startsWith("/") || isHostId(wanted);
    default:
      return false;
  }
}

/** Whether it is the resource ID of a host, not of a target VM or a session. */
function isHostId(text: string): boolean {
  return text.includes("/bastionhosts/");
}
