/** What a row of the history says, from what the audit log and the Activity Log have. Everything in it is text that someone else wrote. */
import { connectedAddress, parseTargetId, type ArmKey } from "../model/armId.ts";
import type { EndId, HistoryRecord } from "../model/history/historyFields.ts";
import { clientName } from "../model/session/clientName.ts";
import type { Connection, FailedSignIn, LoggedClient } from "../model/session/connection.ts";
import { plainText } from "../text/plainText.ts";
import type { HostActivity } from "./activity.ts";

const MINUTE = 60_000;
/** What a cell shows of a text. */
const LONGEST = 120;

/** An entry of the history: one line of the grid. */
export type PastEntry =
  | { readonly kind: "connection"; readonly logged: Connection }
  | { readonly kind: "failure"; readonly logged: FailedSignIn }
  | { readonly kind: "activity"; readonly logged: HostActivity };

/** Who disconnected a connection, as far as something besides the audit log tells. */
export type Disconnector =
  /** This extension, as the journal says. */
  | {
      readonly kind: "us";
      readonly reason?: string;
      /** Of the disconnect, as the Activity Log may have it too. */
      readonly requestId?: string;
    }
  /** Someone's disconnect of the host's sessions is in the Activity Log, shortly before it ended. */
  | { readonly kind: "probably"; readonly by: string };

/** What a record is made with. */
export interface RecordContext {
  readonly hostName: (key: ArmKey) => string;
  readonly subscriptionName: (key: ArmKey) => string | undefined;
  /** Whether the live list has it. */
  readonly isLive: (connection: Connection) => boolean;
  readonly disconnector: (connection: Connection) => Disconnector | undefined;
  /** Milliseconds of the date. */
  readonly now: number;
}

/** An entry as a record, with texts that are fit to be shown. */
export function historyRecord(entry: PastEntry, context: RecordContext): HistoryRecord {
  const { hostKey } = entry.logged;
  const subscription = context.subscriptionName(hostKey);
  return {
    host: plainText(context.hostName(hostKey)),
    ...(subscription !== undefined && { subscription: plainText(subscription) }),
    ...(entry.kind === "activity" ? doing(entry.logged) : connecting(entry, context)),
  };
}

type OwnPart = Omit<HistoryRecord, "host" | "subscription">;

function doing({ kind, caller, clientAddress, started, outcome }: HostActivity): OwnPart {
  return {
    ...texts({ person: caller, from: clientAddress }),
    started,
    end: kind,
    ...((outcome === "failed" || outcome === "rejected") && { outcome }),
  };
}

function connecting(entry: Exclude<PastEntry, { kind: "activity" }>, context: RecordContext): OwnPart {
  const { logged } = entry;
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
    ...(entry.kind === "connection" ? lasting(entry.logged, context) : failing(entry.logged)),
  };
}

function failing({ time }: FailedSignIn): Pick<HistoryRecord, "started" | "end"> {
  return { end: "failed", ...(time !== undefined && { started: time }) };
}

function lasting(
  connection: Connection,
  context: RecordContext,
): Pick<HistoryRecord, "started" | "ended" | "minutes" | "end" | "because"> {
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
  { isLive, disconnector }: RecordContext,
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

/** Of a target that was connected to by address, the address: that isn't a resource. */
function vmName({ targetResourceId }: LoggedClient): string | undefined {
  return parseTargetId(targetResourceId)?.name ?? connectedAddress(targetResourceId) ?? targetResourceId;
}

type Texts = Partial<Record<"person" | "user" | "vm" | "ip" | "from" | "client" | "protocol", string>>;

function texts(logged: { readonly [Name in keyof Texts]?: string | undefined }): Texts {
  return Object.fromEntries(
    Object.entries(logged).flatMap(([name, text]) => (text ? [[name, plainText(text, LONGEST)]] : [])),
  );
}
