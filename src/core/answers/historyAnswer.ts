import type { History } from "../history/history.ts";
import { historyRecord, type PastEntry, type RecordContext } from "../history/historyRecord.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { ArmKey } from "../model/armId.ts";
import {
  HISTORY_COLUMNS,
  historyColumn,
  historyExportName,
  historyValue,
  ownText,
  type HistoryColumn,
  type HistoryRecord,
} from "../model/history/historyFields.ts";
import { HISTORY_RANGE_IDS, HISTORY_RANGES, type HistoryRange } from "../model/history/historyRange.ts";
import { present } from "../text/json.ts";
import { FILTER_FIELDS, type FilterField } from "../model/session/sessionFields.ts";
import type { Searchable } from "../model/session/sessionFilter.ts";
import { errorReason, incompleteData, unknownHost, type AnswerSource, type MissingPart } from "./missingParts.ts";
import { firstOf, wrongInput, type ToolAnswer } from "./toolAnswer.ts";
import { inputObject, readWantedEntries, type WantedEntries } from "./toolInput.ts";

const DEFAULT_RANGE = "1d";

/** Which connections are meant. */
export interface WantedConnections extends WantedEntries {
  readonly range: HistoryRange;
}

/** What else is known of connections than the audit log has. */
export type Endings = Pick<RecordContext, "isLive" | "disconnector">;

/** A connection or a failed sign-in of the audit log, and what a filter may name it by. */
interface Logged {
  readonly record: HistoryRecord;
  readonly hostKey: ArmKey;
  readonly ids: readonly string[];
}

/** Reads the input of a tool strictly. */
export function readWantedConnections(input: unknown): WantedConnections | ToolAnswer {
  const wanted = readWantedEntries(input, isPersonalField, ["range"]);
  if ("outcome" in wanted) {
    return wanted;
  }
  const { range: named = DEFAULT_RANGE } = inputObject(input) ?? {};
  const range = HISTORY_RANGE_IDS.find((id) => id === named);
  return range ? { ...wanted, range } : wrongInput(`range must be one of ${HISTORY_RANGE_IDS.join(", ")}.`);
}

/**
 * Who was connected in a range of time, by Azure's audit log. Lists no sessions.
 * @param wanted its `people`: whether people may be in the answer
 * @param endings asked for when the log has been read
 */
export async function historyAnswer(
  source: AnswerSource,
  wanted: WantedConnections,
  endings: () => Promise<Endings>,
  signal: AbortSignal,
): Promise<ToolAnswer> {
  const { inventory, clock } = source;
  const { hostKey, range } = wanted;
  const hosts = [...inventory.hosts].filter(({ host }) => hostKey === undefined || host.key === hostKey);
  if (hosts.length === 0 && hostKey !== undefined) {
    return unknownHost(source);
  }
  const to = clock.wall().getTime();
  const request = { from: to - HISTORY_RANGES[range], to, hosts: hosts.map(({ host }) => host) };
  const history = await inventory.people.history.read(request, signal);
  const context = contextOf(source, await endings());
  signal.throwIfAborted();
  const matching = (entries: readonly LoggedEntry[]) =>
    entries.map((entry) => loggedOf(entry, context)).filter((one) => matches(one, wanted));
  const connections = matching(history.connections.map((logged) => ({ kind: "connection", logged })));
  const failures = matching(history.failures.map((logged) => ({ kind: "failure", logged })));
  return answerOf(source, history, { connections, failures: failures.length }, wanted);
}

type LoggedEntry = Exclude<PastEntry, { readonly kind: "activity" }>;

function loggedOf(entry: LoggedEntry, context: RecordContext): Logged {
  const { hostKey, targetResourceId } = entry.logged;
  const tunnelId = entry.kind === "connection" ? entry.logged.tunnelId : undefined;
  const ids = [tunnelId, targetResourceId, hostKey].flatMap((id) => id?.toLowerCase() ?? []);
  return { record: historyRecord(entry, context), hostKey, ids };
}

function contextOf({ inventory, clock }: AnswerSource, endings: Endings): RecordContext {
  return {
    hostName: (key) => nameOf(inventory, key),
    subscriptionName: (key) => {
      const state = inventory.host(key);
      return state && inventory.names.subscription(state.host.subscriptionId);
    },
    isLive: endings.isLive,
    disconnector: endings.disconnector,
    now: clock.wall().getTime(),
  };
}

function answerOf(
  { inventory, missingHosts, limits }: AnswerSource,
  history: History,
  { connections, failures }: { readonly connections: readonly Logged[]; readonly failures: number },
  { range, people, hostKey }: WantedConnections,
): ToolAnswer {
  const { first, more } = firstOf(connections);
  const incomplete = [...missingRecords(inventory, history), ...(hostKey === undefined ? missingHosts : [])];
  return {
    outcome: "ok",
    ...present({ note: limits }),
    asOf: history.asOf.toISOString(),
    isComplete: incomplete.length === 0,
    more,
    data: {
      range,
      connections: first.map(({ record, hostKey: on }) => ({
        hostId: inventory.host(on)?.host.id ?? on,
        ...Object.fromEntries(
          columnsFor(people).map((column) => [historyExportName(column), historyValue(column, record)]),
        ),
      })),
      failedSignIns: failures,
      ...incompleteData(incomplete),
    },
  };
}

function columnsFor(hasPeople: boolean): readonly HistoryColumn[] {
  return HISTORY_COLUMNS.filter((column) => hasPeople || !historyColumn(column).isPersonal);
}

function isPersonalField(field: FilterField): boolean {
  const column = HISTORY_COLUMNS.find((id) => id === field);
  return column !== undefined && historyColumn(column).isPersonal === true;
}

function matches({ record, ids }: Logged, { filter, people }: WantedEntries): boolean {
  // A filter must not find out about people who aren't asked for.
  const text = (id: string) => (ownText(id, record) ?? "").toLowerCase();
  const fields = Object.fromEntries(
    FILTER_FIELDS.map((field) => [field, people || !isPersonalField(field) ? text(field) : ""]),
  ) as Searchable["fields"];
  const anywhere = columnsFor(people).map(text).join("\n");
  const search = { fields, anywhere, ageMinutes: record.minutes, hasId: (id: string) => ids.includes(id) };
  return filter?.matches(search) ?? true;
}

/** What the log can't say of hosts. */
function missingRecords(inventory: Inventory, { gaps }: History): readonly MissingPart[] {
  return [...gaps].flatMap(([key, ofHost]) =>
    ofHost.map((gap) => ({
      what: "auditLog",
      hostId: inventory.host(key)?.host.id ?? key,
      host: nameOf(inventory, key),
      why: gap.kind,
      ...(gap.kind === "failed" && errorReason(gap.error)),
    })),
  );
}

function nameOf(inventory: Inventory, key: ArmKey): string {
  const state = inventory.host(key);
  return state ? inventory.names.host(state.host) : key.slice(key.lastIndexOf("/") + 1);
}
