/** Reads the connections of hosts from the audit log, over any time. */
import { isNotLogged, readAuditLog, type AuditAnswer, type AuditQuery } from "../azure/auditLog.ts";
import type { Arm, CallOptions } from "../azure/arm.ts";
import { AzureError, resultOrError } from "../azure/http/azureError.ts";
import type { Credential } from "../azure/http/credential.ts";
import type { ArmKey } from "../model/armId.ts";
import type { BastionHost } from "../model/bastionHost.ts";
import { isDeveloper } from "../model/capacity.ts";
import type { Connection, FailedSignIn } from "../model/session/connection.ts";
import { present } from "../text/json.ts";
import { foldRecords, newestConnectionFirst, newestFailureFirst } from "./fold.ts";
import type { History, HistoryGap } from "./history.ts";

export interface ReadHistoryOptions extends CallOptions {
  /** When it is read, by this machine's clock. */
  readonly now: Date;
}

/** In milliseconds of the date, the end left out. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What was read of a range, from its end backwards. */
interface Reading {
  readonly answers: readonly AuditAnswer[];
  /** Everything since then was read. */
  readonly since: number;
  /** Why nothing before was read; absent if it would have taken too many queries. */
  readonly error?: AzureError;
}

/** The most queries for one history. */
const MOST_QUERIES = 16;
/** A query that failed counts as this many: it was repeated, and may have taken minutes. */
const FAILURE_COST = 4;
/** Ranges aren't split into narrower parts than this. */
const NARROWEST_MS = 1_000;

/**
 * Reads the log of hosts of one subscription. If Azure can't return it in one answer, it is read in parts, newest first. If
 * that takes too many queries, the history has a gap `cut` that says how far back it reaches.
 *
 * @throws AzureError only if cancelled: any other failure becomes a gap of the hosts
 */
export async function readHistory(
  arm: Arm,
  credential: Credential,
  query: Omit<AuditQuery, "hosts"> & { readonly hosts: readonly BastionHost[] },
  { now, ...options }: ReadHistoryOptions,
): Promise<History> {
  const { from, to } = query;
  // A Developer host logs nothing.
  const hosts = query.hosts.filter((host) => !isDeveloper(host));
  const ask = (range: Range) => readAuditLog(arm, credential, { ...query, ...range, hosts }, options);
  const reading = hosts.length === 0 ? { answers: [], since: from } : await readBackwards(ask, { from, to });
  const gaps = query.hosts.map((host): readonly [ArmKey, readonly HistoryGap[]] => [
    host.key,
    isDeveloper(host) ? [{ kind: "notLoggedBySku" }] : gapsOf(host.key, reading, { from, to }),
  ]);
  return {
    from,
    to,
    asOf: now,
    ...foldRecords(reading.answers.flatMap(({ records }) => records)),
    gaps: new Map(gaps.filter(([, own]) => own.length > 0)),
    activities: [],
    activityGaps: [],
  };
}

/** @throws AzureError `cancelled` */
async function readBackwards(ask: (range: Range) => Promise<AuditAnswer>, whole: Range): Promise<Reading> {
  const answers: AuditAnswer[] = [];
  // What is still to be read, the newest last.
  const ranges = [whole];
  let left = MOST_QUERIES;
  let since = whole.to;
  /** The last answer that was cut: it reaches back further than what has been read since. */
  let cut: AuditAnswer | undefined;
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const answer = left > 0 ? await resultOrError(ask(range)) : undefined;
    const error = answer instanceof AzureError ? answer : undefined;
    if (error?.kind === "cancelled") {
      throw error;
    }
    left -= error ? FAILURE_COST : 1;
    if (answer instanceof AzureError || answer?.isCut !== false) {
      cut = answer instanceof AzureError ? cut : (answer ?? cut);
      const parts = left > 0 ? partsOf(range, answer) : [];
      ranges.push(...parts);
      if (parts.length === 0) {
        const back = cut && { answers: [...answers, cut], since: Math.min(since, oldestIn(cut) ?? since) };
        return { answers, since, ...back, ...present({ error }) };
      }
    } else {
      answers.push(answer);
      since = range.from;
    }
  }
  return { answers, since };
}

/** Splits a range that is too much for one query in two, newer part last; empty if that doesn't help. */
function partsOf(range: Range, answer: AuditAnswer | AzureError | undefined): readonly Range[] {
  const { from, to } = range;
  const seam = answer instanceof AzureError ? to - (to - from) / 4 : seamOf(range, answer);
  const isTooMuch = !(answer instanceof AzureError) || answer.facts.status === 504 || answer.kind === "timedOut";
  const at = Math.round(seam);
  return isTooMuch && at - from >= NARROWEST_MS && to - at >= NARROWEST_MS
    ? [
        { from, to: at },
        { from: at, to },
      ]
    : [];
}

/** Where to split a range whose answer was cut: in the middle, or where the newer part fits into one answer. */
function seamOf({ from, to }: Range, cut: AuditAnswer | undefined): number {
  const oldest = (cut && oldestIn(cut)) ?? from;
  // With a margin: Azure orders rows by when they were written, which may be later than the event.
  return Math.max((from + to) / 2, oldest + (to - oldest) / 10);
}

function oldestIn({ records }: AuditAnswer): number | undefined {
  return records.reduce<number | undefined>(
    (oldest, { time }) => Math.min(oldest ?? Infinity, time ?? Infinity),
    undefined,
  );
}

function gapsOf(key: ArmKey, { answers, since, error }: Reading, { from, to }: Range): readonly HistoryGap[] {
  if (error && isNotLogged(error)) {
    return [{ kind: "notLogged" }];
  }
  const count = answers.reduce((sum, { unreadable }) => sum + unreadable, 0);
  return [
    ...(answers.some(({ leftOut }) => leftOut.has(key)) ? [{ kind: "leftOut" } as const] : []),
    ...(answers.some(({ isPartial }) => isPartial) ? [{ kind: "partial" } as const] : []),
    ...(count > 0 ? [{ kind: "unreadable", count } as const] : []),
    ...(error ? [{ kind: "failed", error } as const] : []),
    ...(since > from && since < to ? [{ kind: "cut", since } as const] : []),
  ];
}

/**
 * Merges the histories of several subscriptions; `undefined` if there is none. `asOf` is that of the oldest. A connection that
 * is in several of them is kept once, with its end.
 */
export function mergeHistories(histories: readonly History[]): History | undefined {
  const [first, ...others] = histories;
  if (first === undefined || others.length === 0) {
    return first;
  }
  const gaps = new Map<ArmKey, readonly HistoryGap[]>();
  for (const [key, own] of histories.flatMap((history) => [...history.gaps])) {
    gaps.set(key, [...(gaps.get(key) ?? []), ...own]);
  }
  const ending = histories
    .flatMap(({ connections }) => connections)
    .sort((a, b) => Number(a.hasEnded) - Number(b.hasEnded));
  return {
    from: Math.min(...histories.map(({ from }) => from)),
    to: Math.max(...histories.map(({ to }) => to)),
    asOf: new Date(Math.min(...histories.map(({ asOf }) => asOf.getTime()))),
    connections: distinct(ending).sort(newestConnectionFirst),
    failures: distinct(histories.flatMap(({ failures }) => failures)).sort(newestFailureFirst),
    gaps,
    activities: histories.flatMap(({ activities }) => activities).sort((a, b) => b.started - a.started),
    activityGaps: histories.flatMap(({ activityGaps }) => activityGaps),
  };
}

/** The last entry for each host and key. */
function distinct<T extends Connection | FailedSignIn>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [`${one.hostKey} ${one.key}`, one])).values()];
}
