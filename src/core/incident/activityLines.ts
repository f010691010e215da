/** Lines from the Activity Log: what was done to hosts. It names neither sessions nor links. */
import type { HostActivity } from "../history/activity.ts";
import type { ActivityKind } from "../azure/activityLog.ts";
import type { ArmKey } from "../model/armId.ts";
import { personKey } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import type { UnnamedLine } from "./connectionLines.ts";
import { isOurs } from "./endings.ts";
import type { IncidentEvent, IncidentSubject } from "./incident.ts";

const EVENTS: Readonly<Record<Exclude<ActivityKind, "listed">, IncidentEvent>> = {
  disconnected: "sessionsDisconnected",
  changed: "hostChanged",
  deleted: "hostDeleted",
  linksCreated: "linksCreated",
  linksRead: "linksRead",
  linksDeleted: "linksDeleted",
};

interface Logged {
  readonly activities: readonly HostActivity[];
  readonly subject: IncidentSubject;
  /** Hosts with something of the subject. */
  readonly concerned: ReadonlySet<ArmKey>;
  /** IDs of requests that the journal has. */
  readonly ours: ReadonlySet<string>;
}

/** What the Activity Log has of the subject and of its hosts; reads of session lists are only counted. */
export function activityLines(logged: Logged): { readonly lines: readonly UnnamedLine[]; readonly lists: number } {
  const own = logged.activities.filter((activity) => isDoneBy(logged.subject, activity) || concerns(logged, activity));
  return {
    lines: own.flatMap((activity) => (activity.kind === "listed" ? [] : [lineOf(activity, activity.kind, logged)])),
    lists: own.filter(({ kind }) => kind === "listed").length,
  };
}

function isDoneBy(subject: IncidentSubject, { caller }: HostActivity): boolean {
  return subject.kind === "person" && caller !== undefined && personKey(caller) === personKey(subject.person);
}

function concerns({ subject, concerned }: Logged, { hostKey }: HostActivity): boolean {
  return subject.kind === "host" ? subject.hostKey === hostKey : concerned.has(hostKey);
}

function lineOf(activity: HostActivity, kind: Exclude<ActivityKind, "listed">, { subject, ours }: Logged): UnnamedLine {
  const isWide = subject.kind !== "host" && !isDoneBy(subject, activity);
  return {
    time: activity.started,
    what: EVENTS[kind],
    source: "activityLog",
    sure: "certain",
    rules: [],
    remarks: [
      ...(activity.isStartMissing ? [{ kind: "startNotLogged" } as const] : []),
      ...(isOurs(activity, ours) ? [{ kind: "ours" } as const] : []),
    ],
    hostKey: activity.hostKey,
    ...(isWide && { isHostWide: true as const }),
    ...(activity.caller === undefined ? { hasUnnamedActor: true as const } : { actors: [activity.caller] }),
    outcome: activity.outcome,
    ...present({ clientAddress: activity.clientAddress, requestId: activity.requestId ?? activity.correlationId }),
  };
}
