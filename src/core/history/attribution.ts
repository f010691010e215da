/**
 * Finds the person behind each live session of a host in the audit log. Users disconnect sessions because of it, so it never
 * chooses between two people, and it expects rows to be late or lost: anything uncertain is only `possible`.
 */
import type { ArmKey } from "../model/armId.ts";
import type { Attribution, Connection, Doubt, FailedSignIn, LogBlank } from "../model/session/connection.ts";
import {
  Choices,
  hasConnection,
  isSure,
  POSSIBLE_MS,
  startOf,
  TOGETHER_MS,
  type Choice,
  type Start,
} from "./choice.ts";
import { connectionsById, type LiveSession } from "./exact.ts";
import { latestTime } from "./latestTime.ts";
import { firstFrom } from "./loggedPeople.ts";
import { Places, type Candidate, type Place } from "./place.ts";
import { rivalsOf, type Rivals } from "./rivals.ts";
import { isLink } from "../model/session/who.ts";

/** How much of a host's log could be read. Times in milliseconds of the date. */
export interface LogReading {
  readonly state: "read" | "partial" | "notLogged" | "notLoggedBySku" | "notAllowed" | "failed";
  /** The range that was read. */
  readonly from: number;
  readonly to: number;
  /** When it was read, by this machine's clock. */
  readonly readAt: number;
}

export interface AttributionInput {
  readonly hostKey: ArmKey;
  readonly sessions: readonly LiveSession[];
  /** Sessions that were listed before and have left: a row may belong to one of them. */
  readonly gone?: readonly LiveSession[];
  /** When the list came, in milliseconds of the date, by this machine's clock. */
  readonly listedAt: number;
  /** May include those of other hosts, which are ignored. */
  readonly connections: readonly Connection[];
  readonly failures?: readonly FailedSignIn[];
  readonly log: LogReading;
  /** It is known from other hosts that the log uses the sessions' IDs, so that a different ID means a different session. */
  readonly idsAgree?: boolean;
}

/**
 * How long before and after a match no other person may have used the account, in milliseconds. A younger session isn't
 * matched: rows can be as late as this.
 */
const SETTLED_MS = 900_000;
/** By how much a machine's clock may be wrong, in milliseconds. */
const CLOCK_WRONG_MS = 3_600_000;
/** How late rows usually are, in milliseconds. */
const LOG_DELAY_MS = 600_000;
/** More candidates than these help no reader. */
const MOST_CANDIDATES = 10;

/** A session whose ID isn't in the log. */
interface Unknown {
  readonly live: LiveSession;
  readonly start: Start;
  readonly place: Place;
  readonly choice: Choice;
}

interface Dated extends AttributionInput {
  /** The latest time that Azure wrote, in milliseconds of the date. */
  readonly latest: number;
}

type Candidates = readonly [Connection, ...Connection[]];

/** Attributes each session, by its key. */
export function attributeSessions(input: AttributionInput): ReadonlyMap<string, Attribution> {
  const isHere = ({ hostKey }: Connection | FailedSignIn) => hostKey === input.hostKey;
  const connections = input.connections.filter(isHere);
  const places = new Places(connections, input.failures?.filter(isHere) ?? []);
  const listed = new Set(input.sessions.map(({ key }) => key));
  const live = [...input.sessions, ...(input.gone ?? []).filter(({ key }) => !listed.has(key))];

  const byId = connectionsById(live, connections);
  const idsAgree = input.idsAgree === true || [...byId.values()].some(({ isExact }) => isExact);
  const choices = new Choices(new Set([...byId.values()].flatMap((same) => same.connections)), input.listedAt);
  const unknown = live
    .filter(({ key }) => !byId.has(key))
    .map((one): Unknown => {
      const place = places.of(one.session);
      const choice = choices.at(place, idsAgree && one.session.sessionId !== undefined);
      return { live: one, start: startOf(one.session, input.listedAt), place, choice };
    });
  const rivals = rivalsOf(
    unknown.map(({ choice: { open }, start }) => ({ candidates: open, ...rangeOf(open, start.at, start.within) })),
  );
  const dated = { ...input, latest: latestTime(input) };
  const found = withoutNeighbours(unknown, (one, index) => attributionOf(one, rivals[index], dated));
  for (const [key, { connections: candidates, isExact }] of byId) {
    found.set(key, isExact ? { confidence: "exact", candidates } : possibly(candidates, "ambiguous"));
  }
  return new Map(input.sessions.map(({ key }) => [key, found.get(key) ?? none("noRecord")]));
}

/**
 * A connection that fits one session may be that of another nearby which no connection explains: its own may not be logged, or
 * its row be lost.
 */
function withoutNeighbours(
  unknown: readonly Unknown[],
  attribute: (one: Unknown, index: number) => Attribution,
): Map<string, Attribution> {
  const all = unknown.map((one, index) => ({ one, attribution: attribute(one, index) }));
  const unexplained = Map.groupBy(
    all.filter(({ attribution }) => !isExplained(attribution)),
    ({ one }) => one.place.peopleOfTarget,
  );
  return new Map(
    all.map(({ one, attribution }) => {
      const isNamed = attribution.confidence === "matched" || attribution.confidence === "samePerson";
      const hasNeighbour =
        isNamed &&
        unexplained
          .get(one.place.peopleOfTarget)
          ?.some((other) => isNear(one, other.one) && mayHave(other.one, one.place, attribution.candidates));
      return [one.live.key, hasNeighbour ? possibly(attribution.candidates, "ambiguous") : attribution];
    }),
  );
}

function isNear(a: Unknown, b: Unknown): boolean {
  return Math.abs(a.start.at - b.start.at) <= POSSIBLE_MS;
}

/** A connection may be that of a session under another account: the log may not name its account. */
function mayHave({ place, choice }: Unknown, own: Place, candidates: Candidates): boolean {
  return place === own || candidates.some((connection) => hasConnection(choice.open, connection));
}

function isExplained(attribution: Attribution): boolean {
  switch (attribution.confidence) {
    case "none":
      return attribution.blank === "shareableLink";
    case "possible":
      return attribution.doubt !== "apart" && attribution.doubt !== "ended";
    default:
      return true;
  }
}

/** Whether the log uses the sessions' IDs, see {@link AttributionInput.idsAgree}. */
export function idsAgreeIn(attributions: ReadonlyMap<string, Attribution>): boolean {
  return [...attributions.values()].some(({ confidence }) => confidence === "exact");
}

function attributionOf(one: Unknown, rivals: Rivals | undefined, input: Dated): Attribution {
  const { start, choice } = one;
  const together = nearest(choice.open, start.at, start.within);
  if (rivals && together && isSure(start)) {
    return attributionAmong(together, rivals, doubtOf(one, rivals, input));
  }
  // The row of a young session is probably still missing, so that rows nearby belong to others.
  const around = isYoung(one, input) ? undefined : nearest(choice.all, start.at, Math.max(start.within, POSSIBLE_MS));
  if (around) {
    const doubt = isSure(start) ? "apart" : "ambiguous";
    return possibly(around, around.every(({ hasEnded }) => hasEnded) ? "ended" : doubt);
  }
  return none(blankOf(one, input));
}

function attributionAmong(candidates: Candidates, rivals: Rivals, doubt: Doubt | undefined): Attribution {
  if (doubt !== undefined) {
    return possibly(candidates, doubt);
  }
  if (rivals.connections > 1) {
    return { confidence: "samePerson", candidates };
  }
  const [first] = candidates;
  // A link needs no sign-in: a name beside it would be its creator's.
  return isLink(first) ? none("shareableLink") : { confidence: "matched", candidates };
}

/** Why connections that began together with a session may belong to another one. */
function doubtOf({ live, start, place }: Unknown, rivals: Rivals, input: Dated): Doubt | undefined {
  const [person = "", ...others] = rivals.people;
  const isOnly = rivals.sessions === 1 && rivals.connections === 1;
  const isOfOnePerson = others.length === 0 && person !== "" && rivals.connections >= rivals.sessions;
  if (rivals.isUnsure || !(isOnly || isOfOnePerson)) {
    return "ambiguous";
  }
  if (place.people.hasOther(person, start.at - SETTLED_MS, start.at + SETTLED_MS)) {
    return "otherPerson";
  }
  // Someone who connected to another account of the machine at that moment: one of the two rows may be of this session.
  if (place.peopleOfTarget.hasOther(person, start.at - TOGETHER_MS, start.at + TOGETHER_MS)) {
    return "ambiguous";
  }
  if (input.log.state !== "read" || input.log.from > start.at - SETTLED_MS) {
    return "incomplete";
  }
  return isSettled(live, start, input) ? undefined : "tooSoon";
}

/** Whether late rows have arrived. Without Azure's duration, only what Azure itself wrote later proves that. */
function isSettled(live: LiveSession, start: Start, input: Dated): boolean {
  const age = ageAtReading(live, start, input);
  const isTold = live.session.durationMinutes !== undefined || input.latest >= start.at + SETTLED_MS;
  return age >= (isTold ? SETTLED_MS : SETTLED_MS + CLOCK_WRONG_MS);
}

/** How old a session was when the log was read. Azure's duration is preferred: this machine's clock may be wrong. */
function ageAtReading({ session }: LiveSession, start: Start, { log, listedAt }: AttributionInput): number {
  const { durationMinutes } = session;
  const known = durationMinutes === undefined ? Infinity : durationMinutes * 60_000 + log.readAt - listedAt;
  return Math.min(known, start.within === Infinity ? Infinity : log.to - start.at);
}

function isYoung({ live, start }: Unknown, input: AttributionInput): boolean {
  return ageAtReading(live, start, input) < LOG_DELAY_MS;
}

function blankOf(one: Unknown, input: AttributionInput): LogBlank {
  const { state, from } = input.log;
  switch (state) {
    case "notLogged":
    case "notLoggedBySku":
    case "notAllowed":
      return state;
    case "failed":
      return "incomplete";
    case "read":
    case "partial": {
      const isRead = state === "read" && one.start.at >= from;
      const blank = isRead ? "noRecord" : "incomplete";
      return isYoung(one, input) ? "notLoggedYet" : blank;
    }
  }
}

/** The connections that started within some time of a moment, nearest first. */
function nearest(candidates: readonly Candidate[], at: number, within: number): Candidates | undefined {
  const { from, to } = rangeOf(candidates, at, within);
  const middle = Math.min(Math.max(firstFrom(candidates, at), from), to);
  const [first, ...others] = candidates
    .slice(Math.max(from, middle - MOST_CANDIDATES), Math.min(to, middle + MOST_CANDIDATES))
    .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))
    .slice(0, MOST_CANDIDATES)
    .map(({ connection }) => connection);
  return first && [first, ...others];
}

function rangeOf(candidates: readonly Candidate[], at: number, within: number): { from: number; to: number } {
  return { from: firstFrom(candidates, at - within), to: firstFrom(candidates, at + within + 1) };
}

function possibly(candidates: Candidates, doubt: Doubt): Attribution {
  return { confidence: "possible", candidates, doubt };
}

function none(blank: LogBlank): Attribution {
  return { confidence: "none", blank };
}
