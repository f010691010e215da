/**
 * Random worlds of people who connect, of administrators who disconnect them, by this extension or otherwise, and of links
 * that come and go: with what audit log, Activity Log and journal have of it at one moment, and with the world's own record.
 */
import type { ActivityEvent, ActivityKind } from "../../../src/core/azure/activityLog.ts";
import type { AuditRecord } from "../../../src/core/azure/auditLog.ts";
import { foldActivity } from "../../../src/core/history/activity.ts";
import { foldRecords } from "../../../src/core/history/fold.ts";
import type { IncidentInput } from "../../../src/core/incident/incidentInput.ts";
import type { EntrySession, JournalEntry } from "../../../src/core/journal/journalEntry.ts";
import type { LinkDeletion } from "../../../src/core/journal/linkDeletion.ts";
import type { ArmKey } from "../../../src/core/model/armId.ts";
import { hostKeyOf, randomFrom } from "./auditWorld.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const NOW = Date.UTC(2026, 7, 20, 18);
export const FROM = NOW - 8 * HOUR;
export const US = "ada@contoso.com";
const ADMINISTRATORS = ["eve@contoso.com", "mallory@contoso.com"];

/** A connection as it was. */
export interface TrueConnection {
  readonly id: string;
  readonly sessionId: string;
  readonly host: ArmKey;
  readonly machine: string;
  readonly account: string;
  /** Nameless: native clients and links. */
  readonly person: string | undefined;
  readonly isLink: boolean;
  readonly start: number;
  end: number;
  /** Who ended it; its user where left out. */
  endedBy?: string;
  hasStartRow: boolean;
  hasEndRow: boolean;
}

/** What was done to a host as it was. */
export interface TrueActivity {
  readonly host: ArmKey;
  readonly kind: ActivityKind;
  readonly caller: string;
  readonly time: number;
  readonly isRefused: boolean;
  readonly requestId: string;
  isLogged: boolean;
}

export interface IncidentWorld {
  readonly connections: readonly TrueConnection[];
  readonly activities: readonly TrueActivity[];
  readonly entries: readonly JournalEntry[];
  readonly deletions: readonly LinkDeletion[];
  readonly people: readonly string[];
  readonly machines: readonly string[];
  readonly hosts: readonly ArmKey[];
  /** What there is to read, for an incident of everything. */
  readonly read: Omit<IncidentInput, "subject">;
}

/** @param ids whether the audit log has the IDs of sessions, or others. The same world for the same seed. */
export function incidentWorld(seed: number, ids: "same" | "others"): IncidentWorld {
  const { pick, chance, upTo, guid, shuffled } = randomFrom(seed);
  const hosts = [hostKeyOf(0), hostKeyOf(1)];
  const machines = [0, 1, 2, 3].map(
    (index) => `/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-${index}`,
  );
  const people = [0, 1, 2].map((index) => `person${index}@contoso.com`);
  const connections = Array.from({ length: 40 }, (): TrueConnection => {
    const sessionId = guid();
    const start = second(FROM - HOUR + upTo(9 * HOUR));
    const isLink = chance(0.1);
    return {
      id: ids === "same" ? sessionId : guid(),
      sessionId,
      host: pick(hosts),
      machine: pick(machines),
      account: pick(["azureuser", "root"]),
      person: isLink || chance(0.1) ? undefined : pick(people),
      isLink,
      start,
      end: second(start + upTo(4 * HOUR) + MINUTE),
      hasStartRow: false,
      hasEndRow: false,
    };
  });
  const activities: TrueActivity[] = [];
  const entries: JournalEntry[] = [];
  for (let run = 0; run < 14; run++) {
    const time = second(FROM + upTo(8 * HOUR));
    const host = pick(hosts);
    const live = connections.filter((one) => one.host === host && one.start < time - MINUTE && one.end > time + MINUTE);
    const meant = shuffled(live).slice(0, 1 + upTo(2));
    const isOurs = chance(0.6);
    const caller = isOurs ? US : pick(ADMINISTRATORS);
    const isRefused = chance(0.2);
    const requestId = guid();
    activities.push({ host, kind: "disconnected", caller, time, isRefused, requestId, isLogged: false });
    if (!isRefused) {
      meant.forEach((one) => Object.assign(one, { end: time + 2_000 + 1_000 * upTo(25), endedBy: caller }));
    }
    if (isOurs && meant.length > 0) {
      const verdict = chance(0.2) ? undefined : "disconnected";
      const sessions = meant.map((one) => sessionOf(one, time, requestId, isRefused ? "failed" : verdict, chance(0.5)));
      entries.push({ id: guid(), at: iso(time - 1_000), by: "user", reason: "=leaving", sessions, warnings: [] });
    }
  }
  for (let run = 0; run < 12; run++) {
    const kind = pick<ActivityKind>(["linksCreated", "linksRead", "linksDeleted", "changed", "listed"]);
    const time = second(FROM - HOUR + upTo(9 * HOUR));
    activities.push({
      host: pick(hosts),
      kind,
      caller: pick([...ADMINISTRATORS, ...people]),
      time,
      isRefused: chance(0.2),
      requestId: guid(),
      isLogged: false,
    });
  }
  const deletions = [0, 1].map((): LinkDeletion =>
    deletionOf(pick(hosts), pick(machines), FROM + upTo(8 * HOUR), guid()),
  );
  const arrives = (time: number) => !chance(0.05) && time + upTo(12 * MINUTE) <= NOW;
  const records = connections.flatMap((one) => {
    one.hasStartRow = one.start >= FROM && arrives(one.start);
    one.hasEndRow = one.end >= FROM && arrives(one.end);
    const rows = [...(one.hasStartRow ? [startRow(one)] : []), ...(one.hasEndRow ? [endRow(one)] : [])];
    return rows.flatMap((row) => (chance(0.1) ? [row, { ...row }] : [row]));
  });
  const events = activities.flatMap((one) => {
    one.isLogged = arrives(one.time);
    return one.isLogged ? eventsOf(one).flatMap((event) => (chance(0.1) ? [event, { ...event }] : [event])) : [];
  });
  return {
    connections,
    activities,
    entries,
    deletions,
    people,
    machines,
    hosts,
    read: {
      from: FROM,
      to: NOW,
      history: {
        from: FROM,
        to: NOW,
        asOf: new Date(NOW),
        ...foldRecords(shuffled(records)),
        gaps: new Map(),
        activities: foldActivity(shuffled(events)),
        activityGaps: [],
      },
      journal: { entries, linkDeletions: deletions, torn: [] },
      journalSince: FROM - 90 * 24 * HOUR,
      hosts: hosts.map((key) => ({ key, id: key, name: key.slice(-4), subscriptionId: "s1" })),
      unasked: [],
      subscriptionName: (id) => id,
      exportedAt: NOW,
      exportedBy: [US],
      notes: [],
    },
  };
}

function sessionOf(
  one: TrueConnection,
  time: number,
  requestId: string,
  verdict: "disconnected" | "failed" | undefined,
  isNamed: boolean,
): EntrySession {
  return {
    hostId: one.host,
    hostName: one.host.slice(-4),
    actor: { account: US, accountId: "1", tenantId: "t" },
    session: {
      sessionId: one.sessionId,
      userName: one.account,
      protocol: "SSH",
      targetResourceId: one.machine,
      startTime: iso(one.start),
      ...(isNamed && one.person !== undefined && { person: one.person, confidence: "matched" }),
    },
    ...(verdict && { verdict, answeredAt: iso(time + 1_000), requestId }),
  };
}

function deletionOf(hostId: ArmKey, vmId: string, time: number, id: string): LinkDeletion {
  const actor = { account: US, accountId: "1", tenantId: "t" };
  const machine = { hostId, hostName: hostId.slice(-4), actor, vmId, links: [{}, {}], verdict: "deleted" } as const;
  return { id, at: iso(time), by: "user", machines: [{ ...machine, answeredAt: iso(time + 9_000) }] };
}

function startRow(one: TrueConnection): AuditRecord {
  return { ...clientOf(one), time: one.start, operation: "connect", message: "Successfully Connected." };
}

function endRow(one: TrueConnection): AuditRecord {
  const message = "Successfully Disconnected";
  return { ...clientOf(one), time: one.end, ended: one.end, operation: "disconnect", message };
}

function clientOf(one: TrueConnection): AuditRecord {
  return {
    hostKey: one.host,
    userName: one.account,
    ...(one.person !== undefined && { person: one.person }),
    clientAddress: "198.51.100.7",
    protocol: "ssh",
    resourceType: one.isLink ? "BSL" : "VM",
    targetResourceId: one.machine.toUpperCase(),
    tunnelId: one.id.toUpperCase(),
    started: one.start,
  };
}

function eventsOf({ host, kind, caller, time, isRefused, requestId }: TrueActivity): readonly ActivityEvent[] {
  const event = { hostKey: host, kind, caller, correlationId: requestId, requestId };
  return [
    { ...event, time, status: "Started", eventId: `${requestId} 1` },
    {
      ...event,
      time: time + 1_000,
      eventId: `${requestId} 2`,
      status: isRefused ? "Failed" : "Succeeded",
      statusCode: isRefused ? "Forbidden" : "OK",
    },
  ];
}

function second(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
