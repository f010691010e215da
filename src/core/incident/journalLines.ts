/** Lines from the journal: disconnects and deletions of links that were confirmed on this machine, with what Azure answered. */
import type { EntrySession, JournalEntry } from "../journal/journalEntry.ts";
import { warningOutcome } from "../journal/journalFormat.ts";
import type { LinkDeletion, LinkMachine } from "../journal/linkDeletion.ts";
import { armKey, resourceKey, type ArmKey } from "../model/armId.ts";
import { targetName } from "../model/session/target.ts";
import { personKey } from "../model/session/who.ts";
import { present } from "../text/json.ts";
import { machineName, type UnnamedLine } from "./connectionLines.ts";
import type { IncidentSubject, LineRemark } from "./incident.ts";
import { addressOf, lessSure, type SubjectMatch, type SubjectMatcher } from "./subjectMatch.ts";

interface Matched<T> {
  readonly of: T;
  readonly match: SubjectMatch;
}

/** What both kinds of entries have in common. */
type Confirmation = Pick<JournalEntry, "at" | "by" | "reason" | "ticket">;

/** Disconnects that hit sessions of the subject. */
export function disconnectLines(
  entries: readonly JournalEntry[],
  matcher: SubjectMatcher,
  subject: IncidentSubject,
): readonly UnnamedLine[] {
  return entries.flatMap((entry) => {
    const own = matched(entry.sessions, (session) => matcher.session(session));
    const confirmed = alike(own).map((some) => confirmedLine(entry, some, "disconnectConfirmed"));
    return [...confirmed, ...warningLines(entry, own), ...own.flatMap((one) => sessionLines(entry, one, subject))];
  });
}

function matched<T>(all: readonly T[], match: (one: T) => SubjectMatch | undefined): readonly Matched<T>[] {
  return all.flatMap((of) => {
    const found = match(of);
    return found ? [{ of, match: found }] : [];
  });
}

type Some<T> = readonly [Matched<T>, ...Matched<T>[]];

/** What one line can say of a confirmation: of one host, and as sure for each. */
function alike<T extends EntrySession | LinkMachine>(own: readonly Matched<T>[]): readonly Some<T>[] {
  const groups = Map.groupBy(own, ({ of, match }) => JSON.stringify([armKey(of.hostId), match.sure, match === WIDE]));
  return [...groups.values()].flatMap(([first, ...others]) => (first ? [[first, ...others] as const] : []));
}

function confirmedLine(
  { at, by, reason, ticket }: Confirmation,
  own: Some<EntrySession | LinkMachine>,
  what: "disconnectConfirmed" | "linkDeletionConfirmed",
): UnnamedLine {
  const [{ of: first, match }] = own;
  return {
    ...timed(at),
    what,
    source: "journal",
    sure: match.sure,
    rules: distinct(own.flatMap((one) => one.match.rules)),
    remarks: by === "user" ? [] : [{ kind: "requestedBy", extension: by }],
    hostKey: armKey(first.hostId),
    actors: [...new Set(own.map(({ of }) => of.actor.account))],
    count: own.length,
    ...present({ reason, ticket }),
  };
}

function distinct<T>(rules: readonly T[]): readonly T[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** Messages on machines of which a session is the subject's. */
function warningLines({ warnings }: JournalEntry, own: readonly Matched<EntrySession>[]): readonly UnnamedLine[] {
  return warnings.flatMap((warning) => {
    const on = own.find(({ of }) => resourceKey(of.session.targetResourceId) === armKey(warning.targetId));
    return on
      ? [
          {
            ...timed(warning.at),
            what: "warned" as const,
            source: "journal" as const,
            sure: on.match.sure,
            rules: on.match.rules,
            remarks: [],
            hostKey: armKey(on.of.hostId),
            outcome: warningOutcome(warning),
            machineId: warning.targetId,
            ...present({ machine: targetName(on.of.session), failure: warning.failure }),
          },
        ]
      : [];
  });
}

function sessionLines(
  entry: JournalEntry,
  { of, match }: Matched<EntrySession>,
  subject: IncidentSubject,
): readonly UnnamedLine[] {
  const { verdict, listed, reconnected } = of;
  const session =
    match.isPersonCertain && subject.kind === "person" ? ofPerson(of.session, subject.person) : of.session;
  const isMatched = session.person !== undefined && session.confidence !== "exact" && match.isPersonCertain !== true;
  const about: Omit<UnnamedLine, "what"> = {
    source: "journal",
    sure: match.sure,
    rules: distinct([...match.rules, ...(isMatched ? [{ kind: "personMatched" } as const] : [])]),
    remarks: [],
    hostKey: armKey(of.hostId),
    ...(isMatched && { isPersonProbable: true as const }),
    ...present({
      person: session.person,
      account: session.userName,
      clientAddress: session.clientAddress,
      protocol: session.protocol,
      machine: targetName(session),
      machineId: session.targetResourceId,
      machineAddress: addressOf(session),
      sessionId: session.sessionId,
    }),
  };
  const answer: UnnamedLine = {
    ...about,
    ...timed(of.answeredAt ?? entry.at),
    what: "verdict",
    outcome: verdict ?? "noResponse",
    actors: [of.actor.account],
    remarks: listedRemarks(listed),
    ...present({ message: of.message, failure: of.failure, requestId: of.requestId }),
  };
  if (!reconnected) {
    return [answer];
  }
  // It is the same account on the same machine; no log was asked who uses it.
  const { person: _person, isPersonProbable: _isProbable, clientAddress: _address, sessionId: _id, ...place } = about;
  const isOfPerson = subject.kind === "person";
  const back: UnnamedLine = {
    ...place,
    ...timed(reconnected.at),
    what: "reconnected",
    sure: isOfPerson ? lessSure(match.sure, "probable") : match.sure,
    rules: [...match.rules, ...(isOfPerson ? [{ kind: "sameAccount" } as const] : [])],
    hostKey: armKey(reconnected.hostId),
    ...present({ sessionId: reconnected.sessionId }),
  };
  return [answer, back];
}

/** A session whose ID tells the person: another one who was matched to it wasn't there. */
function ofPerson(session: EntrySession["session"], known: string): EntrySession["session"] {
  const { person, confidence: _confidence, clientAddress: _address, ...others } = session;
  return person === undefined || personKey(person) === personKey(known) ? session : { ...others, person: known };
}

function listedRemarks(listed: EntrySession["listed"]): readonly LineRemark[] {
  return listed ? [{ kind: "listedAfter", ...listed }] : [];
}

interface Deletions {
  readonly deletions: readonly LinkDeletion[];
  readonly matcher: SubjectMatcher;
  readonly subject: IncidentSubject;
  /** Hosts with something of the subject. */
  readonly concerned: ReadonlySet<ArmKey>;
}

/** Links that were deleted from this machine: those of the subject's VMs, and for a person all of their hosts. */
export function linkDeletionLines({ deletions, matcher, subject, concerned }: Deletions): readonly UnnamedLine[] {
  const matchOf = ({ hostId, vmId }: LinkMachine) => matcher.links(armKey(hostId), vmId);
  const isWide = ({ hostId }: LinkMachine) => subject.kind === "person" && concerned.has(armKey(hostId));
  return deletions.flatMap((deletion) => {
    const own = matched(deletion.machines, (one) => matchOf(one) ?? (isWide(one) ? WIDE : undefined));
    const confirmed = alike(own).map((some) => ({
      ...confirmedLine(deletion, some, "linkDeletionConfirmed"),
      ...wideness(some[0].match === WIDE),
    }));
    return [...confirmed, ...own.map((one) => linkLine(deletion, one))];
  });
}

/** It happened on a host of the subject. */
const WIDE: SubjectMatch = { sure: "certain", rules: [] };

function wideness(isWide: boolean): Pick<UnnamedLine, "isHostWide"> {
  return isWide ? { isHostWide: true } : {};
}

function linkLine({ at }: LinkDeletion, { of, match }: Matched<LinkMachine>): UnnamedLine {
  return {
    ...timed(of.answeredAt ?? at),
    what: "linkVerdict",
    source: "journal",
    sure: match.sure,
    rules: match.rules,
    remarks: listedRemarks(of.listed),
    hostKey: armKey(of.hostId),
    ...wideness(match === WIDE),
    outcome: of.verdict ?? "noResponse",
    actors: [of.actor.account],
    count: of.links.length,
    machineId: of.vmId,
    ...present({
      machine: machineName(of.vmId),
      message: of.message,
      failure: of.failure,
      requestId: of.requestId,
    }),
  };
}

/** The journal is a file: a time in it may be none. */
function timed(at: string): Pick<UnnamedLine, "time"> {
  const time = Date.parse(at);
  return Number.isNaN(time) ? {} : { time };
}
