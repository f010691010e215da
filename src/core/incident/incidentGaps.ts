/** What an incident's sources don't have: it stands at the top of the document. */
import type { History } from "../history/history.ts";
import type { ArmKey } from "../model/armId.ts";
import type { IncidentGap, IncidentSource, SourceState } from "./incident.ts";
import type { IncidentInput } from "./incidentInput.ts";

/** How late the later of the two logs can be. */
const LAG_MS = 20 * 60_000;
const DAY_MS = 86_400_000;
/** How long Azure keeps the Activity Log. */
const ACTIVITY_KEPT_MS = 90 * DAY_MS;
/** How long a workspace keeps its tables unless it is told to keep them longer. */
const AUDIT_KEPT_MS = 30 * DAY_MS;

/** Everything that the sources don't have, the most particular first. */
export function missingIn(input: IncidentInput, hostName: (key: ArmKey) => string): readonly IncidentGap[] {
  const { history, journal, from, to, unasked, notes } = input;
  const read = history.asOf.getTime();
  const host = (hostKey: ArmKey) => ({ hostKey, host: hostName(hostKey) });
  return [
    ...notes.map((text): IncidentGap => ({ kind: "note", text })),
    ...[...unasked, ...unknownHost(input)].map((key): IncidentGap => ({ kind: "notAsked", ...host(key) })),
    ...[...history.gaps].flatMap(([key, gaps]) =>
      gaps.map((gap): IncidentGap => ({ kind: "auditLog", ...host(key), gap })),
    ),
    ...silentHosts(input, hostName),
    ...history.activityGaps.map((gap): IncidentGap => ({
      kind: "activityLog",
      subscription: input.subscriptionName(gap.subscriptionId),
      gap,
    })),
    ...("code" in journal ? [{ kind: "journalUnread", code: journal.code } as const] : []),
    ...("torn" in journal && journal.torn.length > 0
      ? [{ kind: "journalTorn", count: journal.torn.length } as const]
      : []),
    ...(from < input.journalSince ? [{ kind: "journalKept", since: input.journalSince } as const] : []),
    ...(to > read - LAG_MS ? [{ kind: "lag", since: Math.max(from, read - LAG_MS) } as const] : []),
    ...(from < read - ACTIVITY_KEPT_MS ? [{ kind: "activityKept", since: read - ACTIVITY_KEPT_MS } as const] : []),
    ...(from < read - AUDIT_KEPT_MS ? [{ kind: "auditKept" } as const] : []),
    { kind: "beforeRange" },
    { kind: "otherJournals" },
    ...(input.subject.kind === "host" ? [] : [{ kind: "otherHosts" } as const]),
  ];
}

/** The host that it is about, if it isn't among those that are known now: it was deleted, or no account sees it. */
function unknownHost({ subject, hosts }: IncidentInput): readonly ArmKey[] {
  return subject.kind === "host" && hosts.every(({ key }) => key !== subject.hostKey) ? [subject.hostKey] : [];
}

/** Whether a host that logs nothing sends nothing can't be told where others of its subscription do. */
function silentHosts(
  { history, hosts, unasked }: IncidentInput,
  hostName: (key: ArmKey) => string,
): readonly IncidentGap[] {
  const heard = new Set([...history.connections, ...history.failures].map(({ hostKey }) => hostKey));
  const silent = hosts.filter(({ key }) => !heard.has(key) && !history.gaps.has(key) && !unasked.includes(key));
  return silent.length === 0 ? [] : [{ kind: "noEntries", hosts: silent.map(({ key }) => hostName(key)) }];
}

/** How much of each source was read. */
export function sourceStates({
  history,
  journal,
  hosts,
  unasked,
}: IncidentInput): Readonly<Record<IncidentSource, SourceState>> {
  const asked = hosts.filter(({ key }) => !unasked.includes(key));
  const unread = asked.filter(({ key }) => isUnread(history, key));
  const isCut = unasked.length > 0;
  const subscriptions = new Set(asked.map(({ subscriptionId }) => subscriptionId));
  const refused = history.activityGaps.filter(({ kind }) => kind === "failed").length;
  return {
    auditLog: stateOf(asked.length - unread.length, isCut || history.gaps.size > 0),
    activityLog: stateOf(subscriptions.size - refused, isCut || history.activityGaps.length > 0),
    journal: "code" in journal ? "notRead" : stateOf(1, journal.torn.length > 0),
  };
}

function stateOf(read: number, isIncomplete: boolean): SourceState {
  if (read <= 0) {
    return "notRead";
  }
  return isIncomplete ? "incomplete" : "read";
}

/** Whether nothing at all is known from a host's log. */
function isUnread({ gaps, connections, failures }: History, key: ArmKey): boolean {
  const nothing: ReadonlySet<string> = new Set(["notLogged", "notLoggedBySku", "leftOut", "failed"]);
  const hasRows = [...connections, ...failures].some(({ hostKey }) => hostKey === key);
  return !hasRows && (gaps.get(key) ?? []).some(({ kind }) => nothing.has(kind));
}
