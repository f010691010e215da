import {
  ageMinutes,
  isFullyKnown,
  type HostState,
  type SessionList,
  type SessionState,
} from "../../core/inventory/hostState.ts";
import { outdatedSince } from "../../core/inventory/freshness.ts";
import { attributionsOf } from "../../core/inventory/people/sessionPeople.ts";
import { isSuspect } from "../../core/inventory/hostLeftovers.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import type { BastionHost } from "../../core/model/bastionHost.ts";
import { capacity } from "../../core/model/capacity.ts";
import { elapsed, type Moment } from "../../core/model/time/moment.ts";
import { idHash } from "../../core/text/idHash.ts";
import { SESSION_TEXTS } from "../../core/model/session/session.ts";
import { rowTexts } from "../../core/model/session/sessionFields.ts";
import { searchIds } from "../../core/model/session/sessionFilter.ts";
import { targetKey } from "../../core/model/session/target.ts";
import { whoOf, type Who } from "../../core/model/session/who.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { RowChanges, HostRow, RowId, SessionRow } from "./protocol.ts";

/** Minutes by which a session's beginning may seem to move between two answers before that is a change: Azure rounds. */
const SAME_BEGINNING = 1.5;

const MINUTE = 60_000;

/** The session that a row stands for. */
export interface RowSource {
  readonly hostKey: ArmKey;
  readonly sessionKey: string;
}

interface KnownRow {
  readonly state: SessionState;
  readonly row: SessionRow;
  /** When the session began, in minutes since this table was first filled. */
  readonly began: number | undefined;
}

interface KnownHost {
  readonly row: HostRow;
  readonly text: string;
  readonly list: SessionList | undefined;
  readonly log: HostState["log"];
  readonly rows: ReadonlyMap<string, KnownRow>;
}

/** What rows show of things that inventory/ has no words for. */
export interface RowFeedTexts {
  readonly host: (host: BastionHost) => string;
  readonly subscription: (subscriptionId: string) => string;
  readonly problem: (state: HostState) => string | undefined;
  readonly approximation: (state: HostState, now: Moment) => HostRow["approximate"];
  /** Milliseconds of the date that Azure wrote; `undefined` where it wrote none. */
  readonly time: (text: string) => number | undefined;
}

/**
 * What the page knows of the inventory, so that it is sent only what has changed. Rows have numbers of this table's own
 * making: no Azure ID reaches the page, and what comes back is looked up here.
 */
export class RowFeed {
  readonly #texts: RowFeedTexts;
  readonly #hosts = new Map<ArmKey, KnownHost>();
  readonly #sources = new Map<RowId, RowSource>();
  /** Numbers for what has an id that the page need not know. */
  readonly #numbers = new Map<string, number>();
  #lastId = 0;
  #start: Moment | undefined;

  constructor(texts: RowFeedTexts) {
    this.#texts = texts;
  }

  /**
   * Everything, for a page that knows nothing yet. Sessions that a page before it knew keep their numbers.
   * @param states every host of the table
   */
  everything(states: Iterable<HostState>, now: Moment): RowChanges {
    this.changes(states, now);
    const hosts = [...this.#hosts.values()];
    const rows = hosts
      .flatMap((host) => [...host.rows.values()])
      .map(({ row, began }) => (began === undefined ? row : { ...row, age: this.#minute(now) - began }));
    return { hosts: hosts.map(({ row }) => row), goneHosts: [], rows, goneRows: [] };
  }

  source(id: RowId): RowSource | undefined {
    return this.#sources.get(id);
  }

  /** The host that the page knows by a number. */
  hostKey(id: number): ArmKey | undefined {
    return [...this.#hosts].find(([, { row }]) => row.id === id)?.[0];
  }

  /** The number by which the page knows a host. */
  hostId(key: ArmKey): number | undefined {
    return this.#hosts.get(key)?.row.id;
  }

  /** The number by which the page knows a session. */
  rowId(hostKey: ArmKey, sessionKey: string): RowId | undefined {
    return this.#hosts.get(hostKey)?.rows.get(sessionKey)?.row.id;
  }

  /** What the page knows of a row. */
  row({ hostKey, sessionKey }: RowSource): { readonly row: SessionRow; readonly host: HostRow } | undefined {
    const host = this.#hosts.get(hostKey);
    const known = host?.rows.get(sessionKey);
    return host && known && { row: known.row, host: host.row };
  }

  /** Every row that the page knows. */
  ids(): Iterable<RowId> {
    return this.#sources.keys();
  }

  /**
   * What the page does not know yet.
   * @param states every host of the table
   */
  changes(states: Iterable<HostState>, now: Moment): RowChanges {
    const changes = {
      hosts: [] as HostRow[],
      goneHosts: [] as number[],
      rows: [] as SessionRow[],
      goneRows: [] as RowId[],
    };
    const seen = new Set<ArmKey>();
    for (const state of states) {
      const { key } = state.host;
      seen.add(key);
      const before = this.#hosts.get(key);
      const row = this.#hostRow(state, before?.row.id ?? ++this.#lastId, now);
      const text = JSON.stringify(row);
      if (text !== before?.text) {
        changes.hosts.push(row);
      }
      const rows =
        before?.list === state.list && before?.log === state.log
          ? (before?.rows ?? new Map())
          : this.#sessionRows(state, row.id, before?.rows, now, changes);
      this.#hosts.set(key, { row, text, list: state.list, log: state.log, rows });
    }
    for (const [key, { row, rows }] of this.#hosts) {
      if (!seen.has(key)) {
        this.#hosts.delete(key);
        changes.goneHosts.push(row.id);
        this.#drop(rows.values(), changes.goneRows);
      }
    }
    return changes;
  }

  /** Minutes since this table was first filled. */
  #minute(now: Moment): number {
    this.#start ??= now;
    return elapsed(this.#start, now) / MINUTE;
  }

  #numberOf(key: string): number {
    const known = this.#numbers.get(key) ?? ++this.#lastId;
    this.#numbers.set(key, known);
    return known;
  }

  #drop(rows: Iterable<KnownRow>, gone: RowId[]): void {
    for (const { row } of rows) {
      this.#sources.delete(row.id);
      gone.push(row.id);
    }
  }

  #hostRow(state: HostState, id: number, now: Moment): HostRow {
    const { host } = state;
    const reason = this.#texts.problem(state);
    const asOf = outdatedSince(state, now);
    const size = capacity(host);
    const approximate = this.#texts.approximation(state, now);
    return {
      id,
      name: plainText(this.#texts.host(host)),
      subscription: plainText(this.#texts.subscription(host.subscriptionId)),
      subscriptionNumber: this.#numberOf(host.subscriptionId),
      resourceGroup: plainText(host.resourceGroup),
      ids: [idHash(host.key)],
      ...(host.sku !== undefined && { sku: plainText(host.sku) }),
      ...(host.location !== undefined && { location: plainText(host.location) }),
      ...(size && { capacity: size }),
      ...(host.shareableLink === true && { links: true }),
      ...(approximate && { approximate }),
      reading: readingOf(state),
      ...(asOf && { asOf: asOf.getTime() }),
      ...(reason !== undefined && { problem: plainText(reason) }),
    };
  }

  #sessionRows(
    state: HostState,
    host: number,
    before: ReadonlyMap<string, KnownRow> | undefined,
    now: Moment,
    changes: { rows: SessionRow[]; goneRows: RowId[] },
  ): ReadonlyMap<string, KnownRow> {
    const { list } = state;
    const after = new Map<string, KnownRow>();
    const people = attributionsOf(state);
    for (const session of list?.sessions ?? []) {
      const known = before?.get(session.key);
      const age = list && ageMinutes(session.session, list, now);
      const began = age === undefined ? undefined : this.#minute(now) - age;
      // Whether it looks like a leftover depends on the others of the list.
      const suspect = isSuspect(state, session.key);
      const who = whoOf(people.get(session.key));
      if (
        known &&
        (known.row.suspect ?? false) === suspect &&
        isSameWho(known.row, who) &&
        (known.state === session || isUnchanged(known, session, began))
      ) {
        after.set(session.key, { ...known, state: session });
        continue;
      }
      const id = known?.row.id ?? ++this.#lastId;
      const row = this.#sessionRow(session, who, id, host, age, suspect);
      this.#sources.set(id, { hostKey: state.host.key, sessionKey: session.key });
      after.set(session.key, { state: session, row, began });
      changes.rows.push(row);
    }
    this.#drop(
      [...(before ?? [])].filter(([key]) => !after.has(key)).map(([, known]) => known),
      changes.goneRows,
    );
    return after;
  }

  #sessionRow(
    { session, work }: SessionState,
    who: Who,
    id: RowId,
    host: number,
    age: number | undefined,
    suspect: boolean,
  ): SessionRow {
    const machine = targetKey(session);
    const { startTime } = session;
    return {
      id,
      host,
      ...rowTexts(session, who, plainText),
      ...(who.blank && { blank: who.blank }),
      ids: searchIds(session, undefined).map(idHash),
      ...(machine !== "" && { machine: this.#numberOf(`on ${machine}`) }),
      ...(startTime !== undefined && { started: this.#texts.time(startTime) ?? plainText(startTime) }),
      ...(age !== undefined && { age }),
      ...(work && { work }),
      ...(session.sessionId === undefined && { anonymous: true as const }),
      ...(suspect && { suspect: true as const }),
    };
  }
}

function readingOf(state: HostState): HostRow["reading"] {
  if (state.problem) {
    return "failed";
  }
  if (!state.list) {
    return "pending";
  }
  return isFullyKnown(state) ? "known" : "partly";
}

function isSameWho({ person, from, blank }: SessionRow, who: Who): boolean {
  const shown = (text: string | undefined) => text && plainText(text);
  return person === shown(who.person) && from === shown(who.clientAddress) && blank === who.blank;
}

function isUnchanged(known: KnownRow, { session, work }: SessionState, began: number | undefined): boolean {
  const { state, began: before } = known;
  const isSameBeginning =
    began === undefined || before === undefined ? began === before : Math.abs(began - before) < SAME_BEGINNING;
  return (
    isSameBeginning && state.work === work && SESSION_TEXTS.every((field) => state.session[field] === session[field])
  );
}

/** Whether there is a change at all. */
export function isAnyChange({ hosts, goneHosts, rows, goneRows }: RowChanges): boolean {
  return hosts.length + goneHosts.length + rows.length + goneRows.length > 0;
}
