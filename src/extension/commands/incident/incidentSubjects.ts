/** Whom or what a timeline can be about. */
import { l10n, Uri, type QuickPickItem } from "vscode";
import type { IncidentMachine, IncidentSubject } from "../../../core/incident/incident.ts";
import { addressOf, machineKey } from "../../../core/incident/subjectMatch.ts";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import type { JournalContents } from "../../../core/journal/journal.ts";
import type { EntrySession } from "../../../core/journal/journalEntry.ts";
import { armKey, parseBastionHostId, resourceKey, type ArmKey } from "../../../core/model/armId.ts";
import type { BastionSession } from "../../../core/model/session/session.ts";
import { targetName } from "../../../core/model/session/target.ts";
import { personKey } from "../../../core/model/session/who.ts";
import { asObject, asText, present } from "../../../core/text/json.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { groupKey } from "../../tree/treeNode.ts";
import type { App } from "../app.ts";
import { asNode, sessionsOf, sessionsOfHosts, type RowReference } from "../commandRows.ts";

type Known = Pick<App, "inventory">;

/** What the command was called on; empty where it was called on nothing, or on nothing that is known any more. */
export function meantSubjects(app: Known, argument: unknown, journal: JournalContents): readonly IncidentSubject[] {
  const node = asNode(argument);
  if (node) {
    return distinct(subjectsOfRow(app, node));
  }
  return distinct(argument instanceof Uri ? subjectsOfDocument(argument, journal) : subjectsOfArgument(argument));
}

/** Everything that can be meant, by what is connected now and what the journal has. */
export function allSubjects(app: Known, { entries }: JournalContents): readonly IncidentSubject[] {
  const live = sessionsOfHosts(app.inventory.hosts).flatMap((hosted) => subjectsOfSession(hosted));
  const past = entries.flatMap(({ sessions }) => sessions.flatMap(subjectsOfEntry));
  const hosts = [...app.inventory.hosts].map(({ host }) => ({ kind: "host", hostKey: host.key }) as const);
  const all = distinct([...live, ...past, ...hosts]);
  return (["person", "machine", "host"] as const).flatMap((kind) => all.filter((one) => one.kind === kind));
}

function subjectsOfRow({ inventory }: Known, node: RowReference): readonly IncidentSubject[] {
  switch (node.kind) {
    case "host":
      return [{ kind: "host", hostKey: node.hostKey }];
    case "session":
      return sessionsOf(inventory, [node]).flatMap((hosted) => [
        ...subjectsOfSession(hosted),
        { kind: "host", hostKey: node.hostKey } as const,
      ]);
    case "group": {
      const hosted = sessionsOfHosts(inventory.hosts).filter((one) => groupKey(node.by, one) === node.key);
      const kind = node.by === "targetVm" ? "machine" : "person";
      return hosted.flatMap((one) => subjectsOfSession(one)).filter((one) => one.kind === kind);
    }
    default:
      return [];
  }
}

function subjectsOfSession(hosted: HostedSession): readonly IncidentSubject[] {
  const { person } = whoIs(hosted);
  return [...personOf(person), ...machineOf(hosted.state.session, hosted.host.host.key)];
}

function subjectsOfEntry({ session, hostId }: EntrySession): readonly IncidentSubject[] {
  return [...personOf(session.person), ...machineOf(session, armKey(hostId))];
}

function personOf(person: string | undefined): readonly IncidentSubject[] {
  return personKey(person) === "" || person === undefined ? [] : [{ kind: "person", person }];
}

function machineOf(session: BastionSession, hostKey: ArmKey): readonly IncidentMachine[] {
  const name = targetName(session);
  if (name === undefined || machineKey(hostKey, session) === "") {
    return [];
  }
  const resourceId = resourceKey(session.targetResourceId) === undefined ? undefined : session.targetResourceId;
  return [{ kind: "machine", name, hostKeys: [hostKey], ...present({ resourceId, address: addressOf(session) }) }];
}

/** The sessions of a disconnect's own document, or of the whole journal. */
function subjectsOfDocument({ path }: Uri, { entries }: JournalContents): readonly IncidentSubject[] {
  const id = /^\/outcome\/([^/]+)\//u.exec(path)?.[1];
  const own = id === undefined ? entries : entries.filter((entry) => entry.id === id);
  const sessions = own.flatMap((entry) => entry.sessions);
  return [
    ...sessions.flatMap(subjectsOfEntry),
    ...sessions.map(({ hostId }) => ({ kind: "host", hostKey: armKey(hostId) }) as const),
  ];
}

/** `{"incident":{"person","machine":{"name","resourceId","address"},"hostId"}}`: what the history's rows hand over. */
function subjectsOfArgument(value: unknown): readonly IncidentSubject[] {
  const meant = asObject(asObject(value)?.["incident"]);
  const machine = asObject(meant?.["machine"]);
  const hostId = asText(meant?.["hostId"]);
  if (hostId === undefined || !parseBastionHostId(hostId)) {
    return [];
  }
  const session = present({
    targetHostName: asText(machine?.["name"]),
    targetResourceId: asText(machine?.["resourceId"]),
    targetIpAddress: asText(machine?.["address"]),
  });
  const hostKey = armKey(hostId);
  return [...personOf(asText(meant?.["person"])), ...machineOf(session, hostKey), { kind: "host", hostKey }];
}

/** Each once. A machine that is reached through several hosts is one. */
function distinct(subjects: readonly IncidentSubject[]): readonly IncidentSubject[] {
  const known = new Map<string, IncidentSubject>();
  for (const subject of subjects) {
    const key = keyOf(subject);
    const before = known.get(key);
    const isMachine = before?.kind === "machine" && subject.kind === "machine";
    known.set(
      key,
      isMachine
        ? { ...subject, ...before, hostKeys: [...new Set([...before.hostKeys, ...subject.hostKeys])] }
        : (before ?? subject),
    );
  }
  return [...known.values()];
}

function keyOf(subject: IncidentSubject): string {
  switch (subject.kind) {
    case "person":
      return `person ${personKey(subject.person)}`;
    case "machine":
      return `machine ${resourceKey(subject.resourceId) ?? `${subject.hostKeys.join(" ")} ${subject.address ?? subject.name}`}`;
    case "host":
      return `host ${subject.hostKey}`;
  }
}

/** A subject as a quick pick shows it. */
export function subjectItem(
  { inventory }: Known,
  subject: IncidentSubject,
): QuickPickItem & { readonly subject: IncidentSubject } {
  switch (subject.kind) {
    case "person":
      return { label: messageText(subject.person), description: l10n.t("person"), subject };
    case "machine":
      return {
        label: messageText(subject.name),
        description: l10n.t("target VM"),
        detail: messageText(subject.resourceId ?? subject.address ?? ""),
        subject,
      };
    case "host":
      return {
        label: messageText(hostLabel(inventory, subject.hostKey)),
        description: l10n.t("bastion host"),
        subject,
      };
  }
}

function hostLabel(inventory: App["inventory"], key: ArmKey): string {
  const state = inventory.host(key);
  return state ? inventory.names.host(state.host) : key.slice(key.lastIndexOf("/") + 1);
}
