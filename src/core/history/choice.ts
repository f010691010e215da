/** Which connections may belong to a session whose ID isn't in the log. */
import { parseAzureTime } from "../model/azureTime.ts";
import { CLOCKS_DIFFER_MS } from "../model/credibleTimes.ts";
import type { Connection } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import { firstFrom } from "./loggedPeople.ts";
import type { Candidate, Place } from "./place.ts";

/** How far apart a session's start and its row may be, in milliseconds: clocks differ and times are rounded. */
export const TOGETHER_MS = 5_000;
/** Starts that are further apart, in milliseconds, belong to different connections. */
export const POSSIBLE_MS = 120_000;

/** When a session started, in milliseconds of the date, and how far off that may be. */
export interface Start {
  readonly at: number;
  readonly within: number;
}

export function startOf({ startTime, durationMinutes }: BastionSession, listedAt: number): Start {
  const at = startTime === undefined ? undefined : parseAzureTime(startTime)?.getTime();
  if (at !== undefined) {
    return { at, within: TOGETHER_MS };
  }
  // An age isn't exact to the second: a list takes seconds to arrive, and this machine's clock isn't Azure's.
  return durationMinutes === undefined
    ? { at: listedAt, within: Infinity }
    : { at: listedAt - durationMinutes * 60_000, within: POSSIBLE_MS };
}

/** Whether Azure named the start, so that it can be compared to the second. */
export function isSure(start: Start): boolean {
  return start.within === TOGETHER_MS;
}

/** The connections that sessions at a place may belong to, earliest first. */
export interface Choice {
  /** Connections without an end. */
  readonly open: readonly Candidate[];
  /** The same, with those that may have ended since the sessions were listed. */
  readonly all: readonly Candidate[];
}

/** The choices at all places of a host. */
export class Choices {
  readonly #isFree: (connection: Connection) => boolean;
  readonly #known = new Map<Place, readonly [all: Choice, withoutId: Choice]>();

  /** @param taken connections that have a session's ID */
  constructor(taken: ReadonlySet<Connection>, listedAt: number) {
    const since = listedAt - CLOCKS_DIFFER_MS;
    this.#isFree = (connection) =>
      !taken.has(connection) && (!connection.hasEnded || (connection.ended ?? Infinity) >= since);
  }

  /** @param hasOtherId whether connections with an ID belong to other sessions. Returns the same object for the same place */
  at(place: Place, hasOtherId: boolean): Choice {
    const known = this.#known.get(place) ?? this.#choicesAt(place);
    this.#known.set(place, known);
    return known[hasOtherId ? 1 : 0];
  }

  #choicesAt(place: Place): readonly [Choice, Choice] {
    const all = place.candidates.filter(({ connection }) => this.#isFree(connection));
    return [choiceOf(all), choiceOf(all.filter(({ connection }) => connection.tunnelId === undefined))];
  }
}

function choiceOf(all: readonly Candidate[]): Choice {
  return { open: all.filter(({ connection }) => !connection.hasEnded), all };
}

/** Whether a connection is among candidates. */
export function hasConnection(candidates: readonly Candidate[], connection: Connection): boolean {
  const { started = 0 } = connection;
  for (let index = firstFrom(candidates, started); candidates[index]?.at === started; index++) {
    if (candidates[index]?.connection === connection) {
      return true;
    }
  }
  return false;
}
