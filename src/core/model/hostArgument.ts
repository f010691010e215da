import { armKey, parseBastionHostId, type ArmKey } from "./armId.ts";

/** What a command or the API may be told from outside: a host, and sessions of it. */
export interface HostArgument {
  readonly hostKey: ArmKey;
  /** Left out: none were named. */
  readonly sessionIds?: readonly string[];
}

/** More than any host has. */
const MOST_IDS = 10_000;
const LONGEST_ID = 1_000;

/**
 * Reads `{hostId, sessionIds?}` strictly: it comes from another extension, a keybinding or a link.
 * @returns undefined for anything that is not exactly that
 */
export function parseHostArgument(value: unknown): HostArgument | undefined {
  if (
    typeof value !== "object" ||
    value === null ||
    !("hostId" in value) ||
    typeof value.hostId !== "string" ||
    !parseBastionHostId(value.hostId)
  ) {
    return undefined;
  }
  const hostKey = armKey(value.hostId);
  if (!("sessionIds" in value) || value.sessionIds === undefined) {
    return { hostKey };
  }
  const sessionIds: unknown = value.sessionIds;
  return Array.isArray(sessionIds) &&
    sessionIds.length > 0 &&
    sessionIds.length <= MOST_IDS &&
    sessionIds.every(isSessionId)
    ? { hostKey, sessionIds }
    : undefined;
}

function isSessionId(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_ID;
}

/** Whether a command was called with an argument of its own, and not on a row: then nothing else is meant. */
export function isHostArgument(value: unknown): boolean {
  return typeof value === "object" && value !== null && "hostId" in value;
}
