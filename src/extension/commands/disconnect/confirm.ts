import {
  confirmationOf,
  isExpected,
  reviewOf,
  type Confirmation,
  type ConfirmationContext,
  type DisconnectRequest,
} from "../../../core/disconnect/confirmation.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { typeAbove } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { confirmationTexts } from "./confirmationTexts.ts";
import { reviewSessions } from "./reviewSessions.ts";
import { showInputBox, showWarningMessage } from "../../ui/messages.ts";

/**
 * Shows whom a disconnect hits and asks whether to go on.
 * @param meanwhile asked before the last question, which then has its notes too
 * @returns exactly what was confirmed; `undefined` if the user cancelled
 */
export async function confirmDisconnect<T extends { readonly notes: readonly string[] }>(
  app: Pick<App, "inventory" | "clock">,
  request: DisconnectRequest,
  meanwhile: (sessions: readonly HostedSession[]) => Promise<T | undefined>,
): Promise<{ readonly sessions: readonly HostedSession[]; readonly answer: T } | undefined> {
  const accounts = accountsInUse(app);
  const now = momentOf(app.clock);
  const { names } = app.inventory;
  const context = (): ConfirmationContext => ({ accounts, now, typeAbove: typeAbove() });
  const texts = confirmationTexts(names);
  const review = reviewOf(request, context(), texts);
  const sessions = review ? await reviewSessions(review, now, names) : request.sessions;
  const answer = sessions.length > 0 ? await meanwhile(sessions) : undefined;
  if (answer === undefined) {
    return undefined;
  }
  const notes = [...(request.notes ?? []), ...answer.notes];
  const confirmation = confirmationOf({ ...request, notes }, sessions, context(), texts);
  return (await isConfirmed(confirmation)) ? { sessions, answer } : undefined;
}

/** Names of the accounts that are in use. */
function accountsInUse({ inventory }: Pick<App, "inventory">): readonly string[] {
  return [...inventory.accounts.values()].flatMap(({ account, signInNeeded }) => (signInNeeded ? [] : [account.label]));
}

/** Asks with a modal, or with an input box: a modal has no room for typing. */
async function isConfirmed({
  title,
  list,
  summary,
  own,
  actor,
  notes,
  consequence,
  answer,
}: Confirmation): Promise<boolean> {
  const paragraphs = [
    summary === undefined ? [] : [summary],
    own,
    actor === undefined ? [] : [actor],
    notes,
    [consequence],
  ];
  if (answer.kind === "button") {
    const detail = [list, ...paragraphs]
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join("\n"))
      .join("\n\n");
    return (await showWarningMessage(title, { modal: true, detail }, answer.label)) === answer.label;
  }
  const { expected, prompt } = answer;
  const typed = await showInputBox({
    title,
    prompt: paragraphs.flat().join(" "),
    placeHolder: prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (isExpected(text, expected) ? undefined : prompt),
  });
  return typed !== undefined && isExpected(typed, expected);
}
