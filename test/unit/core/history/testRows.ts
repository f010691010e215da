/** Rows, connections and sessions for the tests of this folder. */
import type { AuditRecord } from "../../../../src/core/azure/auditLog.ts";
import type { AttributionInput } from "../../../../src/core/history/attribution.ts";
import type { Connection } from "../../../../src/core/model/session/connection.ts";
import type { BastionSession } from "../../../../src/core/model/session/session.ts";
import { hostKeyOf } from "../../../support/history/auditWorld.ts";

export const HOST_KEY = hostKeyOf(0);
export const MINUTE = 60_000;
const VM = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web-01";

/** A time of the one day that the tests are about. */
export function at(time: string): number {
  return Date.parse(`2026-08-20T${time}Z`);
}

const said = {
  hostKey: HOST_KEY,
  userName: "azureuser",
  person: "ann@contoso.com",
  clientAddress: "198.51.100.7",
  userAgent: "Mozilla/5.0",
  protocol: "ssh",
  resourceType: "VM",
  targetResourceId: VM.toUpperCase(),
  targetAddress: "10.0.0.4",
} as const;

export function connectRow(own: Partial<AuditRecord> = {}): AuditRecord {
  const started = own.started ?? at("10:00:00");
  return { ...said, time: started, started, operation: "connect", message: "Successfully Connected.", ...own };
}

export function disconnectRow(own: Partial<AuditRecord> = {}): AuditRecord {
  const ended = own.ended ?? at("11:00:00");
  const end = { time: ended, ended, operation: "disconnect", message: "Successfully Disconnected" };
  return { ...said, started: at("10:00:00"), durationMs: 3_600_000, ...end, ...own };
}

export function failedRow(own: Partial<AuditRecord> = {}): AuditRecord {
  return { ...said, time: at("09:59:50"), operation: "connect", message: "Login Failed", ...own };
}

export function connection(own: Partial<Connection> = {}): Connection {
  return { ...said, key: JSON.stringify(own), started: at("10:00:00"), hasEnded: false, ...own };
}

export function session(own: Partial<BastionSession> = {}): BastionSession {
  return {
    sessionId: "s-1",
    userName: "azureuser",
    protocol: "SSH",
    targetHostName: "vm-web-01",
    targetIpAddress: "10.0.0.4",
    targetResourceId: VM,
    startTime: "2026-08-20T10:00:01.2345678Z",
    ...own,
  };
}

/** Listed and read at noon; the log from midnight on. */
export function inputOf(
  sessions: readonly BastionSession[],
  connections: readonly Connection[],
  own: Partial<AttributionInput> = {},
): AttributionInput {
  return {
    hostKey: HOST_KEY,
    sessions: sessions.map((one) => ({ key: `id:${one.sessionId ?? ""}`, session: one })),
    connections,
    listedAt: at("12:00:00"),
    log: { state: "read", from: at("00:00:00"), to: at("12:00:00"), readAt: at("12:00:00") },
    ...own,
  };
}
