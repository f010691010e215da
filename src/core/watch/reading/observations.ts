/** What watching remembers of hosts between two looks: how many sessions there were, and which. */
import type { HostState, SessionList } from "../../inventory/hostState.ts";
import type { ArmKey } from "../../model/armId.ts";
import { exactly, type Count } from "../../model/count.ts";
import { KEPT_MS, type CountChange } from "../hits/watchFacts.ts";

interface Observed {
  readonly measured?: { readonly count: Count; readonly at: number };
  readonly list?: SessionList;
  /** By the last list that could be read completely. */
  readonly listed?: Count;
  /** The sessions of that list and of those since. */
  readonly known: ReadonlySet<string>;
  readonly changes: readonly CountChange[];
  readonly newcomers: ReadonlyMap<string, number>;
}

const NOTHING: Observed = { known: new Set(), changes: [], newcomers: new Map() };

/** More changes of one host than these help no reader. */
const MOST_CHANGES = 100;

/** Compares only what comes from the same source: a list is exact, Azure Monitor's average is not. */
export class Observations {
  readonly #hosts = new Map<ArmKey, Observed>();

  /** Looks at all hosts. @param now milliseconds of the date */
  look(states: readonly HostState[], now: number): void {
    const known = new Set(states.map(({ host }) => host.key));
    [...this.#hosts.keys()].filter((key) => !known.has(key)).forEach((key) => this.#hosts.delete(key));
    states.forEach((state) => this.#hosts.set(state.host.key, observed(this.#hosts.get(state.host.key), state, now)));
  }

  of(host: ArmKey): Pick<Observed, "changes" | "newcomers"> {
    return this.#hosts.get(host) ?? NOTHING;
  }
}

function observed(before: Observed = NOTHING, { list, approximate }: HostState, now: number): Observed {
  const measured = approximate && { count: approximate.count, at: approximate.at.getTime() };
  const isMeasuredAnew = measured && before.measured && measured.at > before.measured.at;
  const isListedAnew = list && before.list && list.receivedAt > before.list.receivedAt;
  const listedAt = list?.receivedAtWall.getTime() ?? now;
  const listed = list?.unreadable === 0 ? exactly(keysOf(list).length) : before.listed;
  const grown = [
    ...(isMeasuredAnew ? growth(before.measured.count, measured.count, measured.at) : []),
    ...(isListedAnew ? growth(before.listed, listed, listedAt) : []),
  ];
  const isOld = (at: number) => at < now - KEPT_MS;
  return {
    ...(measured && !isOlder(measured, before.measured)
      ? { measured }
      : before.measured && { measured: before.measured }),
    ...(list && { list }),
    ...(listed && { listed }),
    known: list?.unreadable === 0 ? new Set(keysOf(list)) : new Set([...before.known, ...keysOf(list)]),
    // The same sessions are seen by both sources, some minutes apart: one growth is told once.
    changes: [...withoutEchoes(grown, before.changes), ...before.changes]
      .filter(({ at }) => !isOld(at))
      .slice(0, MOST_CHANGES),
    newcomers: isListedAnew ? newcomersOf(before, list, listedAt) : before.newcomers,
  };
}

/** As Azure listed them: one that was disconnected since may be listed once more, and isn't new then. */
function keysOf(list: SessionList | undefined): readonly string[] {
  return [...(list?.sessions ?? []), ...(list?.removed ?? [])].map(({ key }) => key);
}

function isOlder(one: { readonly at: number }, other: { readonly at: number } | undefined): boolean {
  return other !== undefined && one.at < other.at;
}

function growth(before: Count | undefined, count: Count | undefined, at: number): readonly CountChange[] {
  const isMore =
    before &&
    before.kind === count?.kind &&
    before.kind !== "unknown" &&
    count.kind !== "unknown" &&
    count.value > before.value;
  return isMore ? [{ before, count, at }] : [];
}

/** Milliseconds within which Azure Monitor and a list tell of the same. */
const ECHO_MS = 20 * 60_000;

function withoutEchoes(grown: readonly CountChange[], before: readonly CountChange[]): readonly CountChange[] {
  return grown.filter(
    ({ count, at }) =>
      !before.some(
        (other) =>
          other.count.kind !== count.kind &&
          Math.abs(other.at - at) <= ECHO_MS &&
          "value" in other.count &&
          "value" in count &&
          other.count.value >= count.value,
      ),
  );
}

/** Those of before that are still there, and what a list has that the one before it had not. */
function newcomersOf(before: Observed, list: SessionList, at: number): ReadonlyMap<string, number> {
  return new Map(
    list.sessions.flatMap(({ key }) => {
      const since = before.newcomers.get(key) ?? (before.known.has(key) ? undefined : at);
      return since === undefined ? [] : [[key, since] as const];
    }),
  );
}
