import type { ActivitySpec, SimulatedPerson } from "./logTypes.ts";
import type { Past } from "./pastVisits.ts";
import { SeededRandom } from "../random.ts";
import type { SimulatedHost } from "../worldTypes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An application that lists sessions by night. */
const APPLICATION = "7d1c0c5e-5f1b-4f0e-9a44-2d7a3d0e6c11";

type PastActivity = ActivitySpec & {
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** What was done to a host while the connections of its past were there: some of them ended by a disconnect. */
export function pastActivity(
  host: SimulatedHost,
  { visits }: Past,
  seed: number,
  people: readonly SimulatedPerson[],
): readonly PastActivity[] {
  const random = SeededRandom.of(`activity ${seed} ${host.key}`);
  // Few are administrators.
  const administrators = people.slice(0, 3).map(({ email }) => email);
  const caller = () => (administrators.length === 0 ? APPLICATION : random.pick(administrators));
  return visits.flatMap(({ visit, endedAt }): readonly PastActivity[] => {
    const chance = random.next();
    if (chance < 0.03) {
      return disconnectOf(endedAt, caller(), random);
    }
    if (chance < 0.06) {
      return [{ at: visit.startedAt, operation: "getActiveSessions/action", caller: caller() }];
    }
    return chance < 0.075 ? [rare(visit.startedAt, caller(), host, random)] : [];
  });
}

/** Somebody lists the sessions and disconnects one, and Azure ends it some seconds later. */
function disconnectOf(endedAt: number, caller: string, random: SeededRandom): readonly PastActivity[] {
  const at = endedAt - random.int(2, 25) * 1000;
  return [
    { at: at - 40_000, operation: "getActiveSessions/action", caller },
    { at, operation: "disconnectActiveSessions/action", caller, statusCode: random.pick(["OK", "Accepted"]) },
    { at: at + 4_000, operation: "getActiveSessions/action", caller },
  ];
}

function rare(at: number, caller: string, host: SimulatedHost, random: SeededRandom): PastActivity {
  const night = Math.floor(at / (24 * HOUR)) * 24 * HOUR + 2 * HOUR;
  return random.pick<PastActivity>([
    { at, operation: "write", caller, statusCode: "Accepted", seconds: 310 },
    { at, operation: "write", caller, outcome: "Failed", statusCode: "Conflict" },
    { at, operation: "createShareableLinks/action", caller, statusCode: "Accepted", seconds: 12 },
    { at, operation: "getShareableLinks/action", caller },
    { at, operation: "deleteShareableLinks/action", caller, statusCode: "Accepted", seconds: 9 },
    { at, operation: "getActiveSessions/action", caller, outcome: "Failed", statusCode: "Forbidden" },
    { at: night, operation: "getActiveSessions/action", caller: APPLICATION },
    {
      at,
      operation: "Microsoft.Network/networkSecurityGroups/securityRules/write",
      caller,
      resourceId: `${host.id.replace(/\/bastionHosts\/.*$/, "")}/networkSecurityGroups/nsg-${host.name}`,
    },
  ]);
}
