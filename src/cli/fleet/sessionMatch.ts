/** The filter of the command line: as the sessions table has it, read strictly. */
import * as l10n from "@vscode/l10n";
import { ageMinutes, type HostedSession } from "../../core/inventory/hostState.ts";
import type { HostPredicate } from "../../core/inventory/loading.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import type { Clock } from "../../core/model/clock.ts";
import { isLoggedField } from "../../core/model/session/sessionFields.ts";
import { parseFilter, searchable, type SessionFilter } from "../../core/model/session/sessionFilter.ts";
import { mayHaveMatch, readStrictly, type StrictTerm } from "../../core/model/session/strictFilter.ts";
import type { Who } from "../../core/model/session/who.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import type { SubscriptionNames } from "./subscriptionNames.ts";

/** A misspelt filter would match nothing, or something else than what is meant. @throws CommandError */
export function readFilter(
  text: string,
  withPeople: boolean,
): { readonly filter: SessionFilter | undefined; readonly terms: readonly StrictTerm[] } {
  const { terms, problems } = readStrictly(text);
  const [problem] = problems;
  if (problem) {
    throw new CommandError(
      EXIT.usage,
      problem.kind === "unknownTerm"
        ? l10n.t("The filter has an unknown field: {0}", problem.text)
        : l10n.t("The filter has a term that can't match: {0}", problem.text),
    );
  }
  const logged = withPeople ? undefined : terms.find(({ scope }) => isLoggedField(scope));
  if (logged) {
    throw new CommandError(EXIT.usage, l10n.t("{0} needs --people.", logged.text));
  }
  return { filter: parseFilter(text), terms };
}

/** The hosts that may have a match: each list is an entry in Azure's Activity Log, so no other is asked for. */
export function hostsOf(terms: readonly StrictTerm[], names: SubscriptionNames): HostPredicate {
  return ({ name, subscriptionId }) => mayHaveMatch(terms, { host: name, subscription: names.of(subscriptionId) });
}

/**
 * Whether a session is let through.
 * @param whoOf the person behind a session, as far as that counts
 */
export function matcher(
  filter: SessionFilter,
  names: SubscriptionNames,
  clock: Clock,
  whoOf: (hosted: HostedSession) => Who = whoIs,
): (hosted: HostedSession) => boolean {
  const now = momentOf(clock);
  return (hosted) => {
    const { host } = hosted.host;
    const { session } = hosted.state;
    const { list } = hosted.host;
    const age = list && ageMinutes(session, list, now);
    return filter.matches(searchable(session, whoOf(hosted), host.name, names.of(host.subscriptionId), age, host));
  };
}
