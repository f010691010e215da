/** Which connections may be a session whose ID the log doesn't have. */
import { parseAzureTime } from "../model/azureTime.ts";
import { CLOCKS_DIFFER_MS } from "../model/credibleTimes.ts";
import type { Connection } from "../model/session/connection.ts";
import type { BastionSession } from "../model/session/session.ts";
import type { Candidate, Place } from "./place.ts";

/** A session and its row have the same start, but for what clocks and roundings make of it. */
export const TOGETHER_MS = 5_000;
/** Beyond this, two starts are of two connections. */
export const POSSIBLE_MS = 120_000;

/** When a session started, in milliseconds of the date, and by how much that may be wrong. */
export interface Start {
  readonly at: number;
  readonly within: number;
}

export function startOf({ startTime, durationMinutes }: BastionSession, listedAt: number): Start {
  const at = startTime === undefined ? undefined : parseAzureTime(startTime)?.getTime();
  if (at !== undefined) {
    return { at, within: TOGETHER_MS };
  }
  // A list takes seconds to come, and when it came is by a clock that isn't Azure's.
  return durationMinutes === undefined
    ? { at: listedAt, within: Infinity }
    : { at: listedAt - durationMinutes * 60_000, within: POSSIBLE_MS };
}

/** Whether a start is as Azure said it, so that it can be compared to the second. */
export function isSure(start: Start): boolean {
  return start.within === TOGETHER_MS;
}

/** What may be the sessions at one place, the earliest first. */
export interface Choice {
  /** Connections without an end. */
  readonly open: readonly Candidate[];
  /** These, and those that may have ended since the sessions were listed. */
  readonly all: readonly Candidate[];
}

/** The choices at all places of a host. */
export class Choices {
  readonly #isFree: (connection: Connection) => boolean;
  readonly #known = new Map<Place, readonly [all: Choice, withoutId: Choice]>();

  /** @param taken connections that are another session, or none that is known */
  constructor(taken: ReadonlySet<Connection>, listedAt: number) {
    const since = listedAt - CLOCKS_DIFFER_MS;
    this.#isFree = (connection) =>
      !taken.has(connection) && (!connection.hasEnded || (connection.ended ?? Infinity) >= since);
  }

  /** @param hasOtherId a connection with an ID is another session. Gives the same object for the same place */
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
