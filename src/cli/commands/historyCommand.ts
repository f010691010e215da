/** `history --since 7d`: who was connected, by Azure's audit log. Lists no sessions. */
import * as l10n from "@vscode/l10n";
import type { History, HistoryGap } from "../../core/history/history.ts";
import { historyRecord, type PastEntry, type RecordContext } from "../../core/history/historyRecord.ts";
import type { Names } from "../../core/inventory/names.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { isDeveloper } from "../../core/model/capacity.ts";
import { parseMinutes } from "../../core/model/time/duration.ts";
import { CommandError, EXIT, type ExitCode } from "../exitCode.ts";
import { errorText } from "../../words/errorText.ts";
import { conclude, openFleet, sayNone, type Fleet, type FleetOptions } from "../fleet/fleet.ts";
import { reasonOf, type Gap, type Incomplete } from "../fleet/incomplete.ts";
import { historyColumns, historyExport, HISTORY_IDS, type PastRecord } from "../print/historyPrint.ts";
import { objectsOf, print, type FormatOptions } from "../print/output.ts";
import type { Runtime } from "../runtime.ts";

/** What the user said of the history. */
export interface HistoryOptions extends FleetOptions, FormatOptions {
  readonly since: string;
  readonly people?: boolean;
}

/** Workspaces keep logs for longer, but a question about more takes minutes. */
const LONGEST_DAYS = 90;
const DAY = 86_400_000;

/** Prints the connections of all hosts that are meant, the newest first. @throws CommandError */
export async function historyCommand(options: HistoryOptions, runtime: Runtime): Promise<ExitCode> {
  const { terminal, clock, signal } = runtime;
  const to = clock.wall().getTime();
  const from = startOf(options.since, to);
  const fleet = await openFleet(runtime, options);
  const { inventory } = fleet;
  // A Developer host logs nothing.
  const hosts = fleet.hosts.map(({ host }) => host).filter((host) => !isDeveloper(host));
  terminal.progress(() => l10n.t("Reading the audit log"));
  const history = await inventory.people.history.read({ from, to, hosts }, signal);
  const gaps = [...fleet.gaps, ...historyGaps(history, inventory.names, fleet)];
  const rows = recordsOf(history, fleet);
  const exported = historyExport(options.people === true);
  await print(terminal, options, {
    rows,
    columns: historyColumns(options.people === true),
    exported,
    ids: HISTORY_IDS,
    json: () => ({
      history: objectsOf(rows, [...exported, ...HISTORY_IDS]),
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      incomplete: gaps.map(({ incomplete }) => incomplete),
      asOf: history.asOf.toISOString(),
    }),
  });
  sayNone(runtime, rows, gaps, l10n.t("No connections in this time."));
  return conclude(runtime, gaps, true);
}

/** Milliseconds of the date: a length of time before now, or a date. */
function startOf(text: string, now: number): number {
  const minutes = parseMinutes(text.trim());
  const isDate = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d))?$/u.test(text.trim());
  const from = minutes === undefined ? Date.parse(isDate ? text.trim() : "") : now - minutes * 60_000;
  if (!(from < now && from >= now - LONGEST_DAYS * DAY)) {
    throw new CommandError(
      EXIT.usage,
      l10n.t("--since needs a time within the last {0} days, such as 7d, 12h, or 2026-03-01.", LONGEST_DAYS),
    );
  }
  return from;
}

function recordsOf({ connections, failures, asOf }: History, { inventory }: Fleet): PastRecord[] {
  const entries: PastEntry[] = [
    ...connections.map((logged) => ({ kind: "connection", logged }) as const),
    ...failures.map((logged) => ({ kind: "failure", logged }) as const),
  ];
  const hostOf = (key: ArmKey) => inventory.host(key)?.host;
  const context: RecordContext = {
    hostName: (key) => {
      const host = hostOf(key);
      return host ? inventory.names.host(host) : key;
    },
    subscriptionName: (key) => {
      const host = hostOf(key);
      return host && inventory.names.subscription(host.subscriptionId);
    },
    // Sessions aren't listed for this: each list is an entry in the Activity Log.
    isLive: () => false,
    disconnector: () => undefined,
    now: asOf.getTime(),
  };
  return entries
    .map((entry) => ({ entry, record: historyRecord(entry, context), asOf, hostId: hostOf(entry.logged.hostKey)?.id }))
    .sort((a, b) => (b.record.started ?? 0) - (a.record.started ?? 0));
}

function historyGaps({ gaps }: History, names: Names, { inventory }: Fleet): readonly Gap[] {
  return [...gaps].flatMap(([key, own]) => {
    const host = inventory.host(key)?.host;
    return own
      .filter(({ kind }) => kind !== "notLoggedBySku")
      .map((gap) => ({
        incomplete: { what: "history", hostId: host?.id ?? key, ...factsOf(gap) } as const,
        words: l10n.t("{0}: {1}", host ? names.host(host) : key, gapText(gap)),
      }));
  });
}

function factsOf(gap: HistoryGap): Omit<Incomplete, "what" | "hostId"> {
  if (gap.kind === "failed") {
    return reasonOf(gap.error);
  }
  return gap.kind === "unreadable" ? { reason: gap.kind, unreadable: gap.count } : { reason: gap.kind };
}

function gapText(gap: HistoryGap): string {
  switch (gap.kind) {
    case "notLogged":
      return l10n.t("no audit log in a workspace that you can read");
    case "notLoggedBySku":
      return l10n.t("not logged by this SKU");
    case "leftOut":
      return l10n.t("no permission to read its audit log");
    case "partial":
      return l10n.t("Azure returned only part of the audit log");
    case "cut":
      return l10n.t("too many entries, only those since {0}", new Date(gap.since).toISOString());
    case "unreadable":
      return l10n.t("some entries couldn't be read ({0})", String(gap.count));
    case "failed":
      return errorText(gap.error).what;
  }
}
