/** What the logs tell about links: who may have made them, and which connections probably came through them. */
import type { HostActivity } from "../history/activity.ts";
import type { ActivityGap, History, HistoryGap } from "../history/history.ts";
import { actors, hostIsGone } from "../inventory/hosts.ts";
import { armKey, isMachineId, type ArmKey } from "../model/armId.ts";
import { parseAzureTime } from "../model/azureTime.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import type { Connection } from "../model/session/connection.ts";
import { isLink } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import type { ShareableLink } from "../model/shareableLink.ts";
import type { HostLinks, HostLinksAnswer } from "./hostLinks.ts";
import type { LinkDependencies } from "./readLinks.ts";

/** What the logs have on the links of a host. Times in milliseconds of the date. */
export interface LinkFacts {
  /** What was read of the logs. */
  readonly from: number;
  readonly to: number;
  /** By VM; one for each VM with links. */
  readonly machines: ReadonlyMap<ArmKey, MachineFacts>;
  /** Connections through a link to VMs that the audit log doesn't name. */
  readonly unnamed: LinkConnections;
  /** Why the audit log has nothing, or not everything. */
  readonly gaps: readonly HistoryGap[];
  /** Why the Activity Log has nothing, or not everything. */
  readonly activityGaps: readonly ActivityGap[];
}

export interface MachineFacts {
  /** Of each link, in the order of the VM's links; `undefined` if Azure doesn't say when it was made. */
  readonly makers: readonly (LinkMakers | undefined)[];
  readonly connections: LinkConnections;
}

/** Who may have made a link. The Activity Log names no VM, so it is by the time only. */
export interface LinkMakers {
  /** Who made it: the only operation that fits is theirs, and the log was read completely around it. */
  readonly caller?: string;
  /** The callers of all operations that may have made it, the latest first. */
  readonly callers: readonly string[];
  /** One that fits has no caller in the log. */
  readonly hasUnnamed: boolean;
  /** The log couldn't be read completely around that time, or is too late for it: it may have been another caller. */
  readonly isIncomplete: boolean;
}

/** Connections that the audit log has as made through a link (`BSL`), which Microsoft doesn't document: probably so. */
export interface LinkConnections {
  readonly count: number;
  /** When the last one began, or ended if that is all that is known; absent if there is none, or none with a time. */
  readonly newest?: number;
}

const MINUTE = 60_000;
/** How long before a link was there the operation that made it may have begun. */
const MAKING_MS = 5 * MINUTE;
/** By how much the clocks of Bastion and Resource Manager may differ, and what is cut off a time in seconds. */
const CLOCKS_MS = 5_000;
/** How late the Activity Log may be. */
const LOG_DELAY_MS = 20 * MINUTE;
/** How long the Activity Log is kept. */
const KEPT_MS = 90 * 24 * 60 * MINUTE;

/**
 * Reads both logs on the hosts that have links, from when the oldest link was made, at most 90 days. What can't be read is a
 * gap of its host; hosts without links, or whose links couldn't be listed, are left out.
 * @returns by host
 * @throws whatever ends it, if it is aborted
 */
export async function readLinkFacts(
  answers: readonly HostLinksAnswer[],
  { inventory, clock }: Pick<LinkDependencies, "inventory" | "clock">,
  signal: AbortSignal,
): Promise<ReadonlyMap<ArmKey, LinkFacts>> {
  const to = clock.wall().getTime();
  const withLinks = answers.filter((answer) => "machines" in answer).filter(({ machines }) => machines.length > 0);
  const facts = withLinks.map(async (on): Promise<readonly [ArmKey, LinkFacts]> => {
    const { host } = on.host;
    const request = { from: beginOf(on, to), to, hosts: [host], withActivity: true };
    const isSeen = inventory.cloud !== undefined && actors(inventory.host(host.key)).length > 0;
    const history = isSeen ? await inventory.people.history.read(request, signal) : unreadHistory(request, host);
    return [host.key, linkFactsOf(on, history)];
  });
  return new Map(await Promise.all(facts));
}

/** No account sees the host any more. */
function unreadHistory({ from, to }: Pick<History, "from" | "to">, { key, subscriptionId }: BastionHost): History {
  const failed = { kind: "failed", error: hostIsGone() } as const;
  return {
    from,
    to,
    asOf: new Date(to),
    connections: [],
    failures: [],
    gaps: new Map([[key, [failed]]]),
    activities: [],
    activityGaps: [{ ...failed, subscriptionId, hostKey: key }],
  };
}

function beginOf({ machines }: HostLinks, to: number): number {
  const made = machines.flatMap(({ links }) => links.map((link) => madeAt(link) ?? -Infinity));
  return Math.max(to - KEPT_MS, Math.min(to, ...made) - MAKING_MS);
}

/** What a history, which has the Activity Log as well, tells about the links of a host. */
export function linkFactsOf({ host: { host }, machines }: HostLinks, history: History): LinkFacts {
  const made = history.activities.filter(({ kind, hostKey }) => kind === "linksCreated" && hostKey === host.key);
  const throughLinks = history.connections.filter((one) => one.hostKey === host.key && isLink(one));
  // Anything else, such as a whole scale set, may stand for any of the VMs.
  const byMachine = Map.groupBy(throughLinks, ({ targetResourceId = "" }) =>
    isMachineId(targetResourceId) ? armKey(targetResourceId) : undefined,
  );
  return {
    from: history.from,
    to: history.to,
    machines: new Map(
      machines.map(({ vmKey, links }) => [
        vmKey,
        {
          makers: links.map((link) => makersOf(link, made, history)),
          connections: connectionsOf(byMachine.get(vmKey)),
        },
      ]),
    ),
    unnamed: connectionsOf(byMachine.get(undefined)),
    gaps: history.gaps.get(host.key) ?? [],
    activityGaps: history.activityGaps,
  };
}

function makersOf(link: ShareableLink, made: readonly HostActivity[], history: History): LinkMakers | undefined {
  const at = madeAt(link);
  if (at === undefined) {
    return undefined;
  }
  const fitting = made
    .filter(({ outcome }) => outcome !== "rejected")
    // If the log has only the end of an operation, that may be after the link was there.
    .filter(({ started, isStartMissing }) => started <= at + (isStartMissing ? MAKING_MS : CLOCKS_MS))
    .filter(({ started }) => started >= at - MAKING_MS)
    .sort((a, b) => b.started - a.started);
  const callers = new Map(
    fitting.flatMap(({ caller }) => (caller === undefined ? [] : [[caller.toLowerCase(), caller]])),
  );
  const isIncomplete = !isCompleteAround(at, history);
  const [only] = fitting.length === 1 && !isIncomplete ? fitting : [];
  return {
    ...present({ caller: only?.caller }),
    callers: [...callers.values()],
    hasUnnamed: fitting.some(({ caller }) => caller === undefined),
    isIncomplete,
  };
}

/** Whether the Activity Log has all that was done shortly before. */
function isCompleteAround(at: number, { from, to, activityGaps }: History): boolean {
  const begin = at - MAKING_MS;
  return (
    begin >= from &&
    to - at >= LOG_DELAY_MS &&
    activityGaps.every((gap) => gap.kind === "cut" && gap.since !== undefined && gap.since <= begin)
  );
}

function connectionsOf(connections: readonly Connection[] = []): LinkConnections {
  const newest = connections.reduce((last, { started, ended }) => Math.max(last, started ?? ended ?? last), -Infinity);
  return { count: connections.length, ...(newest > -Infinity && { newest }) };
}

/** In milliseconds of the date. */
function madeAt({ createdAt }: ShareableLink): number | undefined {
  return createdAt === undefined ? undefined : parseAzureTime(createdAt)?.getTime();
}
