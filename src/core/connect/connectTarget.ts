import { isIP } from "node:net";
import { connectedAddress, resourceKey } from "../model/armId.ts";
import type { BastionSession } from "../model/session.ts";
import { targetAddress } from "../model/target.ts";

/** What a command connects to, as its option takes it: read strictly, since it comes from Azure or from the keyboard. */
export interface ConnectTarget {
  readonly by: "resourceId" | "address";
  readonly value: string;
}

/** The target of a resource ID or an IP address; `undefined` for any other text. */
export function parseConnectTarget(value: string): ConnectTarget | undefined {
  if (resourceKey(value) !== undefined) {
    return { by: "resourceId", value };
  }
  // An address with a zone means something on one machine only.
  return isIP(value) !== 0 && !value.includes("%") ? { by: "address", value } : undefined;
}

/**
 * The target VM of a session: by its resource ID, else by its address. `missing`: Azure named neither; `unreadable`: what it
 * named is neither, and nothing else is tried in its place.
 */
export function connectTargetOf(session: BastionSession): ConnectTarget | "missing" | "unreadable" {
  const { targetResourceId: id } = session;
  const named = id !== undefined && connectedAddress(id) === undefined ? id : targetAddress(session);
  return named === undefined ? "missing" : (parseConnectTarget(named) ?? "unreadable");
}
