import { parseAzureTime } from "../azureTime.ts";
import type { BastionSession } from "./session.ts";
import { targetKey } from "./target.ts";
import { userKey } from "./userName.ts";

/**
 * How far apart the start times of sessions that belong together may be, in seconds. `az network bastion tunnel` opens a
 * session for every TCP connection, and a client opens those of one log-in within a second or two; a person who connects
 * twice takes longer.
 */
const TOGETHER_S = 5;

/**
 * Finds sessions that may be leftovers among those of one host, from one list: sessions of one user to one machine with one
 * protocol that began within a few seconds of each other. `az network bastion tunnel` leaves such sessions behind
 * (azure-cli-extensions#10137), but live connections, such as those of Remote-SSH or scp, can look the same: a suspicion, no
 * more, and it does not say which of them is alive.
 *
 * @param personOf equal for sessions of one person, empty where that isn't known: two people's are not each other's leftovers
 * @returns the groups, each of at least two sessions, in the order in which they began
 */
export function suspectedLeftovers<T>(
  sessions: readonly T[],
  sessionOf: (one: T) => BastionSession,
  personOf: (one: T) => string = () => "",
): readonly (readonly T[])[] {
  const alike = Map.groupBy(sessions, (one) => who(sessionOf(one)));
  return [...alike]
    .flatMap(([key, group]) => (key === undefined ? [] : together(group, sessionOf)))
    .flatMap((group) => byPerson(group, personOf))
    .filter(({ length }) => length > 1);
}

function who(session: BastionSession): string | undefined {
  const machine = targetKey(session);
  const began = beganAt(session);
  // A start time and a duration are of two clocks, and are not compared with each other.
  return session.userName === undefined || machine === "" || began === undefined
    ? undefined
    : JSON.stringify([userKey(session), machine, session.protocol?.toLowerCase(), began.by]);
}

function beganAt({
  startTime,
  durationMinutes,
}: BastionSession): { readonly by: "time" | "duration"; readonly seconds: number } | undefined {
  const date = startTime === undefined ? undefined : parseAzureTime(startTime);
  if (date) {
    return { by: "time", seconds: date.getTime() / 1_000 };
  }
  return durationMinutes === undefined ? undefined : { by: "duration", seconds: -durationMinutes * 60 };
}

function together<T>(group: readonly T[], sessionOf: (one: T) => BastionSession): readonly (readonly T[])[] {
  const inOrder = group
    .map((one) => ({ one, seconds: beganAt(sessionOf(one))?.seconds ?? 0 }))
    .sort((a, b) => a.seconds - b.seconds);
  const runs: { readonly ones: T[]; last: number }[] = [];
  for (const { one, seconds } of inOrder) {
    const run = runs.at(-1);
    if (run && seconds - run.last <= TOGETHER_S) {
      run.ones.push(one);
      run.last = seconds;
    } else {
      runs.push({ ones: [one], last: seconds });
    }
  }
  return runs.map(({ ones }) => ones);
}

/** The group as it is if it may be of one person; else each person's, and those whose person isn't known. */
function byPerson<T>(group: readonly T[], personOf: (one: T) => string): readonly (readonly T[])[] {
  const people = Map.groupBy(group, personOf);
  const known = [...people.keys()].filter((person) => person !== "");
  return known.length <= 1 ? [group] : [...people.values()];
}
