import { ConfigurationTarget, workspace, type Disposable } from "vscode";

/** The section of this extension's own settings. */
const SECTION = "bastionSessions";

/** What the rows below the top are grouped by. */
export const GROUPINGS = ["subscription", "host", "targetVm", "user", "person"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What the hosts in the tree are sorted by. */
export type HostOrder = "name" | "sessions";

export interface Settings {
  /** Whose sessions are loaded. */
  readonly load: "expanded" | "all";
  /** Milliseconds between two refreshes; left out where the user wants none. */
  readonly refreshEveryMs?: number;
  readonly groupBy: Grouping;
  readonly sortHostsBy: HostOrder;
  /** Whether Azure Monitor is asked how many sessions there are on hosts that aren't listed. */
  readonly approximateCounts: boolean;
  /** Whether Azure's audit log is asked who is behind the sessions. */
  readonly people: boolean;
}

/** What the user has set. A value that is none of those that package.json names counts for the default. */
export function settings(): Settings {
  const section = workspace.getConfiguration(SECTION);
  const isOn = section.get<unknown>("autoRefresh.enabled") !== false;
  const seconds = section.get<unknown>("autoRefresh.intervalSeconds");
  const groupBy = section.get<unknown>("groupBy");
  return {
    load: section.get<unknown>("load") === "all" ? "all" : "expanded",
    ...(isOn && { refreshEveryMs: 1_000 * Math.min(Math.max(typeof seconds === "number" ? seconds : 60, 10), 3_600) }),
    groupBy: GROUPINGS.find((grouping) => grouping === groupBy) ?? "subscription",
    sortHostsBy: section.get<unknown>("sortHostsBy") === "sessions" ? "sessions" : "name",
    approximateCounts: section.get<unknown>("approximateCounts.enabled") !== false,
    people: section.get<unknown>("people.enabled") !== false,
  };
}

/** Changes one of the user's own settings. */
export async function writeSetting(
  name: "autoRefresh.enabled" | "groupBy" | "sortHostsBy" | "watch.paused" | "watch.rules",
  value: unknown,
): Promise<void> {
  await workspace.getConfiguration(SECTION).update(name, value, ConfigurationTarget.Global);
}

/** Whether terminals find the command line. */
export function terminalPath(): boolean {
  return workspace.getConfiguration(SECTION).get<unknown>("terminal.addToPath") === true;
}

/** Calls back whenever one of this extension's settings changes. */
export function onDidChangeSettings(changed: () => void): Disposable {
  return workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(SECTION) && changed());
}

/**
 * From how many sessions on a disconnect is confirmed by typing: more than this number. Only the user's own settings count,
 * as package.json says by its scope: a workspace cannot raise it.
 */
export function typeAbove(): number {
  return numberOf("confirm.typeAbove", 10, 1);
}

/** Days that the journal is kept. */
export function journalDays(): number {
  return numberOf("journal.retentionDays", 90, 1);
}

/** Whether a reason and a ticket are asked for before each disconnect. */
export function asksReason(): boolean {
  return workspace.getConfiguration(SECTION).get<unknown>("journal.askReason") === true;
}

/** The watch rules in the user's settings: anything may stand there, see core/watch/parseRules.ts. */
export function writtenWatchRules(): unknown {
  return workspace.getConfiguration(SECTION).get<unknown>("watch.rules");
}

/** Whether users on a target VM are warned before sessions to it are disconnected. */
export function warnsFirst(): boolean {
  return workspace.getConfiguration(SECTION).get<unknown>("warnFirst.enabled") === true;
}

/** Seconds between the warning and the disconnect. */
export function warningSeconds(): number {
  return numberOf("warnFirst.seconds", 60, 5);
}

/** Whether no watch rule is evaluated. */
export function watchPaused(): boolean {
  return workspace.getConfiguration(SECTION).get<unknown>("watch.paused") === true;
}

/** A whole number of at least that much: settings edited by hand can hold anything. */
function numberOf(name: string, fallback: number, minimum: number): number {
  const value = workspace.getConfiguration(SECTION).get<unknown>(name);
  return typeof value === "number" && value >= minimum ? Math.floor(value) : fallback;
}
