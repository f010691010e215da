/** Rows of the page from what the audit log and the Activity Log have. Everything in it is text that somebody else wrote. */
import type { HostActivity } from "../../../core/history/activity.ts";
import type { EndId } from "../../../core/model/history/historyFields.ts";
import { parseTargetId, type ArmKey } from "../../../core/model/armId.ts";
import { clientName } from "../../../core/model/session/clientName.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../../../core/model/session/connection.ts";
import { idHash } from "../../../core/text/idHash.ts";
import { plainText } from "../../../core/text/plainText.ts";
import type { Disconnector } from "./historySource.ts";
import type { HistoryRow } from "./historyProtocol.ts";

const MINUTE = 60_000;
/** What a cell shows of a text. */
const LONGEST = 120;

/** An entry of the history: one line of the grid. */
export type PastEntry =
  | { readonly kind: "connection"; readonly logged: Connection }
  | { readonly kind: "failure"; readonly logged: FailedSignIn }
  | { readonly kind: "activity"; readonly logged: HostActivity };

/** What a row is made with. */
export interface RowContext {
  readonly hostName: (key: ArmKey) => string;
  readonly subscriptionName: (key: ArmKey) => string | undefined;
  /** A number for what has an id that the page need not know. */
  readonly numberOf: (key: string) => number;
  /** Whether the live list has it. */
  readonly isLive: (connection: Connection) => boolean;
  readonly disconnector: (connection: Connection) => Disconnector | undefined;
  /** Milliseconds of the date. */
  readonly now: number;
}

/** Unique among all entries. */
export function entryKey({ kind, logged }: PastEntry): string {
  return `${kind} ${logged.hostKey} ${logged.key}`;
}

export function historyRow(entry: PastEntry, context: RowContext): HistoryRow {
  const { hostKey } = entry.logged;
  const subscription = context.subscriptionName(hostKey);
  return {
    id: context.numberOf(entryKey(entry)),
    host: plainText(context.hostName(hostKey)),
    hostNumber: context.numberOf(hostKey),
    ...(subscription !== undefined && { subscription: plainText(subscription) }),
    ...(entry.kind === "activity" ? doing(entry.logged) : connecting(entry, context)),
  };
}

type OwnPart = Omit<HistoryRow, "id" | "host" | "hostNumber" | "subscription">;

function doing({ hostKey, kind, caller, clientAddress, started, outcome, correlationId }: HostActivity): OwnPart {
  return {
    ...texts({ person: caller, from: clientAddress }),
    ids: [correlationId, hostKey].flatMap((id) => (id ? idHash(id.toLowerCase()) : [])),
    started,
    end: kind,
    ...((outcome === "failed" || outcome === "rejected") && { outcome }),
  };
}

function connecting(entry: Exclude<PastEntry, { kind: "activity" }>, context: RowContext): OwnPart {
  const { logged } = entry;
  const target = logged.targetResourceId ?? logged.targetAddress;
  const tunnelId = entry.kind === "connection" ? entry.logged.tunnelId : undefined;
  return {
    ...texts({
      person: logged.person,
      user: logged.userName,
      vm: vmName(logged),
      ip: logged.targetAddress,
      from: logged.clientAddress,
      client: clientName(logged.userAgent),
      protocol: logged.protocol?.toUpperCase(),
    }),
    ...(target !== undefined && { machine: context.numberOf(`on ${target.toLowerCase()}`) }),
    ids: [tunnelId, logged.targetResourceId, logged.hostKey].flatMap((id) => (id ? idHash(id.toLowerCase()) : [])),
    ...(entry.kind === "connection" ? lasting(entry.logged, context) : failing(entry.logged)),
  };
}

function failing({ time }: FailedSignIn): Pick<HistoryRow, "started" | "end"> {
  return { end: "failed", ...(time !== undefined && { started: time }) };
}

function lasting(
  connection: Connection,
  context: RowContext,
): Pick<HistoryRow, "started" | "ended" | "minutes" | "end" | "because"> {
  const { started, ended, durationMs } = connection;
  const end = endOf(connection, context);
  const until = end.end === "live" ? context.now : ended;
  const length =
    durationMs ?? (started !== undefined && until !== undefined ? Math.max(0, until - started) : undefined);
  return {
    ...(started !== undefined && { started }),
    ...(ended !== undefined && { ended }),
    ...(length !== undefined && { minutes: length / MINUTE }),
    ...end,
  };
}

/** Only what is known: a connection without an end in the log has not ended for certain, nor is it still there. */
function endOf(
  connection: Connection,
  { isLive, disconnector }: RowContext,
): { readonly end: EndId; readonly because?: string } {
  if (!connection.hasEnded && isLive(connection)) {
    return { end: "live" };
  }
  const by = disconnector(connection);
  if (by?.kind === "us") {
    return { end: "byUs", ...(by.reason !== undefined && { because: plainText(by.reason) }) };
  }
  if (by) {
    return { end: "probablyBy", because: plainText(by.by) };
  }
  return { end: connection.hasEnded ? "ended" : "open" };
}

function vmName({ targetResourceId }: LoggedClient): string | undefined {
  return targetResourceId === undefined ? undefined : (parseTargetId(targetResourceId)?.name ?? targetResourceId);
}

type Texts = Partial<Record<"person" | "user" | "vm" | "ip" | "from" | "client" | "protocol", string>>;

function texts(logged: { readonly [Name in keyof Texts]?: string | undefined }): Texts {
  return Object.fromEntries(
    Object.entries(logged).flatMap(([name, text]) => (text ? [[name, plainText(text, LONGEST)]] : [])),
  );
}
