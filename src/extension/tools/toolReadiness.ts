import { settings } from "../ui/settings.ts";
import type { AzureError } from "../../core/azure/http/azureError.ts";
import { isAllSelected, type SearchProblem } from "../../core/inventory/directoryState.ts";
import { isAllFound } from "../../core/inventory/sessionTotals.ts";
import type { App } from "../commands/app.ts";
import { CANCELLED, type ToolAnswer } from "./toolAnswer.ts";

/** Something that is missing in an answer, and why: our own words, and Azure's message. */
export interface MissingPart {
  readonly what: string;
  readonly why: string;
  readonly [detail: string]: unknown;
}

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
  const { accounts, enumerated } = app.inventory;
  if (enumerated && [...accounts.values()].every(({ signInNeeded }) => signInNeeded !== undefined)) {
    return {
      outcome: "signInNeeded",
      note: "No account is signed in. This tool doesn't sign in: ask the user to sign in, in the Bastion Sessions view.",
    };
  }
  return undefined;
}

/** What kept the search for hosts from being complete. */
export function missingHosts({ inventory, selection }: Pick<App, "inventory" | "selection">): readonly MissingPart[] {
  const isComplete = isAllFound(inventory);
  const problems = inventory.searchProblems.map((problem) => ({
    what: "hosts",
    ...("identity" in problem && { tenant: inventory.names.tenant(problem.identity.tenant) }),
    ...problemReason(problem),
  }));
  return [
    ...problems,
    ...(isComplete || problems.length > 0 ? [] : [{ what: "hosts", why: "notSearchedYet" }]),
    ...(isAllSelected(inventory.accounts, selection.isSelected())
      ? []
      : [{ what: "hosts", why: "subscriptionsNotSelectedByTheUser" }]),
  ];
}

function problemReason(problem: SearchProblem): { readonly why: string } {
  return "error" in problem ? errorReason(problem.error) : { why: "unreadableEntries" };
}

/** A failure for the model: its kind, and what Azure said. */
export function errorReason(error: AzureError): { readonly why: string; readonly azureMessage?: string } {
  const { azureMessage } = error.facts;
  return { why: error.reason ?? error.kind, ...(azureMessage !== undefined && { azureMessage }) };
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
