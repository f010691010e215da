/** The question before links are deleted where there are no buttons: what the extension's modal says. */
import { linkConfirmationOf, type LinkDeletionRequest } from "../../../core/links/linkConfirmation.ts";
import { linkConfirmationTexts } from "../../../words/linkConfirmationTexts.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { Runtime } from "../../runtime.ts";
import { typedQuestion, type TypedQuestion } from "../typedQuestion.ts";

/** What is asked: the same data and words as in the extension. */
export function linkQuestionOf(
  request: LinkDeletionRequest,
  { inventory: { names }, identities: { userName } }: Fleet,
  { clock }: Pick<Runtime, "clock">,
): TypedQuestion {
  const context = { accounts: userName === undefined ? [] : [userName], typeAbove: 0, listed: Infinity };
  const question = linkConfirmationOf(request, context, linkConfirmationTexts(names, clock.wall()));
  return typedQuestion(question, question.list);
}
