import { failedSignIns } from "./failedSignIns.ts";
import type { FailedSignIn } from "./auditRows.ts";
import type { FailedSignInSpec, SimulatedPerson, Visit } from "./logTypes.ts";
import { inventSession } from "../names.ts";
import type { InventedSession } from "../names.ts";
import { clientOf, inventAddress } from "./people.ts";
import { SeededRandom } from "../random.ts";
import { targetOf } from "../targets.ts";
import type { SimulatedHost } from "../worldTypes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What lies before the world's first moment is over by then, rows included. */
const QUIET = 15 * MINUTE;

/** Machines of a host that a person works on. */
const MACHINES = 3;

const ATTACKERS = ["198.51.100.23", "203.0.113.66", "192.0.2.199", "2001:db8:bad::1f"];
/** What is typed where passwords are guessed. */
const GUESSED = [
  "admin",
  "administrator",
  "root",
  "test",
  "oracle",
  "azureuser",
  "postgres",
  "user",
  "ubuntu",
  "guest",
];
/** What is typed where somebody hopes that a log is read carelessly. */
const HOSTILE = [
  "'; drop table users--",
  "=cmd|' /C calc'!A0",
  "<img src=x onerror=alert(1)>",
  "[x](https://evil.example)",
];

export interface Past {
  readonly visits: readonly { readonly visit: Visit; readonly endedAt: number }[];
  readonly failed: readonly FailedSignIn[];
}

/** What happened at a host before it came into the world, always the same for one seed and one moment. */
export function pastOf(host: SimulatedHost, since: number, seed: number, people: readonly SimulatedPerson[]): Past {
  if (!host.history) {
    return { visits: [], failed: [] };
  }
  const { days, perDay = 20, isAttacked = false } = host.history;
  const random = SeededRandom.of(`past ${seed} ${host.key}`);
  const end = since - QUIET;
  const invent = inventor(host, random, people);
  const visits = Array.from({ length: days + 1 }, (_, ago) => Math.floor(since / DAY) * DAY - ago * DAY)
    .flatMap((day) => Array.from({ length: visitsOn(day, perDay, random) }, () => invent(day)))
    .filter(({ endedAt }) => endedAt < end);
  const mistakes = visits
    .filter(() => random.next() < 0.04)
    .map(({ visit }): FailedSignInSpec => ({ ...visit, ...visit.client, ...mistaken(visit, since, random) }));
  const attacks = isAttacked ? attacksOf(days, random) : [];
  return {
    visits,
    failed: [...mistakes, ...attacks].flatMap((spec) => failedSignIns(host, spec, since, people)),
  };
}

/** On a working day more than on others. */
function visitsOn(day: number, perDay: number, random: SeededRandom): number {
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  return Math.round(perDay * (isWeekend ? 0.12 : 1) * (0.7 + 0.6 * random.next()));
}

/** Makes up connections of a day. */
function inventor(host: SimulatedHost, random: SeededRandom, people: readonly SimulatedPerson[]) {
  const machines = new Map(
    people.map((person) => [person, Array.from({ length: MACHINES }, () => inventSession(random, "full"))]),
  );
  return (day: number): Past["visits"][number] => {
    const person = people.length > 0 && random.next() < 0.85 ? random.pick(people) : undefined;
    const stranger = inventSession(random, "full");
    const machine: InventedSession = person ? random.pick(machines.get(person) ?? [stranger]) : stranger;
    const { protocol, targetHostName, targetIpAddress } = machine;
    const session = {
      sessionId: stranger.sessionId,
      userName: person?.accounts ? random.pick(person.accounts) : stranger.userName,
      protocol,
    };
    const startedAt = Math.round(day + 6 * HOUR + (random.next() + random.next()) * 6 * HOUR);
    return {
      visit: {
        ...session,
        ...targetOf(host, { targetHostName, targetIpAddress }),
        startedAt,
        client: clientOf(people, session, {
          ...(person && { person: person.email }),
          ...(random.next() < 0.02 && { clientAddress: inventAddress(random) }),
        }),
        log: {},
      },
      endedAt: startedAt + duration(random),
    };
  };
}

/** Mostly less than an hour, and now and then days. */
function duration(random: SeededRandom): number {
  const kind = random.next();
  if (kind < 0.03) {
    return Math.round((10 + random.next() * 60) * HOUR);
  }
  return Math.round(kind < 0.7 ? (1 + random.next() * 40) * MINUTE : (40 + random.next() * 260) * MINUTE);
}

/** A wrong password shortly before the right one. */
function mistaken(visit: Visit, since: number, random: SeededRandom): FailedSignInSpec {
  return {
    minutesAgo: (since - visit.startedAt) / MINUTE + 0.4,
    count: random.int(1, 2),
    everySeconds: 9,
    isDisconnected: random.next() < 0.5,
  };
}

function attacksOf(days: number, random: SeededRandom): readonly FailedSignInSpec[] {
  return Array.from({ length: Math.ceil(days / 8) }, () => ({
    userName: Array.from({ length: random.int(12, 60) }, () => random.pick(random.next() < 0.03 ? HOSTILE : GUESSED)),
    person: "",
    resourceType: "BSL" as const,
    clientAddress: random.pick(ATTACKERS),
    userAgent: "python-requests/2.32.3",
    protocol: "SSH",
    targetHostName: "vm-jump-01",
    targetIpAddress: "10.20.0.4",
    minutesAgo: Math.round(60 + random.next() * (days * 24 * 60 - 60)),
    everySeconds: random.int(2, 20),
  })).map((attack) => ({ ...attack, count: attack.userName.length }));
}
