import type { AzureError } from "../azure/http/azureError.ts";
import type { Clock } from "../model/clock.ts";
import type { SearchProblem } from "../inventory/directoryState.ts";
import type { HostState } from "../inventory/hostState.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { isAllFound } from "../inventory/sessionTotals.ts";

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

/** Why sessions of a host may be missing. */
export function missingSessions(inventory: Inventory, state: HostState): readonly MissingPart[] {
  const part = { what: "sessions", ...hostLabel(inventory, state) };
  if (state.problem) {
    return [{ ...part, ...errorReason(state.problem) }];
  }
  if (!state.list) {
    return [{ ...part, why: "notListed" }];
  }
  const { unreadable } = state.list;
  return unreadable > 0 ? [{ ...part, why: "unreadableEntries", count: unreadable }] : [];
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
  return { why: error.reason ?? error.kind, ...(azureMessage !== undefined && { azureMessage }) };
}
