import type { SessionSpec, SimulatedHost, SimulatedSession } from "../../simulated-azure/world/worldTypes.ts";
import type { RecordedWorld } from "./recordedWorld.ts";
import { sessionKey } from "./recordedWorld.ts";

/**
 * Who arrives. `anonymous`: listed without an id. `ghost`: stays when disconnected. `unfindable`: the same, and Azure says
 * NotFound. `namesake`: has the id of another session on the same host, in capital letters.
 * `double`: has the id of a session on another host. `illTyped`: listed with nonsense.
 * `back`: the user who was disconnected last, on the same target VM. `otherCase`: the same, but for the case of the name.
 * `sameVmName`: on a target VM that has the name of another one, in another resource group.
 */
export type Newcomer = (typeof newcomers)[number];

export const newcomers = [
  "anybody",
  "anybody",
  "anonymous",
  "ghost",
  "unfindable",
  "undisconnectable",
  "namesake",
  "double",
  "illTyped",
  "back",
  "otherCase",
  "sameVmName",
] as const;

/** The session of a user who arrives at a host. */
export function newcomer(world: RecordedWorld, host: SimulatedHost, as: Newcomer): SessionSpec {
  // A session that has ended does not come back: an id is taken only from a live session, and only once.
  const free = (sessionId: string | undefined): SessionSpec =>
    sessionId === undefined || world.everKnown.has(sessionKey(host.key, sessionId)) ? {} : { sessionId };
  switch (as) {
    case "anybody":
      return {};
    case "anonymous":
      return { omit: ["sessionId"] };
    case "ghost":
      return { ghost: true };
    case "unfindable":
      return { unfindable: true };
    case "undisconnectable":
      return { undisconnectable: "The session is busy." };
    case "namesake":
      return free(world.sessions(host)[0]?.sessionId.toUpperCase());
    case "double":
      return free(
        world.hosts.filter((other) => other !== host).flatMap((other) => world.sessions(other))[0]?.sessionId,
      );
    case "illTyped":
      return {
        wire: { userName: 7, protocol: null, sessionDurationInMins: "long", startTime: {}, targetResourceId: [] },
      };
    case "back":
      return again(disconnectedLast(world, host));
    case "otherCase":
      return again(disconnectedLast(world, host), inOtherCase);
    case "sameVmName": {
      const [other] = world.hosts.flatMap((one) => world.sessions(one));
      return other ? { targetHostName: other.targetHostName, wire: { targetResourceId: otherGroup(other) } } : {};
    }
  }
}

function again(session: SimulatedSession | undefined, renamed = (name: string): string => name): SessionSpec {
  return session
    ? {
        userName: renamed(session.userName),
        protocol: session.protocol,
        targetHostName: session.targetHostName,
        ageMinutes: 0,
      }
    : {};
}

function disconnectedLast(world: RecordedWorld, host: SimulatedHost): SimulatedSession | undefined {
  return [...world.everKnown.values()]
    .filter(({ hostKey, sessionId }) => hostKey === host.key && world.endings.has(sessionKey(hostKey, sessionId)))
    .at(-1);
}

function inOtherCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
}

function otherGroup({ targetResourceId }: SimulatedSession): string {
  return targetResourceId.replace(/\/resourceGroups\/[^/]+/u, "/resourceGroups/rg-other");
}
