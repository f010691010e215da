/** `list [FILTER]`: who is connected. */
import * as l10n from "@vscode/l10n";
import { ageMinutes, type HostedSession } from "../../core/inventory/hostState.ts";
import type { HostPredicate } from "../../core/inventory/loading.ts";
import { whoIs } from "../../core/inventory/people/sessionPeople.ts";
import { isLoggedField } from "../../core/model/session/sessionFields.ts";
import { parseFilter, searchable, type SessionFilter } from "../../core/model/session/sessionFilter.ts";
import { readStrictly, type StrictTerm } from "../../core/model/session/strictFilter.ts";
import { momentOf } from "../../core/model/time/moment.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { conclude, openFleet, type FleetOptions } from "../fleet/fleet.ts";
import { peopleGaps, sessionGaps } from "../fleet/incomplete.ts";
import type { SubscriptionNames } from "../fleet/subscriptionNames.ts";
import { hostExport, HOST_IDS, LISTED } from "../print/hostPrint.ts";
import { objectsOf, print, type FormatOptions } from "../print/output.ts";
import { SESSION_IDS, sessionColumns, sessionExport, sessionRecords } from "../print/sessionPrint.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of a list. */
export interface SessionListOptions extends FleetOptions, FormatOptions {
  /** Read the audit log: who is behind the sessions. */
  readonly people?: boolean;
}

/** Lists the sessions that a filter lets through, of every host that can have one. @throws CommandError */
export async function listCommand(
  words: readonly string[],
  options: SessionListOptions,
  runtime: Runtime,
): Promise<ExitCode> {
  const withPeople = options.people === true;
  const { filter, terms } = readFilter(words.join(" "), withPeople);
  const fleet = await openFleet(runtime, { ...options, lists: (subscriptions) => hostsOf(terms, subscriptions) });
  const { inventory } = fleet;
  const hosts = fleet.hosts.filter((state) => inventory.loading.isKept(state));
  await (withPeople && inventory.people.readDue());
  const listed = hosts.map(({ host }) => inventory.host(host.key)).filter((state) => state !== undefined);
  const gaps = [
    ...fleet.gaps,
    ...listed.flatMap((state) => [
      ...sessionGaps(state, inventory.names),
      ...(withPeople ? peopleGaps(state, inventory.names) : []),
    ]),
  ];
  const sessions = listed.flatMap((host) => (host.list?.sessions ?? []).map((state) => ({ host, state })));
  const matching = filter ? sessions.filter(matcher(filter, fleet.subscriptions, runtime)) : sessions;
  const rows = sessionRecords(matching, inventory.names, runtime.clock);
  const exported = sessionExport(withPeople);
  await print(runtime.terminal, options, {
    rows,
    columns: sessionColumns(withPeople),
    exported,
    ids: SESSION_IDS,
    json: () => ({
      sessions: objectsOf(rows, [...exported, ...SESSION_IDS]),
      hosts: objectsOf(listed, [...hostExport(inventory.names), ...LISTED, ...HOST_IDS]),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      asOf: runtime.clock.wall().toISOString(),
    }),
  });
  if (rows.length === 0) {
    runtime.terminal.say(filter ? l10n.t("No matching sessions.") : l10n.t("No sessions."));
  }
  return conclude(runtime, gaps, rows.length > 0 || filter === undefined);
}

/** A misspelt filter would match nothing, or something else than what is meant. */
function readFilter(
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
function hostsOf(terms: readonly StrictTerm[], names: SubscriptionNames): HostPredicate {
  const wantedOf = (wanted: StrictTerm["scope"]) => terms.filter(({ scope }) => scope === wanted);
  const [hosts, subscriptions] = [wantedOf("host"), wantedOf("subscription")];
  return ({ name, subscriptionId }) =>
    hosts.every(({ wanted }) => name.toLowerCase().includes(wanted)) &&
    subscriptions.every(({ wanted }) => names.of(subscriptionId).toLowerCase().includes(wanted));
}

function matcher(
  filter: SessionFilter,
  names: SubscriptionNames,
  { clock }: Runtime,
): (hosted: HostedSession) => boolean {
  const now = momentOf(clock);
  return (hosted) => {
    const { host } = hosted.host;
    const { session } = hosted.state;
    const { list } = hosted.host;
    const age = list && ageMinutes(session, list, now);
    return filter.matches(searchable(session, whoIs(hosted), host.name, names.of(host.subscriptionId), age, host));
  };
}
