import { azureTimestamp } from "../../http/wire.ts";
import type { ClientSpec, LogRow, Visit } from "./logTypes.ts";
import { SeededRandom } from "../random.ts";
import type { SimulatedHost } from "../worldTypes.ts";

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/microsoftazurebastionauditlogs */
export const AUDIT_TABLE = "MicrosoftAzureBastionAuditLogs";

/** The table's columns, in its order, with their types. */
export const AUDIT_COLUMNS: Readonly<Record<string, string>> = {
  TenantId: "string",
  TimeGenerated: "datetime",
  Time: "datetime",
  OperationName: "string",
  Message: "string",
  TunnelId: "string",
  UserName: "string",
  UserEmail: "string",
  ClientIpAddress: "string",
  ClientPort: "int",
  UserAgent: "string",
  Protocol: "string",
  ResourceType: "string",
  TargetResourceId: "string",
  TargetVMIPAddress: "string",
  SessionStartTime: "datetime",
  SessionEndTime: "string",
  Duration: "int",
  SourceSystem: "string",
  Type: "string",
  _ResourceId: "string",
};

/** A row, and when it happened, in milliseconds since 1970. */
export interface LogEntry {
  readonly at: number;
  readonly row: LogRow;
}

/** A sign-in to a target VM that failed. */
export interface FailedSignIn {
  readonly id: string;
  readonly at: number;
  readonly userName: string;
  readonly protocol: string;
  readonly targetResourceId: string;
  readonly targetIpAddress: string;
  readonly client: Required<ClientSpec>;
  readonly isDisconnected: boolean;
}

/** The row of a session's start. */
export function connectEntry(host: SimulatedHost, visit: Visit, tunnelId: string): LogEntry {
  const startedAt = loggedStart(visit);
  const at = startedAt + 180;
  const row = rowOf(host, at, visit, tunnelId, {
    OperationName: "Microsoft.Network/BastionHost/connect",
    Message: "Successfully Connected.",
    SessionStartTime: azureTimestamp(startedAt),
  });
  return { at, row };
}

/** The row of a session's end. */
export function disconnectEntry(host: SimulatedHost, visit: Visit, tunnelId: string, endedAt: number): LogEntry {
  const startedAt = loggedStart(visit);
  // The start as the log has it may be later than the end of a session of no length.
  const end = Math.max(endedAt, startedAt);
  const at = end + 90;
  const row = rowOf(host, at, visit, tunnelId, {
    OperationName: "Microsoft.Network/BastionHost/disconnect",
    Message: "Successfully Disconnected",
    SessionStartTime: azureTimestamp(startedAt),
    SessionEndTime: azureTimestamp(end),
    Duration: Math.round(end - startedAt),
  });
  return { at, row };
}

/** The rows of a sign-in that failed. */
export function failedEntries(host: SimulatedHost, failed: FailedSignIn): readonly LogEntry[] {
  const times = { SessionStartTime: azureTimestamp(failed.at) };
  const row = rowOf(host, failed.at, failed, failed.id, {
    OperationName: "Microsoft.Network/BastionHost/connect",
    Message: "Login Failed",
    ...times,
  });
  const at = failed.at + 2_300;
  const end = rowOf(host, at, failed, failed.id, {
    OperationName: "Microsoft.Network/BastionHost/disconnect",
    Message: "Successfully Disconnected",
    ...times,
    SessionEndTime: azureTimestamp(at),
    Duration: at - failed.at,
  });
  return [{ at: failed.at, row }, ...(failed.isDisconnected ? [{ at, row: end }] : [])];
}

/** Close to what the list of sessions says, and not the same. */
function loggedStart({ sessionId, startedAt, log }: Visit): number {
  return startedAt + (log.skewSeconds ?? SeededRandom.of(`start ${sessionId}`).next() * 1.2) * 1000;
}

function rowOf(
  host: SimulatedHost,
  at: number,
  visit: Omit<FailedSignIn, "id" | "at" | "isDisconnected">,
  tunnelId: string,
  more: LogRow,
): LogRow {
  const { client, protocol } = visit;
  const random = SeededRandom.of(`port ${client.clientAddress} ${tunnelId}`);
  const port = random.int(1_024, 65_535);
  return {
    TenantId: SeededRandom.of(`workspace ${host.subscriptionId}`).guid(),
    TimeGenerated: azureTimestamp(at),
    Time: azureTimestamp(at),
    TunnelId: tunnelId,
    UserName: visit.userName,
    UserEmail: client.person,
    // Mostly with its port.
    ClientIpAddress: random.next() < 0.75 ? withPort(client.clientAddress, port) : client.clientAddress,
    ClientPort: port,
    UserAgent: client.userAgent,
    Protocol: protocol.toLowerCase(),
    ResourceType: client.resourceType,
    TargetResourceId: visit.targetResourceId.toUpperCase(),
    TargetVMIPAddress: withPort(visit.targetIpAddress, protocol.toLowerCase() === "rdp" ? 3389 : 22),
    SessionEndTime: "",
    SourceSystem: "Azure",
    Type: AUDIT_TABLE,
    _ResourceId: host.key,
    ...more,
  };
}

function withPort(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
