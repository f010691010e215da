/** Puts in order what audit log, Activity Log and journal have of a person, a target VM or a bastion host. */
import { parseResourceId, type ArmKey } from "../model/armId.ts";
import { distinctNames } from "../text/distinctNames.ts";
import { present } from "../text/json.ts";
import { activityLines } from "./activityLines.ts";
import { connectionLines, type UnnamedLine } from "./connectionLines.ts";
import { endingsOf, ourRequests } from "./endings.ts";
import type { Incident, IncidentEvent, IncidentLine, IncidentSubject } from "./incident.ts";
import type { IncidentInput } from "./incidentInput.ts";
import { missingIn, sourceStates } from "./incidentGaps.ts";
import { disconnectLines, linkDeletionLines } from "./journalLines.ts";
import { machineKey, subjectMatcher } from "./subjectMatch.ts";

/** The timeline. Nothing uncertain is certain in it, and what could not be read is in `missing`. */
export function makeIncident(input: IncidentInput): Incident {
  const { subject, from, to, history, journal, hosts } = input;
  const { entries, linkDeletions } = "entries" in journal ? journal : { entries: [], linkDeletions: [] };
  const matcher = subjectMatcher(subject, { connections: history.connections, entries });
  const isIn = ({ time }: UnnamedLine) => time === undefined || (time >= from && time < to);
  const own = [
    ...connectionLines({ history, matcher, endingOf: endingsOf(history, entries), to }),
    ...disconnectLines(entries, matcher, subject),
  ].filter(isIn);
  const concerned = new Set([
    ...own.map(({ hostKey }) => hostKey),
    ...(subject.kind === "machine" ? subject.hostKeys : []),
  ]);
  const activities = history.activities.filter(({ started }) => started >= from && started < to);
  const { lines: done, lists } = activityLines({ activities, subject, concerned, ours: requestsOf(input) });
  const deleted = linkDeletionLines({ deletions: linkDeletions, matcher, subject, concerned }).filter(isIn);
  const hostName = hostNames(input);
  return {
    subject,
    name: nameOf(subject, hostName),
    from,
    to,
    exportedAt: input.exportedAt,
    exportedBy: input.exportedBy,
    hosts: hosts.map(({ key, id }) => ({ key, id, name: hostName(key) })),
    sources: sourceStates(input),
    missing: missingIn(input, hostName),
    listsLeftOut: lists,
    lines: named([...own, ...done, ...deleted], hostName).toSorted(inOrder),
  };
}

/** The IDs of all requests that the journal has, those that deleted links included. */
function requestsOf({ journal }: IncidentInput): ReadonlySet<string> {
  if ("code" in journal) {
    return new Set();
  }
  const ofLinks = journal.linkDeletions.flatMap(({ machines }) =>
    machines.flatMap(({ requestId }) => requestId?.toLowerCase() ?? []),
  );
  return new Set([...ourRequests(journal.entries), ...ofLinks]);
}

function nameOf(subject: IncidentSubject, hostName: (key: ArmKey) => string): string {
  switch (subject.kind) {
    case "person":
      return subject.person;
    case "machine":
      return subject.name;
    case "host":
      return hostName(subject.hostKey);
  }
}

/** Names of hosts: those asked about look different from each other; of others the journal has the name. */
function hostNames({ hosts, journal }: IncidentInput): (key: ArmKey) => string {
  const names = distinctNames(
    hosts.map(({ key, id, name }) => {
      const { resourceGroup, subscriptionId } = parseResourceId(id) ?? {};
      return { key, name, details: [resourceGroup, subscriptionId, id] };
    }),
  );
  const journaled = new Map(
    "code" in journal
      ? []
      : [
          ...journal.entries.flatMap(({ sessions }) => sessions),
          ...journal.linkDeletions.flatMap(({ machines }) => machines),
        ].map(({ hostId, hostName }) => [hostId.toLowerCase(), hostName]),
  );
  return (key) => names.get(key) ?? journaled.get(key) ?? key.slice(key.lastIndexOf("/") + 1);
}

/** Gives hosts and machines their names: two that differ never look alike. */
function named(lines: readonly UnnamedLine[], hostName: (key: ArmKey) => string): readonly IncidentLine[] {
  const keyOf = ({ hostKey, machineId, machineAddress }: UnnamedLine) =>
    machineKey(hostKey, present({ targetResourceId: machineId, targetAddress: machineAddress }));
  const groups = Map.groupBy(
    lines.filter(({ machine }) => machine !== undefined),
    keyOf,
  );
  const names = distinctNames(
    [...groups].flatMap(([key, [first, ...others]]) => {
      const { resourceGroup, subscriptionId } = parseResourceId(first?.machineId) ?? {};
      const details = [resourceGroup, subscriptionId, first?.machineAddress, key];
      return first && key !== "" ? [{ key, name: readableName([first, ...others]), details }] : [];
    }),
  );
  return lines.map((line) => ({
    ...line,
    host: hostName(line.hostKey),
    ...(line.machine !== undefined && { machine: names.get(keyOf(line)) ?? line.machine }),
  }));
}

/** The audit log has names in capitals: another source's is easier to read. */
function readableName(lines: readonly UnnamedLine[]): string {
  const all = lines.flatMap(({ machine }) => machine ?? []);
  return all.find((name) => name !== name.toUpperCase()) ?? all[0] ?? "";
}

/** What happened first, where several have one time. */
const ORDER: readonly IncidentEvent[] = [
  "linksCreated",
  "linksRead",
  "failedSignIn",
  "connected",
  "warned",
  "disconnectConfirmed",
  "sessionsDisconnected",
  "linkDeletionConfirmed",
];

function inOrder(a: IncidentLine, b: IncidentLine): number {
  const rank = ({ what }: IncidentLine) => (ORDER.indexOf(what) + ORDER.length + 1) % (ORDER.length + 1);
  return (a.time ?? Infinity) - (b.time ?? Infinity) || rank(a) - rank(b);
}
