import { personKey } from "../model/session/who.ts";
import type { Connection } from "../model/session/connection.ts";
import { tunnelOf } from "./rows.ts";

/** How much the start may differ that two rows of one connection name, in milliseconds. */
const SAME_START_MS = 5_000;

/** Ends that were logged apart from their starts: with another ID, or with a start that is some seconds off. */
export class LooseEnds {
  readonly #ends: readonly Connection[];
  readonly #byPerson: ReadonlyMap<string, readonly Connection[]>;

  /** @param ends connections of one place of which only the end is known */
  constructor(ends: readonly Connection[]) {
    this.#ends = ends;
    this.#byPerson = Map.groupBy(ends, ({ person }) => personKey(person));
  }

  /** Whether one of the ends may be that of a connection for which the log has none. */
  mayEnd(connection: Connection): boolean {
    const person = personKey(connection.person);
    const ends =
      person === "" ? this.#ends : [...(this.#byPerson.get(person) ?? []), ...(this.#byPerson.get("") ?? [])];
    return !connection.hasEnded && ends.some((end) => isEndOf(end, connection));
  }
}

function isEndOf(end: Connection, connection: Connection): boolean {
  const { started = 0 } = connection;
  return (
    (tunnelOf(end) === undefined || tunnelOf(connection) === undefined) &&
    (end.started === undefined || Math.abs(end.started - started) <= SAME_START_MS) &&
    (end.ended ?? Infinity) >= started
  );
}
