/** `list [FILTER]`: who is connected. */
import * as l10n from "@vscode/l10n";
import type { ExitCode } from "../exitCode.ts";
import { conclude, openFleet, sayNone, type FleetOptions } from "../fleet/fleet.ts";
import { peopleGaps, sessionGaps } from "../fleet/incomplete.ts";
import { hostsOf, matcher, readFilter } from "../fleet/sessionMatch.ts";
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
  const matching = filter ? sessions.filter(matcher(filter, fleet.subscriptions, runtime.clock)) : sessions;
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
  if (filter) {
    sayNone(runtime, rows, gaps, l10n.t("No matching sessions."));
  } else {
    sayNone(runtime, rows, gaps, l10n.t("No sessions."), l10n.t("No sessions on the hosts that could be read."));
  }
  return conclude(runtime, gaps, rows.length > 0 || filter === undefined);
}
