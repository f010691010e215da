import type { History } from "../../core/history/history.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import {
  HISTORY_COLUMNS,
  historyColumn,
  historyExportName,
  historyValue,
  ownText,
  type HistoryColumn,
  type HistoryRecord,
} from "../../core/model/history/historyFields.ts";
import { HISTORY_RANGE_IDS, HISTORY_RANGES, type HistoryRange } from "../../core/model/history/historyRange.ts";
import { FILTER_FIELDS, type FilterField } from "../../core/model/session/sessionFields.ts";
import type { Searchable } from "../../core/model/session/sessionFilter.ts";
import { present } from "../../core/text/json.ts";
import type { App } from "../commands/app.ts";
import { journalDisconnectors } from "../commands/journal/disconnectors.ts";
import { historyRow, type RowContext } from "../table/history/historyRows.ts";
import { LiveSessions } from "../table/history/liveSessions.ts";
import { firstOf, UNKNOWN_HOST, wrongInput, type ToolAnswer } from "./toolAnswer.ts";
import { inputObject, readWantedEntries, type WantedEntries } from "./toolInput.ts";
import { errorReason, missingHosts, peopleNote, whyNotReady, type MissingPart } from "./toolReadiness.ts";

const DEFAULT_RANGE = "1d";

/** A connection of the audit log, and what a filter may name it by. */
interface PastConnection {
  readonly record: HistoryRecord;
  readonly hostKey: ArmKey;
  readonly ids: readonly string[];
}

/** Who was connected in a range of time, by Azure's audit log. Lists no sessions. */
export async function readConnections(app: App, input: unknown, signal: AbortSignal): Promise<ToolAnswer> {
  const selection = readWantedEntries(input, isPersonalField);
  if ("outcome" in selection) {
    return selection;
  }
  const { range: named = DEFAULT_RANGE } = inputObject(input) ?? {};
  const range = HISTORY_RANGE_IDS.find((id) => id === named);
  if (!range) {
    return wrongInput(`range must be one of ${HISTORY_RANGE_IDS.join(", ")}.`);
  }
  const notReady = await whyNotReady(app, signal);
  if (notReady) {
    return notReady;
  }
  const { hostKey } = selection;
  const hosts = [...app.inventory.hosts].filter(({ host }) => hostKey === undefined || host.key === hostKey);
  if (hosts.length === 0 && hostKey !== undefined) {
    return UNKNOWN_HOST;
  }
  const to = app.clock.wall().getTime();
  const request = { from: to - HISTORY_RANGES[range], to, hosts: hosts.map(({ host }) => host) };
  const history = await app.inventory.people.history.read(request, signal);
  const context = await contextOf(app, signal);
  const { hasPeople, note } = peopleNote(selection.people);
  const connections = history.connections
    .map((logged): PastConnection => {
      const ids = [logged.tunnelId, logged.targetResourceId, logged.hostKey].flatMap((id) => id?.toLowerCase() ?? []);
      return { record: historyRow({ kind: "connection", logged }, context), hostKey: logged.hostKey, ids };
    })
    .filter((one) => matches(one, selection, hasPeople));
  return answerOf(app, { history, connections, range, hasPeople, note, isAllHosts: hostKey === undefined });
}

async function contextOf({ inventory, journal, clock }: App, signal: AbortSignal): Promise<RowContext> {
  const live = new LiveSessions(inventory.hosts);
  const disconnector = await journalDisconnectors(journal);
  signal.throwIfAborted();
  return {
    hostName: (key) => nameOf(inventory, key),
    subscriptionName: (key) => {
      const state = inventory.host(key);
      return state && inventory.names.subscription(state.host.subscriptionId);
    },
    // Numbers are for the table's page.
    numberOf: () => 0,
    isLive: (connection) => live.of(connection) !== undefined,
    disconnector,
    now: clock.wall().getTime(),
  };
}

interface Found {
  readonly history: History;
  readonly connections: readonly PastConnection[];
  readonly range: HistoryRange;
  readonly hasPeople: boolean;
  readonly note: string | undefined;
  readonly isAllHosts: boolean;
}

function answerOf(app: App, { history, connections, range, hasPeople, note, isAllHosts }: Found): ToolAnswer {
  const { first, more } = firstOf(connections);
  const incomplete = [...missingRecords(app, history), ...(isAllHosts ? missingHosts(app) : [])];
  return {
    outcome: "ok",
    ...present({ note }),
    asOf: history.asOf.toISOString(),
    isComplete: incomplete.length === 0,
    more,
    data: {
      range,
      connections: first.map(({ record, hostKey }) => ({
        hostId: app.inventory.host(hostKey)?.host.id ?? hostKey,
        ...Object.fromEntries(
          columnsFor(hasPeople).map((column) => [historyExportName(column), historyValue(column, record)]),
        ),
      })),
      failedSignIns: history.failures.length,
      incomplete: firstOf(incomplete).first,
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

function matches({ record, ids }: PastConnection, { filter }: WantedEntries, hasPeople: boolean): boolean {
  // A filter must not find out about people who aren't asked for.
  const text = (id: string) => (ownText(id, record) ?? "").toLowerCase();
  const fields = Object.fromEntries(
    FILTER_FIELDS.map((field) => [field, hasPeople || !isPersonalField(field) ? text(field) : ""]),
  ) as Searchable["fields"];
  const anywhere = columnsFor(hasPeople).map(text).join("\n");
  const search = { fields, anywhere, ageMinutes: record.minutes, hasId: (id: string) => ids.includes(id) };
  return filter?.matches(search) ?? true;
}

/** What the log can't say of hosts. */
function missingRecords({ inventory }: App, { gaps }: History): readonly MissingPart[] {
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

function nameOf(inventory: App["inventory"], key: ArmKey): string {
  const state = inventory.host(key);
  return state ? inventory.names.host(state.host) : key.slice(key.lastIndexOf("/") + 1);
}
