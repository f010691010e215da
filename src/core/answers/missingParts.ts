import type { AzureError } from "../azure/http/azureError.ts";
import type { Clock } from "../model/clock.ts";
import type { SearchProblem } from "../inventory/directoryState.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { isAllFound } from "../inventory/sessionTotals.ts";
import { firstOf, type ToolAnswer } from "./toolAnswer.ts";

/** Something that is missing in an answer, and why: our own words, and Azure's message. */
export interface MissingPart {
  readonly what: string;
  readonly why: string;
  readonly [detail: string]: unknown;
}

/** What an answer is made from. */
export interface AnswerSource {
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** What kept the search for hosts from being complete. */
  readonly missingHosts: readonly MissingPart[];
  /** When the search for hosts began; left out if that isn't known. */
  readonly searchedAt?: Date;
  /** Our own words to the model on where the user wants no search at all. */
  readonly limits?: string;
}

/** What is missing, as an answer has it: the first parts, and how many more there are. */
export function incompleteData(missing: readonly MissingPart[]): {
  readonly incomplete: readonly MissingPart[];
  readonly moreIncomplete?: number;
} {
  const { first, more } = firstOf(missing);
  return { incomplete: first, ...(more > 0 && { moreIncomplete: more }) };
}

/** A host that isn't among those that were found: whether it exists is known only if everything could be searched. */
export function unknownHost({ missingHosts, searchedAt, limits }: AnswerSource): ToolAnswer {
  const isComplete = missingHosts.length === 0;
  const found = isComplete
    ? "No signed-in account can see this bastion host."
    : "This bastion host isn't among those that were found, but not everything could be searched: see incomplete.";
  return {
    outcome: "unknownHost",
    note: [
      found,
      ...(limits === undefined ? [] : [limits]),
      "Use the tool that lists hosts to see which there are.",
    ].join(" "),
    ...(searchedAt && { asOf: searchedAt.toISOString() }),
    isComplete,
    ...(!isComplete && { data: incompleteData(missingHosts) }),
  };
}

/** What kept the search for hosts from being complete, as far as the inventory knows. */
export function unsearched(inventory: Inventory): readonly MissingPart[] {
  const problems = inventory.searchProblems.map((problem) => searchPart(inventory, problem));
  return isAllFound(inventory) || problems.length > 0 ? problems : [{ what: "hosts", why: "notSearchedYet" }];
}

/** Hosts that may be missing because of a problem with the search. */
export function searchPart({ names }: Inventory, problem: SearchProblem): MissingPart {
  return {
    what: "hosts",
    ...("identity" in problem && { tenant: names.tenant(problem.identity.tenant) }),
    ...problemReason(problem),
  };
}

function problemReason(problem: SearchProblem): { readonly why: string } {
  return "error" in problem ? errorReason(problem.error) : { why: "unreadableEntries" };
}

/**
 * Why sessions of a host may be missing.
 * @param isOld whether it couldn't be listed again, so that its list is from before
 */
export function missingSessions(inventory: Inventory, state: HostState, isOld: boolean): readonly MissingPart[] {
  const part = { what: "sessions", ...hostLabel(inventory, state) };
  if (state.problem) {
    return [{ ...part, ...errorReason(state.problem) }];
  }
  if (!state.list) {
    return [{ ...part, why: "notListed" }];
  }
  const { unreadable } = state.list;
  if (unreadable > 0) {
    return [{ ...part, why: "unreadableEntries", count: unreadable }];
  }
  return isOld ? [{ ...part, why: "outdated" }] : [];
}

/** Why the people behind a host's sessions aren't known, or not to the last. */
export function missingPeople(inventory: Inventory, state: HostState): readonly MissingPart[] {
  const why = state.log?.state ?? "notRead";
  const isAsked = state.list !== undefined && state.list.sessions.length > 0;
  return isAsked && why !== "read" ? [{ what: "people", ...hostLabel(inventory, state), why }] : [];
}

/** A host as answers name it: its ID, and its name among all hosts. */
export function hostLabel(
  inventory: Inventory,
  { host }: HostState,
): { readonly hostId: string; readonly host: string } {
  return { hostId: host.id, host: inventory.names.host(host) };
}

/** A failure for the model: its kind, and what Azure said. */
export function errorReason(error: AzureError): { readonly why: string; readonly azureMessage?: string } {
  const { azureMessage } = error.facts;
  return {
    why: error.reason ?? error.kind,
    ...(azureMessage !== undefined && { azureMessage: impersonal(azureMessage) }),
  };
}

/** Who was refused, in Azure's sentences: sign-in names, IDs of users and clients, and addresses. */
const PERSONAL = [
  /\b(client|user|principal|caller|object id|address)(\s+)'[^']*'/giu,
  /()()[^\s'"<>()[\],;:]+@[^\s'"<>()[\],;:]+/gu,
  /()()\b\d{1,3}(?:\.\d{1,3}){3}\b/gu,
];

/** Azure's message without the person whom it was sent to. */
function impersonal(message: string): string {
  return PERSONAL.reduce((text, pattern) => text.replace(pattern, "$1$2'…'"), message.slice(0, LONGEST_MESSAGE));
}

/** Characters of Azure's message that are looked through; an answer has fewer. */
const LONGEST_MESSAGE = 2_000;
