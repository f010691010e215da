import { unsearched, type AnswerSource } from "../../core/answers/missingParts.ts";
import { CANCELLED, type ToolAnswer } from "../../core/answers/toolAnswer.ts";
import { isAllSelected } from "../../core/inventory/directoryState.ts";
import type { App } from "../commands/app.ts";
import { settings } from "../ui/settings.ts";

/**
 * Searches for hosts, unless that was done.
 * @returns why nothing can be asked of Azure; no tool signs the user in
 */
export async function whyNotReady(app: App, signal: AbortSignal): Promise<ToolAnswer | undefined> {
  if (app.connection.setting.state !== "ready") {
    return {
      outcome: "notReady",
      note: "No cloud is connected. Ask the user to look at the Bastion Sessions view, which says why and what to do.",
    };
  }
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  signal.addEventListener("abort", () => resolve(undefined), { once: true });
  await Promise.race([app.load(), ...(signal.aborted ? [Promise.resolve()] : [aborted])]);
  if (signal.aborted) {
    return CANCELLED;
  }
  const { accounts, enumerated, searchProblems } = app.inventory;
  // If VS Code's accounts couldn't be read, it isn't known whether there are any.
  const isRead = enumerated && !searchProblems.some(({ kind }) => kind === "accounts");
  if (isRead && [...accounts.values()].every(({ signInNeeded }) => signInNeeded !== undefined)) {
    return {
      outcome: "signInNeeded",
      note: "No account is signed in. This tool doesn't sign in: ask the user to sign in, in the Bastion Sessions view.",
    };
  }
  return undefined;
}

/** What answers are made from: with what kept the search for hosts from being complete. */
export function answerSource({ inventory, clock, selection }: App): AnswerSource {
  const isAll = isAllSelected(inventory.accounts, selection.isSelected());
  return {
    inventory,
    clock,
    missingHosts: [
      ...unsearched(inventory),
      ...(isAll ? [] : [{ what: "hosts", why: "subscriptionsNotSelectedByTheUser" }]),
    ],
  };
}

/** Whether people may be in an answer: only if they are asked for, and the user's settings allow it. */
export function peopleNote(isAsked: boolean): { readonly hasPeople: boolean; readonly note?: string } {
  const isAllowed = settings().people;
  return {
    hasPeople: isAsked && isAllowed,
    ...(isAsked &&
      !isAllowed && { note: "People are left out: the user has turned off bastionSessions.people.enabled." }),
  };
}
