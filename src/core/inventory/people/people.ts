import { isNotLogged, readAuditLog, type AuditAnswer } from "../../azure/auditLog.ts";
import type { AzureError } from "../../azure/http/azureError.ts";
import { idsAgreeIn, type LogReading } from "../../history/attribution.ts";
import { foldRecords } from "../../history/fold.ts";
import type { ArmKey } from "../../model/armId.ts";
import { parseAzureTime } from "../../model/azureTime.ts";
import { isDeveloper } from "../../model/capacity.ts";
import { elapsed, momentOf, type Moment } from "../../model/time/moment.ts";
import { askAsFirstAllowed, type AskedAs } from "../firstAllowed.ts";
import { actors } from "../hosts.ts";
import type { HostState, SessionList } from "../hostState.ts";
import type { ConnectedCloud } from "../identities.ts";
import { logFailure } from "../logFailure.ts";
import type { ReaderParts } from "../readerParts.ts";
import type { HistoryReader } from "./historyReader.ts";
import type { HostLog } from "./hostLog.ts";
import { attributionsOf } from "./sessionPeople.ts";

/** Milliseconds after which a subscription's log is read again. */
const READ_EVERY_MS = 300_000;

const MINUTE = 60_000;
/** How much of the log before a session's start is read, so that other people who used its account are seen. */
const BEFORE_START_MS = 20 * MINUTE;
/** Days of the log that are read at most: a session that has lasted longer has no person. */
const LONGEST_MS = 30 * 24 * 60 * MINUTE;

const NOTHING: Pick<HostLog, "connections" | "failures"> = { connections: [], failures: [] };

/** What was asked about a subscription. */
interface Asked {
  readonly at: Moment;
  readonly hosts: Set<ArmKey>;
  /** Nothing is logged, or no account may read it: asking again would get the same answer. */
  isRefused: boolean;
}

/**
 * Who is behind the sessions that are listed, by Azure's audit log: one query for the hosts of a subscription, in the
 * background and at most every five minutes. A host that is listed in between is asked about on its own. Failures end in the
 * state of the host's log: a session then says why it has no person.
 */
export class People {
  /** Reads who was there before. Its code is loaded with the first reading. */
  readonly history: Pick<HistoryReader, "read">;
  readonly #parts: ReaderParts;
  readonly #asked = new Map<string, Asked>();
  readonly #running = new Set<Asked>();
  /** Whether the log's IDs are those of sessions: it isn't documented, and so isn't known before one is. */
  #idsAgree = false;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
    this.history = {
      read: async (request, signal) => {
        const { HistoryReader: Reader } = await import("./historyReader.ts");
        return new Reader(parts).read(request, signal);
      },
    };
  }

  /** Asks for everything again the next time, also where it was refused. */
  forget(): void {
    this.#asked.clear();
  }

  /** Forgets all people. */
  clear(): void {
    this.forget();
    [...this.#parts.hosts.states.keys()].forEach((key) => this.#parts.hosts.setLog(key, undefined));
  }

  /** Reads what is due: the logs of subscriptions in which sessions are listed. */
  async readDue(): Promise<void> {
    const cloud = this.#parts.cloud();
    const listed = [...this.#parts.hosts.states.values()].filter(hasSessions);
    // A Developer host logs nothing.
    const unlogged = listed.filter(({ host }) => isDeveloper(host));
    const logged = listed.filter(({ host }) => !isDeveloper(host));
    for (const { host, log } of unlogged) {
      if (!log) {
        this.#parts.hosts.setLog(host.key, { ...NOTHING, state: "notLoggedBySku", from: 0, to: 0, readAt: 0 });
      }
    }
    const bySubscription = Map.groupBy(logged, ({ host }) => host.subscriptionId);
    await (cloud && Promise.all([...bySubscription].map(([id, states]) => this.#subscription(cloud, id, states))));
  }

  async #subscription(cloud: ConnectedCloud, id: string, states: readonly HostState[]): Promise<void> {
    const now = momentOf(this.#parts.clock);
    const before = this.#asked.get(id);
    if (before && (before.isRefused || this.#running.has(before))) {
      return;
    }
    const isOver = before && elapsed(before.at, now) >= READ_EVERY_MS;
    const asked: Asked = before && !isOver ? before : { at: now, hosts: new Set(), isRefused: false };
    const due = states.filter(({ host }) => !asked.hosts.has(host.key));
    if (due.length === 0) {
      return;
    }
    this.#asked.set(id, asked);
    due.forEach(({ host }) => asked.hosts.add(host.key));
    this.#running.add(asked);
    try {
      await this.#read(cloud, id, due, asked);
    } finally {
      this.#running.delete(asked);
    }
    if (this.#asked.get(id) === asked) {
      // What has been listed meanwhile.
      await this.readDue();
    }
  }

  async #read(cloud: ConnectedCloud, id: string, due: readonly HostState[], asked: Asked): Promise<void> {
    const { hosts, identities, clock, log } = this.#parts;
    const to = clock.wall().getTime();
    const starts = due.flatMap(({ list }) => (list ? startsOf(list) : []));
    const query = {
      subscriptionId: id,
      hosts: due.map(({ host }) => host),
      from: Math.max(to - LONGEST_MS, Math.min(to, ...starts) - BEFORE_START_MS),
      to,
    };
    const answer = await askAsFirstAllowed({
      identities: () => due.flatMap(({ host }) => actors(hosts.states.get(host.key))),
      ask: (identity) => {
        const credential = identities.credential(identity.account, identity.tenant.tenantId);
        return readAuditLog(cloud.arm, credential, query, { signal: cloud.signal, background: true });
      },
      onFailure: (error) => logFailure(log, `reading the audit log of ${id}`, error),
    });
    if (answer && this.#asked.get(id) === asked) {
      const keys = due.map(({ host }) => host.key);
      this.#applyAnswer(keys, query, answer);
      asked.isRefused = "error" in answer && isRefusal(answer.error);
    }
  }

  #applyAnswer(keys: readonly ArmKey[], range: Pick<LogReading, "from" | "to">, answer: AskedAs<AuditAnswer>): void {
    const { hosts } = this.#parts;
    const { actor } = answer;
    const reading = { ...range, readAt: range.to, actor };
    if ("error" in answer) {
      const state = stateOf(answer.error);
      for (const key of keys) {
        const before = hosts.states.get(key)?.log;
        // What was read before stays true of the sessions of then.
        const isKept = state === "failed" && before && before.connections.length > 0;
        hosts.setLog(key, isKept ? { ...before, state: "partial" } : { ...reading, ...NOTHING, state });
      }
      return;
    }
    const { records, leftOut, isCut, isPartial, unreadable } = answer.value;
    const folded = foldRecords(records);
    const connections = Map.groupBy(folded.connections, ({ hostKey }) => hostKey);
    const failures = Map.groupBy([...folded.failures, ...folded.sightings], ({ hostKey }) => hostKey);
    const logs = keys.map((key): readonly [ArmKey, HostLog] => {
      const own = { connections: connections.get(key) ?? [], failures: failures.get(key) ?? [] };
      const isLeftOut = leftOut.has(key) && own.connections.length === 0;
      const read = isCut || isPartial || unreadable > 0 || leftOut.has(key) ? "partial" : "read";
      return [key, { ...reading, ...own, state: isLeftOut ? "notAllowed" : read }];
    });
    // Whether the log's IDs are those of sessions is the same on every host.
    this.#idsAgree ||= logs.some(([key, log]) => this.#hasSameId(key, log));
    logs.forEach(([key, log]) => hosts.setLog(key, { ...log, ...(this.#idsAgree && { idsAgree: true }) }));
  }

  #hasSameId(key: ArmKey, log: HostLog): boolean {
    const state = this.#parts.hosts.states.get(key);
    return state !== undefined && idsAgreeIn(attributionsOf({ ...state, log }));
  }
}

function hasSessions({ list }: HostState): boolean {
  return list !== undefined && list.sessions.length > 0;
}

/** When the sessions of a list began, in milliseconds of the date; the beginning of time where Azure didn't say. */
function startsOf({ sessions, receivedAtWall }: SessionList): readonly number[] {
  return sessions.map(({ session: { startTime, durationMinutes } }) => {
    const said = startTime === undefined ? undefined : parseAzureTime(startTime)?.getTime();
    return said ?? (durationMinutes === undefined ? 0 : receivedAtWall.getTime() - durationMinutes * MINUTE);
  });
}

function stateOf(error: AzureError): LogReading["state"] {
  if (isNotLogged(error)) {
    return "notLogged";
  }
  return error.kind === "notAllowed" || error.kind === "signInNeeded" ? "notAllowed" : "failed";
}

/** Whether the same question would be refused again until something changes in Azure. */
function isRefusal(error: AzureError): boolean {
  return stateOf(error) !== "failed" || error.kind === "notFound";
}
