/** Sessions as rows: the fields and their names are those of the extension's table and exports. */
import * as l10n from "@vscode/l10n";
import { ageMinutes, isFullyKnown, type HostedSession, type HostState } from "../../core/inventory/hostState.ts";
import { isSuspect } from "../../core/inventory/hostLeftovers.ts";
import type { Names } from "../../core/inventory/names.ts";
import { attributionOf, whoIs } from "../../core/inventory/people/sessionPeople.ts";
import {
  cellText,
  columnOf,
  COLUMNS,
  exportName,
  exportValue,
  isLoggedField,
  rowTexts,
  type ColumnId,
  type RowTexts,
} from "../../core/model/session/sessionFields.ts";
import type { Attribution, LogBlank } from "../../core/model/session/connection.ts";
import type { FieldHost, FieldRecord } from "../../core/model/session/sessionField.ts";
import type { StateId } from "../../core/model/session/sessionStates.ts";
import { momentOf, type Moment } from "../../core/model/time/moment.ts";
import type { Clock } from "../../core/model/clock.ts";
import { plainText } from "../../core/text/plainText.ts";
import type { ExportColumn } from "../../core/text/tabularExport.ts";
import { surenessText } from "./outcomeText.ts";
import { startedOf, timeText } from "./valueText.ts";
import type { TextColumn } from "./textTable.ts";
import { asOfTitle, sessionTitles } from "../../words/columnTitles.ts";
import { formatDuration, unknown } from "../../words/format.ts";
import { blankTexts, stateTexts } from "../../words/stateTexts.ts";

/** A session to be printed. */
export interface SessionRecord {
  readonly record: FieldRecord & RowTexts;
  readonly minutes: number | undefined;
  /** How certain the person is: `exact`, `matched` or `samePerson`; absent where no person may be named. */
  readonly confidence: Attribution["confidence"] | undefined;
  readonly asOf: Date | undefined;
  readonly ids: {
    readonly hostId: string;
    readonly subscriptionId: string;
    readonly targetResourceId: string | undefined;
    readonly sessionId: string | undefined;
  };
}

/** Columns of the table for people; the exports have all. */
const SHOWN: readonly ColumnId[] = ["user", "person", "vm", "host", "protocol", "started", "duration", "from", "state"];

/** Makes the record of each session of a host. */
export function sessionRecords(sessions: readonly HostedSession[], names: Names, clock: Clock): SessionRecord[] {
  const now = momentOf(clock);
  return sessions.map((hosted) => sessionRecord(hosted, names, now));
}

function sessionRecord(hosted: HostedSession, names: Names, now: Moment): SessionRecord {
  const { host: state, state: row } = hosted;
  const { session, work, key } = row;
  const who = whoIs(hosted);
  const { startTime } = session;
  return {
    record: {
      on: fieldHost(state, names),
      ...rowTexts(session, who, plainText),
      ...(who.blank && { blank: who.blank }),
      ...(startTime !== undefined && { started: cleanStart(startTime) }),
      ...(work && { work }),
      ...(session.sessionId === undefined && { anonymous: true as const }),
      ...(isSuspect(state, key) && { suspect: true as const }),
    },
    minutes: state.list && ageMinutes(session, state.list, now),
    confidence: who.person === undefined ? undefined : attributionOf(hosted)?.confidence,
    asOf: state.list?.receivedAtWall,
    ids: {
      hostId: state.host.id,
      subscriptionId: state.host.subscriptionId,
      targetResourceId: session.targetResourceId,
      sessionId: session.sessionId,
    },
  };
}

function cleanStart(text: string): number | string {
  const started = startedOf(text);
  return typeof started === "number" ? started : plainText(started);
}

function fieldHost(state: HostState, names: Names): FieldHost {
  const { host } = state;
  return {
    name: plainText(names.host(host)),
    subscription: plainText(names.subscription(host.subscriptionId)),
    resourceGroup: plainText(host.resourceGroup),
    ...(host.sku !== undefined && { sku: plainText(host.sku) }),
    ...(host.location !== undefined && { location: plainText(host.location) }),
    reading: isFullyKnown(state) ? "known" : "partly",
  };
}

/** The columns of CSV, Markdown and JSON; what only the audit log tells is there if people are wanted. */
export function sessionExport(withPeople: boolean): ExportColumn<SessionRecord>[] {
  const titles = sessionTitles();
  return [
    ...wanted(COLUMNS, withPeople).map((column) => ({
      name: exportName(column),
      title: titles[column],
      value: ({ record, minutes }: SessionRecord) => exportValue(column, record, minutes),
      isAmount: columnOf(column).isAmount === true,
    })),
    ...(withPeople
      ? [{ name: "confidence", title: l10n.t("Confidence"), value: ({ confidence }: SessionRecord) => confidence }]
      : []),
    { name: "asOf", title: asOfTitle(), value: ({ asOf }) => asOf?.toISOString() },
  ];
}

/** What a program knows a session by. */
export const SESSION_IDS = (["hostId", "subscriptionId", "targetResourceId", "sessionId"] as const).map((name) => ({
  name,
  value: ({ ids }: SessionRecord) => ids[name],
}));

/** The columns of the table for people. */
export function sessionColumns(withPeople: boolean): TextColumn<SessionRecord>[] {
  const titles = sessionTitles();
  const states = { ...stateTexts(), ...blankTexts() };
  const format = { format: (key: StateId | LogBlank) => states[key], time: timeText, duration: formatDuration };
  const columns = wanted(SHOWN, withPeople).map((column) => ({
    title: titles[column],
    text: ({ record, minutes }: SessionRecord) => cellText(column, record, minutes, format) ?? unknown(),
    isAmount: columnOf(column).isAmount === true,
  }));
  const confidence = { title: l10n.t("Confidence"), text: surenessOf };
  return withPeople ? [...columns, confidence] : columns;
}

function surenessOf({ confidence }: SessionRecord): string {
  return confidence === undefined ? "" : surenessText(confidence);
}

function wanted(columns: readonly ColumnId[], withPeople: boolean): readonly ColumnId[] {
  return columns.filter((column) => withPeople || !isLoggedField(column));
}
