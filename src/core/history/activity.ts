/** What was done to bastion hosts, from the events of Azure's Activity Log, and who may have ended a connection. */
import type { ActivityEvent, ActivityKind } from "../azure/activityLog.ts";
import type { ArmKey } from "../model/armId.ts";
import type { Connection } from "../model/session/connection.ts";
import { compareText } from "../model/order.ts";

/**
 * How an operation ended.
 * - `rejected`: Azure refused it, and did nothing
 * - `failed`: Azure says that it failed, which may have been halfway
 * - `unknown`: the log has no end, or contradicts itself
 */
export type ActivityOutcome = "succeeded" | "rejected" | "failed" | "unknown";

/** One operation on a host: the events of its start and its end as one. */
export interface HostActivity {
  /** Unique among the activities that were folded together. */
  readonly key: string;
  readonly hostKey: ArmKey;
  readonly kind: ActivityKind;
  /** A person's sign-in name, or the ID of an application. */
  readonly caller?: string;
  /** Where the caller was, without a port. */
  readonly clientAddress?: string;
  /** Milliseconds of the date: its first event. */
  readonly started: number;
  /** The log has only its end, so it began before that. */
  readonly isStartMissing: boolean;
  readonly outcome: ActivityOutcome;
  /** As Azure gave it to the caller too, in lower case; at times that of several operations. */
  readonly correlationId?: string;
  readonly requestId?: string;
}

type Phase = "start" | "middle" | "succeeded" | "rejected" | "failed";

/** In this order if they are of the same second. */
const PHASES: readonly Phase[] = ["start", "middle", "succeeded", "rejected", "failed"];

/** Azure's words for it in its API and in its exports. */
const STATUSES: Readonly<Record<string, Phase>> = {
  started: "start",
  start: "start",
  succeeded: "succeeded",
  success: "succeeded",
  failed: "failed",
  failure: "failed",
  canceled: "failed",
};

/**
 * Makes one activity of the events of each operation, the newest first. Events may come doubled, late and in any order.
 *
 * Some clients give several operations one correlation ID: another caller, or another start after a while or after an end,
 * is another activity.
 */
export function foldActivity(events: readonly ActivityEvent[]): readonly HostActivity[] {
  const groups = Map.groupBy(unique(events), keyOf);
  const activities = [...groups].flatMap(([key, group]) =>
    byCaller(group)
      .flatMap(runsOf)
      .map((run, index) => fold(run, key, index)),
  );
  return activities.sort((a, b) => b.started - a.started || compareText(a.key, b.key));
}

/** Events without a caller are those of the only one, or of nobody. */
function byCaller(events: readonly ActivityEvent[]): readonly (readonly ActivityEvent[])[] {
  const groups = Map.groupBy(events, ({ caller }) => caller?.toLowerCase() ?? "");
  return groups.size === 2 && groups.has("") ? [events] : [...groups.values()];
}

/** Events without a correlation ID are each an activity of their own. */
function keyOf({ hostKey, kind, correlationId, eventId, time, status }: ActivityEvent): string {
  return [hostKey, kind, correlationId ?? `${eventId ?? ""} ${time} ${status ?? ""}`].join(" ");
}

/** Each event once, in an order that doesn't depend on theirs. */
function unique(events: readonly ActivityEvent[]): readonly ActivityEvent[] {
  const texts = new Map(events.map((event) => [JSON.stringify(entriesOf(event)), event]));
  return [...texts].sort(([a], [b]) => compareText(a, b)).map(([, event]) => event);
}

function entriesOf(event: ActivityEvent): unknown {
  return Object.entries(event).sort(([a], [b]) => compareText(a, b));
}

/** How far apart the log may have two starts of one operation. */
const SAME_START_MS = 60_000;

/** The events of one correlation ID and caller as operations, each in the order of time. */
function runsOf(events: readonly ActivityEvent[]): readonly (readonly [ActivityEvent, ...ActivityEvent[]])[] {
  const sorted = [...events].sort((a, b) => a.time - b.time || rank(a) - rank(b));
  const runs: [ActivityEvent, ...ActivityEvent[]][] = [];
  for (const event of sorted) {
    const run = runs.at(-1);
    if (run === undefined || (phaseOf(event) === "start" && isAnother(event, run))) {
      runs.push([event]);
    } else {
      run.push(event);
    }
  }
  return runs;
}

function isAnother({ time }: ActivityEvent, run: readonly [ActivityEvent, ...ActivityEvent[]]): boolean {
  return run.some(isEnd) || time - run[0].time > SAME_START_MS;
}

function fold(events: readonly [ActivityEvent, ...ActivityEvent[]], key: string, index: number): HostActivity {
  const [first] = events;
  const said = (name: "caller" | "clientAddress" | "correlationId" | "requestId") => {
    const value = events.find((event) => event[name] !== undefined)?.[name];
    return value === undefined ? {} : { [name]: value };
  };
  return {
    key: `${key} ${index}`,
    hostKey: first.hostKey,
    kind: first.kind,
    ...said("caller"),
    ...said("clientAddress"),
    ...said("correlationId"),
    ...said("requestId"),
    started: first.time,
    isStartMissing: isEnd(first),
    outcome: outcomeOf(events),
  };
}

/** By the last event that says how it ended; two of the same second that differ say nothing. */
function outcomeOf(events: readonly ActivityEvent[]): ActivityOutcome {
  const ends = events.filter(isEnd);
  const last = ends.at(-1);
  const phases = new Set(ends.filter(({ time }) => time === last?.time).map(phaseOf));
  const [phase] = phases;
  return phases.size === 1 && (phase === "succeeded" || phase === "rejected" || phase === "failed") ? phase : "unknown";
}

function phaseOf({ status, statusCode }: ActivityEvent): Phase {
  const word = status?.replaceAll(/\s/gu, "").toLowerCase() ?? "";
  const phase = Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? "middle") : "middle";
  return phase === "failed" && isRejected(statusCode) ? "rejected" : phase;
}

/** HTTP statuses by which Azure says that it did nothing: see isRejection in core/azure/http/errorResponse.ts. */
const REJECTED: ReadonlySet<string> = new Set([
  "badrequest",
  "unauthorized",
  "forbidden",
  "notfound",
  "methodnotallowed",
  "conflict",
  "gone",
  "preconditionfailed",
  "toomanyrequests",
]);

function isRejected(statusCode: string | undefined): boolean {
  const word = statusCode?.replaceAll(/\s/gu, "").toLowerCase() ?? "";
  return REJECTED.has(word) || (/^4\d\d$/u.test(word) && word !== "408" && word !== "499");
}

function isEnd(event: ActivityEvent): boolean {
  return ["succeeded", "rejected", "failed"].includes(phaseOf(event));
}

function rank(event: ActivityEvent): number {
  return PHASES.indexOf(phaseOf(event));
}

/** Who probably ended a connection: never certain, since the Activity Log doesn't say which sessions were meant. */
export interface ProbableDisconnect {
  /** Every caller whose disconnect fits, the latest before the end first. */
  readonly callers: readonly string[];
  /** One that fits has no caller in the log. */
  readonly hasUnnamed: boolean;
  readonly activities: readonly HostActivity[];
}

/** How long after a disconnect began a connection may end by it. */
export const DISCONNECT_WINDOW_MS = 90_000;
/** By how much Bastion's clock and Resource Manager's may differ, and what was cut off a time in seconds. */
const CLOCKS_MS = 5_000;

/**
 * The disconnects on a connection's host that began while it was there, within 90 s before it ended. One that was refused
 * counts for nothing; one that failed may have been halfway, and is only named beside another.
 *
 * @param activities of any kind and host, without those of which is known whom they disconnected
 */
export function probableDisconnect(
  { hostKey, started: since = -Infinity, ended }: Pick<Connection, "hostKey" | "started" | "ended">,
  activities: readonly HostActivity[],
): ProbableDisconnect | undefined {
  if (ended === undefined) {
    return undefined;
  }
  const fitting = activities
    .filter((activity) => activity.kind === "disconnected" && activity.hostKey === hostKey)
    .filter(({ outcome }) => outcome !== "rejected")
    .filter(({ started, isStartMissing }) => {
      const after = ended - started;
      const isBeforeEnd =
        after <= DISCONNECT_WINDOW_MS && after >= -(isStartMissing ? DISCONNECT_WINDOW_MS : CLOCKS_MS);
      return isBeforeEnd && since <= started + CLOCKS_MS;
    })
    .sort((a, b) => b.started - a.started || compareText(a.key, b.key));
  if (fitting.every(({ outcome }) => outcome === "failed")) {
    return undefined;
  }
  const callers = new Map(
    fitting.flatMap(({ caller }) => (caller === undefined ? [] : [[caller.toLowerCase(), caller]])),
  );
  return {
    callers: [...callers.values()],
    hasUnnamed: fitting.some(({ caller }) => caller === undefined),
    activities: fitting,
  };
}
